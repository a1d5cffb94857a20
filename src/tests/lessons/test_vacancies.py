"""Lists of vacancies: what is near and open is shown until it closes, and never twice."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.lessons.models import LocalEntry, VacancyList
from fingerpost.lessons.selectors.entries import shown_entries
from fingerpost.lessons.services import vacancies as services
from fingerpost.lessons.services.entries import EntryError, withdraw_entry
from fingerpost.pathways.models import PostcodeDistrict
from fingerpost.schools.models import Establishment
from tests.factories import people

pytestmark = pytest.mark.django_db
HEAD = "vacancy_id,title,location,wage,wage_unit,snapshot_date,url,closing_date,employer\n"
BRING_IN = reverse("lessons:vacancies_bring_in")


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def line(reference, title="Apprentice Baker", place="Mill Town BD7 1AA", closes=20, **more):
    listed = more.get("listed", days(-1))
    until = days(closes).isoformat() if closes is not None else ""
    employer = more.get("employer", "Mill Bakery")
    return f"{reference},{title},{place},£117.00,Weekly,{listed},,{until},{employer}\n"


def look(school, *lines, miles=25):
    data = (HEAD + "".join(lines)).encode()
    return services.look(school=school, file_name="a.csv", data=data, miles=miles, by=None)


def bring_in(school, *lines, miles=25):
    return services.keep(made=look(school, *lines, miles=miles), by=None)


@pytest.fixture
def school(db):
    """In Bradford, where BD7 is a mile off, LS1 about nine, and PL4 too far."""
    made = people.school(local_authority_code="380")
    Establishment.objects.create(urn=made.urn, name="S", easting=415000, northing=434500)
    for name, east, north in (("BD7", 415000, 433000), ("LS1", 430000, 434000)):
        PostcodeDistrict.objects.create(name=name, easting=east, northing=north, places=3)
    PostcodeDistrict.objects.create(name="PL4", easting=248000, northing=55000, places=3)
    return made


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def references(school):
    return {one.reference for one in shown_entries(school, timezone.localdate())}


def test_what_is_open_and_near_is_kept_and_the_rest_is_counted(school):
    made = look(
        school,
        line(1),
        line(2, place="Leeds LS1 1AA"),
        line(3, place="Far PL4 1AA"),
        line(4, closes=-1),
        line(5, place="Nowhere"),
        line(""),
    )
    assert not LocalEntry.objects.exists()
    told = {name: made.told[name] for name in ("vacancies", "kept", "far", "over", "unplaced")}
    assert told == {"vacancies": 5, "kept": 2, "far": 1, "over": 1, "unplaced": 1}
    assert made.told["problems"] == ["Line 7: “vacancy_id” is empty."]
    assert [row["reference"] for row in made.rows] == ["1", "2"]
    services.keep(made=made, by=None)
    assert references(school) == {"1", "2"}


def test_an_old_list_shows_nothing(school):
    old = line(1, closes=None, listed=dt.date(2020, 3, 19))
    made = look(school, old)
    assert (made.told["over"], made.told["kept"], made.rows) == (1, 0, [])
    assert services.keep(made=made, by=None) == services.Kept()
    assert not LocalEntry.objects.exists()


def test_a_vacancy_is_shown_until_it_closes_and_not_a_day_longer(school):
    bring_in(school, line(1, closes=3))
    assert [bool(shown_entries(school, days(number))) for number in (0, 3, 4)] == [
        True,
        True,
        False,
    ]


def test_the_same_number_is_never_there_twice(school):
    assert bring_in(school, line(1)) == services.Kept(new=1)
    assert bring_in(school, line(1, title="Apprentice Cook", closes=30)) == services.Kept(again=1)
    entry = LocalEntry.objects.get()
    assert (entry.title, entry.until_on) == ("Apprentice Cook", days(30))
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalEntry.objects.create(
            school=school,
            reference="1",
            kind="apprenticeship",
            title="Other",
            source="Other",
            from_on=days(0),
            until_on=days(1),
        )


def test_two_vacancies_of_one_title_and_employer_are_two(school):
    assert bring_in(school, line(1), line(2)).new == 2


def test_a_list_closes_what_it_says_has_closed_and_an_older_one_nothing(school):
    bring_in(school, line(1, closes=20), line(2, closes=20))
    assert bring_in(school, line(1, closes=-1)) == services.Kept(again=1, over=1)
    assert references(school) == {"2"}
    bring_in(school, line(2, closes=-2, listed=days(-40)))
    assert references(school) == {"2"}


def test_what_was_withdrawn_stays_withdrawn(school):
    bring_in(school, line(1))
    withdraw_entry(entry=LocalEntry.objects.get(), by=None)
    bring_in(school, line(1))
    assert references(school) == set()
    assert LocalEntry.objects.count() == 1


def test_what_nobody_can_place_is_kept_where_any_distance_will_do(school):
    bring_in(school, line(1, place="Nowhere"), line(2, place="Far PL4 1AA"), miles=None)
    assert references(school) == {"1", "2"}


def test_the_nearest_are_kept_where_a_list_has_too_many(school, monkeypatch):
    monkeypatch.setattr(services, "MOST_KEPT", 1)
    made = look(school, line(1, place="Leeds LS1 1AA"), line(2))
    assert ([row["reference"] for row in made.rows], made.told["too_many"]) == (["2"], 1)


def test_another_file_is_refused(school):
    with pytest.raises(EntryError):
        services.look(school=school, file_name="a.csv", data=b"a,b\n1,2\n", miles=25, by=None)


def test_a_vacancy_is_on_the_page_of_its_job_and_near_me_with_how_far_it_is(school, client_of):
    bring_in(school, line(1, "Apprentice Dental Nurse"), line(2, "Zog Wrangler Apprentice"))
    student = client_of(Role.STUDENT)
    page = student.get(reverse("occupations:occupation", args=["dental-nurse"]))
    [card] = page.context["news"]
    assert (card.title, card.distance) == (
        "Apprentice Dental Nurse",
        "less than a mile from your school",
    )
    assert "Mill Town. £117 a week." in page.content.decode()
    near = student.get(reverse("occupations:near"))
    assert [one.title for one in near.context["news"]] == [
        "Apprentice Dental Nurse",
        "Zog Wrangler Apprentice",
    ]
    assert not student.get(reverse("occupations:occupation", args=["vet"])).context["news"]


def test_near_me_narrows_vacancies_by_route_and_distance(school, client_of):
    bring_in(school, line(1), line(2, place="Leeds LS1 1AA"))
    student = client_of(Role.STUDENT)

    def shown(**asked):
        found = student.get(reverse("occupations:near"), asked).context["news"]
        return [one.pk for one in found]

    assert len(shown()) == 2
    assert len(shown(miles="5")) == 1
    assert len(shown(route="apprenticeship")) == 2
    assert shown(route="university") == []


def send(leader, *lines):
    file = SimpleUploadedFile("a.csv", (HEAD + "".join(lines)).encode())
    return leader.post(BRING_IN, {"file": file, "miles": "25"})


def test_a_list_is_looked_at_before_students_see_it(leader, school):
    answer = send(leader, line(1), line(2, closes=-1))
    made = VacancyList.objects.get()
    assert answer.url == reverse("lessons:vacancy_list", args=[made.pk])
    page = leader.get(answer.url)
    assert "Show students these 1" in page.content.decode()
    assert not LocalEntry.objects.exists()
    kept = reverse("lessons:vacancies_keep", args=[made.pk])
    assert leader.post(kept).status_code == 302
    assert LocalEntry.objects.get().entered_by == leader.person
    leader.post(kept)
    assert LocalEntry.objects.count() == 1
    assert Event.objects.filter(deed="imported", subject_label="Vacancies").count() == 1
    assert leader.get(answer.url).status_code == 302


def test_a_list_of_what_has_closed_says_so(leader, school):
    page = leader.get(send(leader, line(1, closes=-5)).url).content.decode()
    assert "Every vacancy in this list has closed" in page
    assert "Show students" not in page


def test_a_file_that_is_no_list_is_refused_on_the_page(leader, school):
    answer = leader.post(BRING_IN, {"file": SimpleUploadedFile("a.csv", b"a\n1\n"), "miles": "25"})
    assert answer.status_code == 422
    assert not VacancyList.objects.exists()


def test_a_list_of_another_school_is_not_there(leader):
    made = look(people.school(), line(1))
    assert leader.get(reverse("lessons:vacancy_list", args=[made.pk])).status_code == 404
    assert leader.post(reverse("lessons:vacancies_keep", args=[made.pk])).status_code == 404


def test_those_who_keep_the_list_see_what_is_open_a_page_at_a_time(leader, school):
    bring_in(school, *(line(number) for number in range(23)), line(99, closes=0))
    parts = {key: (label, cards) for key, label, cards in _parts(leader)}
    label, cards = parts["vacancies"]
    assert (label, len(cards)) == ("Apprenticeship vacancies shown now: 24", 20)
    assert not parts["over"][1]


def _parts(leader):
    return leader.get(reverse("lessons:entries")).context["parts"]


def test_an_authority_brings_a_list_in_for_its_schools(school, tmp_path, capsys):
    elsewhere = people.school(local_authority_code="383")
    file = tmp_path / "vacancies.csv"
    file.write_text(HEAD + line(1) + line(2, place="Far PL4 1AA"), encoding="utf-8")
    call_command("load_vacancies", str(file), authority="380", check=True)
    assert not LocalEntry.objects.exists()
    call_command("load_vacancies", str(file), authority="380")
    assert references(school) == {"1"}
    assert references(elsewhere) == set()
    assert "1 near and open" in capsys.readouterr().out
