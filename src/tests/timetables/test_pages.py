"""The pages: from the terms to a published timetable and its repair, and who may see what."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html
from python_calamine import CalamineWorkbook

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.interviews.models import Interview
from fingerpost.timetables.duties import old_drafts
from fingerpost.timetables.models import Companion, Timetable, TimetableDraft
from tests.factories import interviews as make
from tests.factories import people
from tests.factories import timetables as tables


@pytest.fixture
def by(school):
    return people.person_with(Role.CAREERS_LEADER, school=school)


@pytest.fixture
def days():
    return tables.school_days(3)


@pytest.fixture
def adviser(school, days):
    one = make.adviser(school)
    tables.mornings(one, days)
    return one


@pytest.fixture
def students(school):
    group = people.tutor_group(school)
    return [people.student(school, tutor_group=group) for _ in range(5)]


@pytest.fixture
def draft(school, adviser, students, by):
    return tables.draft(tables.timetable(school, students, by), students, by)


def _terms(**changed):
    today = timezone.localdate()
    return {
        "title": "Spring interviews",
        "from_on": today + dt.timedelta(days=1),
        "until_on": today + dt.timedelta(weeks=6),
        "minutes": 40,
        "slack_minutes": 5,
        "travel_minutes": 30,
        "deadline_need": 70,
        "follow_up_need": "",
        "follow_up_days": 28,
        "follow_up_minutes": 30,
        "seconds": 10,
        "side": "not_counted",
        "form_key": "00000000-0000-4000-8000-00000000000a",
        **changed,
    }


def _get(client, name, *args, **query):
    answer = client.get(reverse(f"timetables:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer


def test_from_terms_to_a_published_timetable(client_of, school, adviser, students):
    client = client_of(Role.CAREERS_LEADER)
    answer = client.post(reverse("timetables:make"), _terms())
    draft = TimetableDraft.objects.get()
    assert answer["Location"] == reverse("timetables:draft", args=[draft.pk])
    page = _get(client, "draft", draft.pk)
    assert "Proven: nobody could make a better timetable" in page.content.decode()
    assert "5 interviews are booked" in _get(client, "publish", draft.pk).content.decode()
    assert not Interview.objects.exists()
    client.post(reverse("timetables:publish", args=[draft.pk]))
    assert Interview.objects.count() == 5
    assert set(Interview.objects.values_list("reason", flat=True)) == {"Spring interviews"}
    page = _get(client, "draft", draft.pk).content.decode()
    assert "Published" in page
    assert client.person.name in page


def test_terms_sent_twice_make_one_timetable(client_of, adviser, students):
    client = client_of(Role.CAREERS_LEADER)
    for _ in range(2):
        client.post(reverse("timetables:make"), _terms())
    assert Timetable.objects.count() == 1
    assert TimetableDraft.objects.count() == 1


def test_the_form_says_how_many_times_there_are_for_how_many_students(
    client_of, adviser, students, by
):
    client = client_of(Role.CAREERS_LEADER)
    words = html.fromstring(_get(client, "count", **_terms()).content).text_content()
    assert "For 5 students there are 12 free times on 3 days." in words
    few = html.fromstring(_get(client, "count", **_terms(minutes=60, slack_minutes=30)).content)
    assert "there are 6 free times" in few.text_content()
    looked = client.post(reverse("timetables:make"), _terms(look="1"))
    assert "12</strong> free times" in looked.content.decode()
    assert not Timetable.objects.exists()


def test_only_students_who_were_ticked_are_seen(client_of, adviser, students):
    client = client_of(Role.CAREERS_LEADER)
    named = f"{students[0].pk},{students[3].pk}"
    page = _get(client, "make", students=named).content.decode()
    assert f'value="{named}"' in page
    client.post(reverse("timetables:make"), _terms(students=named))
    seen = TimetableDraft.objects.get().seats.values_list("student", flat=True)
    assert sorted(seen) == [students[0].pk, students[3].pk]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"until_on": "2020-01-01"}, "The last day is before the first."),
        ({"break_from": "12:00"}, "Say when the break begins and when it ends."),
        ({"minutes": 90}, "less than or equal to 60"),
        ({"title": ""}, "Fill in “Title”."),
    ],
)
def test_terms_that_make_no_sense_are_told(client_of, adviser, students, changed, said):
    client = client_of(Role.CAREERS_LEADER)
    answer = client.post(reverse("timetables:make"), _terms(**changed))
    assert said in answer.content.decode()
    assert not Timetable.objects.exists()


def test_every_figure_of_a_draft_opens_a_list_of_as_many(client_of, draft):
    client = client_of(Role.CAREERS_LEADER)
    tree = html.fromstring(_get(client, "draft", draft.pk).content)
    tiles = tree.xpath("//li[contains(@class, 'fp-tile')]/a")
    assert len(tiles) >= 3
    for tile in tiles:
        [figure] = tile.xpath(".//data[@class='fp-figure']/@value")
        there = html.fromstring(client.get(tile.get("href")).content)
        assert there.xpath("//data[@class='fp-total']/@value") == [figure]


def test_advisers_read_and_do_not_make(client_of, draft):
    client = client_of(Role.ADVISER)
    page = _get(client, "draft", draft.pk).content.decode()
    assert "Publish" not in page
    # What need rests on is not all theirs to know.
    assert "greatest need" not in page
    _get(client, "students", draft.pk)
    _get(client, "list")
    for name, key in (("publish", draft.pk), ("repair", draft.timetable_id)):
        assert client.get(reverse(f"timetables:{name}", args=[key])).status_code == 403
    assert client.post(reverse("timetables:take", args=[draft.pk])).status_code == 403


def test_an_adviser_of_some_students_sees_theirs_only(client, school, draft, students):
    from fingerpost.students.models import Scope

    person = people.person()
    holding = people.holding(person, school, Role.ADVISER, all_students=False)
    Scope.objects.create(holding=holding, student=students[1])
    client.force_login(person)
    page = _get(client, "students", draft.pk, show="timed").content.decode()
    assert str(students[1]) in page
    assert str(students[0]) not in page


def test_another_schools_timetables_are_not_there(client_of, draft):
    client = client_of(Role.CAREERS_LEADER, school=people.school())
    for name, key in (
        ("draft", draft.pk),
        ("students", draft.pk),
        ("download", draft.pk),
        ("timetable", draft.timetable_id),
        ("adults", draft.timetable_id),
    ):
        assert client.get(reverse(f"timetables:{name}", args=[key])).status_code == 404


def test_a_look_at_names_is_noted(client_of, draft):
    client = client_of(Role.CAREERS_LEADER)
    _get(client, "draft", draft.pk)
    _get(client, "students", draft.pk)
    _get(client, "print", draft.pk)
    looks = Event.objects.filter(actor=client.person, deed="looked")
    assert {look.details["students"] for look in looks} == {5}
    assert looks.count() == 3


def test_a_draft_as_a_file(client_of, draft, students):
    client = client_of(Role.CAREERS_LEADER)
    text = _get(client, "download", draft.pk, format="csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Student,Tutor group,Interview,Day,From,To,Adviser")
    assert all(str(student) in text for student in students)
    book = _get(client, "download", draft.pk, format="xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert Event.objects.filter(deed="exported", actor=client.person).count() == 2


def test_paper_has_a_sheet_for_each_adviser_and_day_or_tutor_group(client_of, draft, days):
    client = client_of(Role.CAREERS_LEADER)
    page = _get(client, "print", draft.pk).content.decode()
    assert "Nothing of this is booked." in page
    assert page.count("<h2") == len({seat.starts_at.date() for seat in draft.seats.all()})
    assert _get(client, "print", draft.pk, by="group").content.decode().count("<h2") == 1


def test_two_drafts_side_by_side(client_of, draft, students, by):
    client = client_of(Role.CAREERS_LEADER)
    assert "nothing to compare" in _get(client, "compare", draft.timetable_id).content.decode()
    tables.draft(draft.timetable, students, by)
    page = _get(client, "compare", draft.timetable_id).content.decode()
    assert "Draft 1" in page
    assert "Draft 2" in page
    assert "Proven the best" in page


def test_adults_are_named_once_for_all_drafts(client_of, draft, students, school):
    from fingerpost.students.models import CharacteristicValue

    CharacteristicValue.objects.create(
        student=students[0], kind="ehc_plan", value="yes", from_on=dt.date(2026, 1, 1)
    )
    client = client_of(Role.CAREERS_LEADER)
    page = _get(client, "adults", draft.timetable_id).content.decode()
    assert str(students[0]) in page
    assert str(students[1]) not in page
    name = {f"adult_{students[0].pk}": "  Ms   Shah "}
    client.post(reverse("timetables:adults", args=[draft.timetable_id]), name)
    assert Companion.objects.get().name == "Ms Shah"
    client.post(reverse("timetables:again", args=[draft.timetable_id]), {"seconds": 10})
    seat = TimetableDraft.objects.get(number=2).seats.get(student=students[0])
    assert seat.accompanying_adult == "Ms Shah"


def test_a_repair_from_the_page(client_of, school, adviser, students, days, by):
    timetable, first = tables.published(school, students, by)
    client = client_of(Role.CAREERS_LEADER)
    ill = Interview.objects.order_by("starts_at").first()
    on = timezone.localdate(ill.starts_at)
    told = {"what": f"adviser:{adviser.pk}", "first": on, "last": on, "seconds": 10}
    client.post(reverse("timetables:repair", args=[timetable.pk]), told)
    repair = TimetableDraft.objects.get(repairs=first)
    page = _get(client, "draft", repair.pk).content.decode()
    assert f"Without {adviser}" in page
    assert "nobody else moves" in page
    client.post(reverse("timetables:publish", args=[repair.pk]))
    ill.refresh_from_db()
    assert timezone.localdate(ill.starts_at) != on
    # The timetable shows where everybody is now.
    shown = _get(client, "students", first.pk, show="timed").content.decode()
    assert f"{timezone.localtime(ill.starts_at):%-d %B}" in shown


def test_interviews_cancelled_since_are_among_those_without_a_time(
    client_of, school, adviser, students, by
):
    from fingerpost.interviews.services.booking import cancel

    timetable, draft = tables.published(school, students, by)
    cancel(interview=Interview.objects.first(), because="Moved away", by=by)
    client = client_of(Role.CAREERS_LEADER)
    tree = html.fromstring(_get(client, "timetable", timetable.pk).content)
    figures = [int(one) for one in tree.xpath("//td//data[@class='fp-figure']/@value")]
    assert figures == [4, 1]
    page = _get(client, "students", draft.pk, show="none").content.decode()
    assert "Moved away" in page
    assert f"{reverse('interviews:book')}?students=" in page


def test_cancelling_asks_first(client_of, school, adviser, students, by):
    timetable, _ = tables.published(school, students, by)
    client = client_of(Role.CAREERS_LEADER)
    assert "5 interviews are still to come" in _get(client, "cancel", timetable.pk).content.decode()
    client.post(reverse("timetables:cancel", args=[timetable.pk]), {"because": "New days"})
    assert set(Interview.objects.values_list("state", flat=True)) == {"cancelled"}


def test_work_that_stopped_can_be_begun_again(client_of, draft):
    TimetableDraft.objects.filter(pk=draft.pk).update(state="waiting", result=None)
    client = client_of(Role.CAREERS_LEADER)
    assert "Begin again" in _get(client, "draft", draft.pk).content.decode()
    client.post(reverse("timetables:begin_again", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "ready"


def test_pages_take_as_many_queries_for_many_as_for_few(client_of, school, adviser, students, by):
    client = client_of(Role.CAREERS_LEADER)

    def counted(seen):
        made = tables.draft(tables.timetable(school, seen, by), seen, by)
        numbers = []
        for name, key in (
            ("draft", made.pk),
            ("students", made.pk),
            ("print", made.pk),
            ("timetable", made.timetable_id),
        ):
            _get(client, name, key)
            with CaptureQueriesContext(connection) as queries:
                _get(client, name, key)
            numbers.append(len(queries))
        return numbers

    assert counted(students[:2]) == counted(students)


def test_old_drafts_go_and_what_was_published_stays(school, adviser, students, by):
    _, published = tables.published(school, students[:2], by)
    tables.draft(tables.timetable(school, students, by), students, by)
    today = timezone.localdate()
    assert old_drafts(today=today) == "0 old drafts deleted."
    assert old_drafts(today=today + dt.timedelta(weeks=20)) == "1 old drafts deleted."
    assert list(TimetableDraft.objects.all()) == [published]
