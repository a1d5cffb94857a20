"""The school's calendar by hand and from a file: preview, one step, undo, and who may."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.exchange.icalendar import reader
from fingerpost.exchange.icalendar.reader import read_calendar
from fingerpost.schools.forms.calendar import read_years, years_text
from fingerpost.schools.models import AcademicYear, CalendarImport, SchoolEvent
from fingerpost.schools.services import calendar_imports, events
from fingerpost.schools.services.calendar_differences import Choice, differences
from tests.factories import people
from tests.factories.calendars import calendar, event

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 3)
MOCKS = event()
FAIR = event(title="Summer fair", uid="two", start="20270605T120000", end="20270605T160000")
INSET = event(title="INSET day", uid="three", start="20270104")


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def year(school):
    return AcademicYear.objects.create(
        school=school,
        name="2026/27",
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2027, 7, 21),
    )


def look(year, *entries, by=None, **more):
    return calendar_imports.look(
        school=year.school,
        academic_year=year,
        file_name="school.ics",
        data=calendar(*entries, **more),
        by=by,
    )


def take(year, *entries, choices=None, keep=(), **more):
    made = look(year, *entries, **more)
    return calendar_imports.apply(made=made, choices=choices or {}, keep=keep, by=None), made


def titles(school):
    found = SchoolEvent.objects.filter(school=school).order_by("starts_on", "title")
    return list(found.values_list("title", flat=True))


def everything(school):
    return list(SchoolEvent.objects.filter(school=school).order_by("uid").values_list())


# By hand -------------------------------------------------------------------------------------


def test_an_event_is_added_changed_and_removed_on_pages(leader, school):
    answer = leader.post(
        reverse("schools:add_event"),
        {"kind": "exam", "title": "Mocks", "starts_on": "2026-12-03", "year_groups": ["11"]},
    )
    assert answer.url == reverse("schools:calendar")
    [made] = SchoolEvent.objects.filter(school=school)
    assert (made.ends_on, made.year_groups, made.starts_at) == (DAY, [11], None)
    leader.post(
        reverse("schools:change_event", args=[made.pk]),
        {
            "kind": "exam",
            "title": "Mocks",
            "starts_on": "2026-12-03",
            "starts_at": "09:00",
            "ends_at": "10:30",
        },
    )
    made.refresh_from_db()
    assert (made.starts_at, made.year_groups) == (dt.time(9), [])
    sure = leader.post(reverse("schools:remove_events"), {"events": [made.pk]})
    assert "Remove “Mocks”?" in sure.content.decode() and titles(school) == ["Mocks"]
    leader.post(reverse("schools:remove_events"), {"events": [made.pk], "sure": "1"})
    assert titles(school) == []
    deeds = Event.objects.filter(school_id=school.pk).exclude(deed="looked")
    assert list(deeds.order_by("pk").values_list("deed", flat=True)) == [
        *("added", "changed", "removed")
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_on": "2026-12-01"}, "must not be before"),
        ({"starts_at": "09:00"}, "both times"),
        ({"starts_at": "10:00", "ends_at": "09:00"}, "end after it starts"),
        ({"ends_on": "2026-12-04", "starts_at": "09:00", "ends_at": "10:00"}, "single day"),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_a_sentence(leader, school, changed, sentence):
    sent = {"kind": "exam", "title": "Mocks", "starts_on": "2026-12-03", **changed}
    answer = leader.post(reverse("schools:add_event"), sent)
    assert sentence in answer.content.decode()
    assert titles(school) == []


def test_the_same_event_sent_twice_is_there_once(school):
    details = events.EventDetails("inset", "INSET day", DAY, DAY)
    first = events.add_event(school=school, details=details, by=None)
    assert events.add_event(school=school, details=details, by=None) == first


def test_the_calendar_is_narrowed_and_taken_along(leader, school):
    add = {"school": school, "by": None}
    events.add_event(
        details=events.EventDetails("exam", "Mocks", DAY, DAY, None, None, (11,)), **add
    )
    events.add_event(details=events.EventDetails("inset", "INSET", DAY, DAY), **add)
    page = leader.get(reverse("schools:calendar"), {"year": "2026", "group": "9"}).content.decode()
    assert "INSET" in page and "Mocks" not in page
    answer = leader.get(reverse("schools:calendar"), {"year": "2026", "format": "csv"})
    assert "Mocks,Exams,2026-12-03" in answer.content.decode()
    assert (
        "No event fits" in leader.get(reverse("schools:calendar"), {"words": "x"}).content.decode()
    )


# From a file ---------------------------------------------------------------------------------


def test_looking_at_a_file_changes_nothing_and_guesses(school, year):
    made = look(year, MOCKS, FAIR)
    assert titles(school) == []
    told = differences(made)
    assert [(one.title, one.state, one.choice) for one in told.entries] == [
        ("Year 11 mock exams", "new", Choice("exam", (11,))),
        ("Summer fair", "new", Choice("other", ())),
    ]


def test_what_a_person_puts_right_is_what_is_applied_and_stays_with_the_next_import(school, year):
    counts, _ = take(
        year,
        MOCKS,
        FAIR,
        choices={"one@school": Choice("trip", (9, 10)), "two": Choice("other", (), taken=False)},
    )
    assert counts == {"added": 1, "changed": 0, "removed": 0}
    [made] = SchoolEvent.objects.filter(school=school)
    assert (made.kind, made.year_groups, made.calendar) == ("trip", [9, 10], "School calendar")
    moved = event(start="20261210")
    take(year, moved, choices={})
    made.refresh_from_db()
    assert (made.kind, made.year_groups, made.starts_on) == ("trip", [9, 10], dt.date(2026, 12, 10))


def test_the_same_file_twice_changes_nothing(school, year):
    take(year, MOCKS, FAIR)
    before = everything(school)
    counts, _ = take(year, MOCKS, FAIR)
    assert counts == {"added": 0, "changed": 0, "removed": 0}
    assert everything(school) == before


def test_a_newer_file_moves_changes_and_takes_away(school, year):
    take(year, MOCKS, FAIR, INSET)
    newer = [event(title="Year 11 and 13 mock exams", start="20261202"), FAIR]
    counts, _ = take(year, *newer)
    assert counts == {"added": 0, "changed": 1, "removed": 1}
    assert titles(school) == ["Year 11 and 13 mock exams", "Summer fair"]
    # Its words are new, so they are read anew.
    assert SchoolEvent.objects.get(uid="one@school").year_groups == [11, 13]


def test_events_by_hand_of_other_calendars_and_of_before_the_file_are_not_gone(school, year):
    events.add_event(
        school=school, details=events.EventDetails("inset", "By hand", DAY, DAY), by=None
    )
    take(year, event(title="Match", uid="sport", start="20270301"), name="Sports")
    take(year, event(title="Early", uid="early", start="20260914"), FAIR)
    counts, _ = take(year, FAIR)
    assert counts["removed"] == 0
    assert titles(school) == ["Early", "By hand", "Match", "Summer fair"]


def test_what_is_gone_may_be_kept(school, year):
    take(year, MOCKS, FAIR)
    gone = SchoolEvent.objects.get(uid="two")
    counts, _ = take(year, MOCKS, event(uid="new", start="20261001"), keep=[gone.pk])
    assert counts["removed"] == 0 and "Summer fair" in titles(school)


def test_undoing_the_last_import_puts_everything_back(school, year):
    take(year, MOCKS, FAIR, INSET)
    before = everything(school)
    _, made = take(year, event(title="Moved", start="20261202"), event(uid="new", start="20261201"))
    assert calendar_imports.undo(made=made, by=None) is True
    after = everything(school)
    # Those that were taken away come back under a new key.
    assert [row[1:] for row in after] == [row[1:] for row in before]
    assert calendar_imports.undo(made=made, by=None) is False


def test_only_the_last_import_can_be_undone(year):
    _, first = take(year, MOCKS)
    take(year, FAIR)
    first.refresh_from_db()
    with pytest.raises(calendar_imports.AlreadyDecided):
        calendar_imports.undo(made=first, by=None)


def test_an_import_is_applied_once(school, year):
    _, made = take(year, MOCKS)
    with pytest.raises(calendar_imports.AlreadyDecided):
        calendar_imports.apply(made=made, choices={}, keep=(), by=None)


def test_a_series_is_one_entry_with_all_its_days(school, year):
    weekly = event(title="Assembly", start="20261102", rrule="FREQ=WEEKLY;COUNT=4")
    made = look(year, weekly)
    [entry] = differences(made).entries
    assert len(entry.days) == 4
    calendar_imports.apply(made=made, choices={}, keep=(), by=None)
    assert len(titles(school)) == 4


@pytest.mark.parametrize("data", [b"nothing", calendar(event(start="20200101"))])
def test_a_file_that_says_nothing_of_the_year_is_refused(school, year, data):
    with pytest.raises(calendar_imports.CalendarRefusal):
        calendar_imports.look(
            school=school, academic_year=year, file_name="x.ics", data=data, by=None
        )
    assert not CalendarImport.objects.exists()


def upload(client, year, data):
    file = SimpleUploadedFile("school.ics", data)
    return client.post(reverse("schools:import_calendar"), {"academic_year": year.pk, "file": file})


def test_the_pages_go_from_a_file_to_the_calendar_and_back(leader, school, year):
    answer = upload(leader, year, calendar(MOCKS, FAIR))
    page = leader.get(answer.url).content.decode()
    assert "Year 11 mock exams" in page and "New (2)" in page and titles(school) == []
    sent = {
        "take_0": "on",
        "kind_0": "exam",
        "years_0": "10-11",
        "kind_1": "other",
        "years_1": "",
    }
    wrong = leader.post(answer.url, {**sent, "years_0": "eleven"}).content.decode()
    assert "names no year groups" in wrong and titles(school) == []
    leader.post(answer.url, sent)
    assert titles(school) == ["Year 11 mock exams"]
    assert SchoolEvent.objects.get().year_groups == [10, 11]
    made = CalendarImport.objects.get()
    assert "Undo this import" in leader.get(reverse("schools:calendar")).content.decode()
    leader.post(reverse("schools:undo_calendar_import", args=[made.pk]))
    assert titles(school) == []


def test_a_file_that_is_no_calendar_is_refused_on_the_page(leader, year):
    page = upload(leader, year, b"Name,Year\r\n").content.decode()
    assert "not a calendar file" in page


def test_another_schools_calendar_cannot_be_reached(leader, school):
    other = people.school()
    theirs = events.add_event(
        school=other, details=events.EventDetails("inset", "Theirs", DAY, DAY), by=None
    )
    assert leader.get(reverse("schools:change_event", args=[theirs.pk])).status_code == 404
    leader.post(reverse("schools:remove_events"), {"events": [theirs.pk], "sure": "1"})
    assert titles(other) == ["Theirs"]
    assert "Theirs" not in leader.get(reverse("schools:calendar")).content.decode()


def test_year_groups_are_read_as_people_type_them():
    assert [read_years(text) for text in ("", "11", "7-9", "10, 12", "Year 8", "all", "x")] == [
        *((), (11,), (7, 8, 9), (10, 12), (8,), ()),
        None,
    ]
    assert [years_text(years) for years in ((), (11,), (7, 8, 9), (10, 12))] == [
        *("", "11", "7-9", "10, 12")
    ]


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_before_anything_is_locked(year, monkeypatch):
    seen = []

    def reading(*given):
        seen.append(connection.in_atomic_block)
        return read_calendar(*given)

    monkeypatch.setattr(reader, "read_calendar", reading)
    look(year, MOCKS)
    assert seen == [False]
