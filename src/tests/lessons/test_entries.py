"""What employers and local bodies say: shown until its last day, kept by those who may."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost import walls
from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.lessons.models import Lesson, LocalEntry
from fingerpost.lessons.selectors.entries import about, shown_entries
from fingerpost.lessons.services import entries as services
from tests.factories import lessons, people
from tests.lists.sending import problems_of, take_in, undo

pytestmark = pytest.mark.django_db
LIST = reverse("lessons:entries")
TODAY = dt.date(2026, 11, 24)


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def details(**changes):
    given = {
        "kind": "vacancies",
        "title": "Six bakers wanted",
        "source": "Mill Bakery",
        "from_on": days(0),
        "until_on": days(30),
    }
    return services.EntryDetails(**given | changes)


def typed(**changes):
    return {
        "kind": "shortage",
        "title": "Not enough bakers",
        "source": "Mill Bakery",
        "from_on": days(0).isoformat(),
        "until_on": days(30).isoformat(),
        **changes,
    }


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def test_an_entry_is_shown_from_its_first_to_its_last_day(school):
    lessons.entry(school, from_on=TODAY, until_on=TODAY + dt.timedelta(days=2))
    shown = [
        bool(shown_entries(school, TODAY + dt.timedelta(days=number))) for number in range(-1, 4)
    ]
    assert shown == [False, True, True, True, False]


def test_the_database_refuses_an_end_before_the_beginning(school):
    with pytest.raises(IntegrityError), transaction.atomic():
        lessons.entry(school, from_on=days(1), until_on=days(0))


@pytest.mark.parametrize(("first", "last"), [(0, -1), (0, 400)])
def test_an_entry_has_to_end_and_within_a_year(school, first, last):
    with pytest.raises(services.EntryError):
        services.add_entry(
            school=school,
            details=details(from_on=days(first), until_on=days(last)),
            by=None,
        )
    assert not LocalEntry.objects.exists()


def test_the_same_is_entered_once_whatever_its_letters(school):
    services.add_entry(school=school, details=details(), by=None)
    with pytest.raises(services.AlreadyEntered):
        services.add_entry(school=school, details=details(title="SIX bakers wanted"), by=None)
    elsewhere = people.school()
    services.add_entry(school=elsewhere, details=details(), by=None)
    assert LocalEntry.objects.count() == 2


def test_what_is_over_is_listed_apart_and_can_be_renewed(leader, school):
    entry = lessons.entry(school, from_on=days(-40), until_on=days(-1))
    parts = {key: cards for key, _, cards in leader.get(LIST).context["parts"]}
    assert [card.pk for card in parts["over"]] == [entry.pk]
    assert not parts["now"]
    renew = reverse("lessons:entry_renew", args=[entry.pk])
    assert leader.post(renew, {"until_on": days(-1).isoformat()}).status_code == 422
    assert leader.post(renew, {"until_on": days(400).isoformat()}).status_code == 422
    assert not shown_entries(school, days(0))
    assert leader.post(renew, {"until_on": days(20).isoformat()}).url == LIST
    assert shown_entries(school, days(20)) == [entry]
    assert Event.objects.filter(deed="changed", subject_id=str(entry.pk)).count() == 1


def test_withdrawing_is_undone(leader, school):
    entry = lessons.entry(school)
    for _ in range(2):
        leader.post(reverse("lessons:entry_withdraw", args=[entry.pk]))
    assert not shown_entries(school, days(0))
    newer = lessons.entry(school)
    back = reverse("lessons:entry_bring_back", args=[entry.pk])
    leader.post(back)
    assert shown_entries(school, days(0)) == [newer]
    newer.delete()
    leader.post(back)
    assert shown_entries(school, days(0)) == [entry]
    deeds = Event.objects.filter(subject_id=str(entry.pk)).order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == ["removed", "undid"]


def test_an_entry_is_added_and_changed_by_hand(leader, school):
    add = reverse("lessons:entry_add")
    given = typed(sectors=["catering_and_hospitality"], occupations="baker\nCare assistant\n")
    assert leader.post(add, given).url == LIST
    entry = LocalEntry.objects.get()
    assert entry.occupations == ["baker", "care-worker"]
    assert entry.entered_by == leader.person
    change = reverse("lessons:entry_change", args=[entry.pk])
    assert "Baker\nCare worker" in leader.get(change).content.decode()
    leader.post(change, given | {"title": "No bakers at all"})
    entry.refresh_from_db()
    assert entry.title == "No bakers at all"


def test_a_job_nobody_knows_is_told_with_what_may_be_meant(leader):
    answer = leader.post(reverse("lessons:entry_add"), typed(occupations="elektrician"))
    assert answer.status_code == 422
    assert "Do you mean “Electrician”?" in str(answer.context["form"].errors)


def test_a_link_that_is_no_web_address_is_refused(leader):
    answer = leader.post(reverse("lessons:entry_add"), typed(link="javascript:alert(1)"))
    assert answer.status_code == 422
    assert not LocalEntry.objects.exists()


def test_another_schools_entry_is_not_there(leader):
    elsewhere = lessons.entry(people.school())
    for name in ("entry_change", "entry_renew"):
        assert leader.get(reverse(f"lessons:{name}", args=[elsewhere.pk])).status_code == 404
    for name in ("entry_withdraw", "entry_bring_back"):
        assert leader.post(reverse(f"lessons:{name}", args=[elsewhere.pk])).status_code == 404
    assert not leader.get(LIST).context["parts"][0][2]


HEAD = "kind,title,source,from,until,sectors,jobs\n"
FILE = reverse("lessons:entries_bring_in")


def sent(*lines):
    return HEAD + "\n".join(lines)


def test_a_list_is_kept_and_sent_again_brought_up_to_date(leader):
    line = f"Vacancies,Bakers wanted,Mill,{days(0)},{days(9)},digital;Hair and beauty,Baker"
    assert take_in(leader, FILE, sent(line))[1].url == LIST
    take_in(leader, FILE, sent(line.replace(str(days(9)), str(days(19)))))
    entry = LocalEntry.objects.get()
    assert entry.until_on == days(19)
    assert entry.sectors == ["digital", "hair_and_beauty"]
    assert entry.occupations == ["baker"]
    assert Event.objects.filter(deed="imported").count() == 2


def test_bad_lines_are_told_with_line_and_reason_and_good_ones_kept(leader):
    good = f"closing,Card shop,Council,{days(0)},{days(9)},,"
    seen, _ = take_in(
        leader,
        FILE,
        sent(
            f"flying,A,B,{days(0)},{days(9)},,",
            f"closing,,B,{days(0)},{days(9)},,",
            f"closing,A,B,{days(0)},{days(9)},,xyzzy",
            good,
            f"closing,A,B,{days(9)},{days(0)},,",
        ),
    )
    problems = problems_of(seen)
    assert [one.split(":")[0] for one in problems] == ["Line 2", "Line 3", "Line 4", "Line 6"]
    assert "“title” is empty" in problems[1]
    assert "is no job we know" in problems[2]
    assert "before the first" in problems[3]
    assert LocalEntry.objects.get().title == "Card shop"


def test_undoing_a_list_leaves_the_entries_as_they_were(leader, school):
    lessons.entry(school, title="Bakers wanted", source="Mill")
    kept = list(LocalEntry.objects.order_by("pk").values())
    kind = kept[0]["kind"]
    take_in(
        leader,
        FILE,
        sent(
            f"{kind},bakers wanted,Mill,{days(0)},{days(40)},,",
            f"closing,Card shop,Council,{days(0)},{days(9)},,",
        ),
    )
    assert LocalEntry.objects.count() == 2
    undo(leader, FILE)
    assert list(LocalEntry.objects.order_by("pk").values()) == kept


def test_a_file_that_is_no_list_is_refused(leader):
    answer = leader.post(FILE, {"file": SimpleUploadedFile("x.csv", b"x,y\n1,2\n")})
    assert answer.status_code == 422
    assert "column “kind”" in str(answer.context["form"].errors)


def test_an_entry_is_on_the_pages_of_the_jobs_and_sectors_it_is_about(client_of, school):
    lessons.entry(school, occupations=["baker"], sectors=["catering_and_hospitality"])
    lessons.entry(school, title="Cooks wanted", sectors=["catering_and_hospitality"])
    lessons.entry(school, title="Long over", occupations=["baker"], from_on=days(-9),
                  until_on=days(-1))  # fmt: skip
    student = client_of(Role.STUDENT)
    baker = student.get("/occupations/baker/").content.decode()
    assert "What is new near here" in baker
    assert "Six bakers wanted" in baker
    assert "Cooks wanted" in baker
    assert "Long over" not in baker
    chef = student.get("/occupations/chef/").content.decode()
    assert "Cooks wanted" in chef
    assert "Six bakers wanted" not in chef
    assert "What is new near here" not in student.get("/occupations/vet/").content.decode()
    near = student.get("/occupations/near/?sector=catering_and_hospitality").content.decode()
    assert "Six bakers wanted" in near


def test_what_names_the_job_itself_comes_first(school):
    wide = lessons.entry(school, title="Wide", sectors=["digital"])
    named = lessons.entry(school, title="Named", occupations=["baker"])
    assert about([wide, named], slug="baker", sectors=["digital"]) == [named, wide]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security.")
def test_lessons_and_entries_are_behind_the_wall(school):
    there = people.school()
    for one in (school, there):
        lessons.entry(one)
        lessons.lesson(one, people.tutor_group(one))
    with walls.one_school(school.pk):
        assert LocalEntry.objects.get().school_id == school.pk
        assert Lesson.objects.get().school_id == school.pk
    with walls.one_school(None):
        assert not LocalEntry.objects.exists()
        assert not Lesson.objects.exists()
