"""Who showed what: each adviser and organisation by what they showed, and a warning in time."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.choices.models import Application
from fingerpost.destinations.models import Intention
from fingerpost.interviews.models import InterviewRecord
from fingerpost.ledger.models import Entry
from fingerpost.pathways.models import Opportunity
from fingerpost.pathways.services.ideas import Words, save_idea
from fingerpost.students.models import Student
from tests.factories import interviews, people

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:impartiality_sources")


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def students(school):
    return [people.student(school, year_group=9) for _ in range(12)]


def shown(client, what, table):
    """Rows of a table of the page, looking at routes, levels, sectors or kinds of provider."""
    return rows(client.get(PAGE, {"show": what}), table)


def rows(answer, table):
    return {row.cells[0]: row.cells[1:] for row in answer.context[table].rows}


def talked(student, adviser, routes, sectors=()):
    interview = interviews.interview(student, adviser, timezone.now())
    InterviewRecord.objects.create(
        interview=interview,
        school=student.school,
        routes=routes,
        sectors=list(sectors),
        finished_at=timezone.now(),
    )


def meet(student, organisation, routes, on=None):
    Entry.objects.create(
        student=student,
        school=student.school,
        happened_on=on or timezone.localdate(),
        kind="employer_talk",
        organisation=organisation,
        routes=routes,
    )


def test_an_adviser_who_talks_about_one_route_alone_stands_out(leader, students, school):
    adviser = interviews.adviser(school)
    for one in students:
        talked(one, adviser, ["university"])
    many, index, out = rows(leader.get(PAGE), "advisers")[adviser.person.name]
    assert many.number == 12
    assert leader.get(many.url).context["total"] == 12
    assert "Apprenticeship" in out.text
    assert float(index.split()[0]) < 50


def test_an_adviser_is_judged_by_level_sector_and_kind_of_provider_too(leader, students, school):
    adviser = interviews.adviser(school)
    for one in students:
        talked(one, adviser, ["university", "higher_apprenticeship"], ["digital"])
    name = adviser.person.name
    _, index, out = shown(leader, "level", "advisers")[name]
    assert "Levels 1 and 2" in out.text
    assert "Levels 6 and 7" not in out.text
    assert float(index.split()[0]) < 75
    out = shown(leader, "provider", "advisers")[name][2].text
    assert "Further education colleges" in out
    assert "Universities" not in out
    out = shown(leader, "sector", "advisers")[name][2].text
    assert "Engineering and manufacturing" in out
    assert "Digital" not in out


def test_the_advisers_and_the_groups_leave_as_files(leader, students, school):
    adviser = interviews.adviser(school)
    for one in students[:3]:
        talked(one, adviser, [], ["digital"])
    [row] = read(leader.get(PAGE, {"show": "sector", "format": "csv"}))
    assert (row["adviser"], row["students_seen"], row["Digital"]) == (adviser.person.name, "3", "3")
    meet(students[0], "Larkspur", ["apprenticeship"])
    groups = reverse("reports:impartiality")
    everybody, year = read(leader.get(groups, {"by": "year_group", "format": "csv"}))
    assert (everybody["students"], everybody["Apprenticeship"]) == ("12", "1")
    assert year["Year group"] == "Year 9"
    assert float(everybody["from"]) <= float(everybody["index"]) <= float(everybody["to"])
    assert Event.objects.filter(deed="exported", subject_label="Impartiality").count() == 2


def read(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_each_student_is_counted_once_for_an_organisation(leader, students):
    for one in students[:3]:
        meet(one, "Larkspur", ["apprenticeship"])
    meet(students[0], "Larkspur", ["t_level"])
    meet(students[0], "Weir Hotel", [])
    met = rows(leader.get(PAGE), "organisations")
    assert list(met) == ["Larkspur", "Weir Hotel"]
    many, share, routes = met["Larkspur"]
    assert (many.number, share.text, share.tone) == (3, "75%", "warn")
    assert leader.get(many.url).context["total"] == 3
    assert routes == "T Level, Apprenticeship"
    met = shown(leader, "provider", "organisations")
    assert met["Larkspur"][2] == "Further education colleges, Employers with training"
    assert met["Weir Hotel"][2] == "None"


def test_last_year_is_not_this_year(leader, students):
    meet(students[0], "Larkspur", [], timezone.localdate() - dt.timedelta(days=366))
    assert rows(leader.get(PAGE), "organisations") == {}


def test_what_students_said_last_stands_beside_what_they_were_shown(leader, students, school):
    Student.objects.update(year_group=11)
    for route in ("t_level", "university"):
        Intention.objects.create(
            school=school, student=students[0], point="post_16", route=route, how_sure=3
        )
    by_route = rows(leader.get(PAGE), "against")
    many, part = by_route["University or other higher education"][2:4]
    assert (many.number, part) == (1, "8% of 12")
    assert students[0].family_name in leader.get(many.url).content.decode()
    assert by_route["T Level"][2].is_empty
    assert shown(leader, "level", "against")["Levels 6 and 7 (degrees)"][2].number == 1


def test_of_each_sector_it_says_who_keeps_an_idea_in_it(leader, students):
    save_idea(
        student=students[0], words=Words("Farrier", occupation="farrier", is_read=True), by=None
    )
    many, part = shown(leader, "sector", "against")["Agriculture, environmental and animal care"][
        2:4
    ]
    assert (many.number, part) == (1, "8% of 12")
    assert students[0].family_name in leader.get(many.url).content.decode()


def test_of_each_route_it_says_who_has_accepted_a_place_and_who_offers_it_near_by(
    leader, students, school
):
    offered = [
        Opportunity.objects.create(
            school=school,
            provider=provider,
            title="Digital",
            route="t_level",
            sectors=["digital"],
            miles=miles,
            checked_on=timezone.localdate(),
            expires_on=timezone.localdate() + dt.timedelta(days=9),
        )
        for miles, provider in ((3, "Weir College"), (4, "Dale College"), (40, "Far College"))
    ]
    Application.objects.create(
        school=school,
        student=students[0],
        point="post_16",
        title="Digital",
        route="t_level",
        opportunity=offered[0],
        state="accepted",
    )
    by_route = rows(leader.get(PAGE), "against")
    providers, *_, placed = by_route["T Level"]
    assert providers.text == "2 providers"
    assert leader.get(providers.url).status_code == 200
    assert placed.number == 1
    assert students[0].family_name in leader.get(placed.url).content.decode()
    assert by_route["Apprenticeship"][0].text == "None known"
    providers, *_, placed = shown(leader, "sector", "against")["Digital"]
    assert (providers.text, placed.number) == ("2 providers", 1)
    assert leader.get(providers.url).status_code == 200
    assert leader.get(placed.url).context["total"] == 1
    colleges = shown(leader, "provider", "against")["Further education colleges"]
    assert (colleges[0].text, colleges[-1].number) == ("2 providers", 1)


def test_of_one_student_it_says_what_they_were_shown_how_often_and_what_not_yet(leader, students):
    for _ in range(2):
        meet(students[0], "Larkspur", ["apprenticeship"])
    address = reverse("reports:impartiality_of_student", args=[students[0].pk])
    page = leader.get(address)
    routes, levels, _, providers = [
        {row.cells[0]: row.cells[1:] for row in part.table.rows} for part in page.context["parts"]
    ]
    assert routes["Apprenticeship"][0] == "2 times"
    assert routes["T Level"][0].text == "Not yet"
    assert levels["Level 3"][0] == "2 times"
    assert levels["Levels 6 and 7 (degrees)"][0].text == "Not yet"
    assert providers["Employers with training"][0] == "2 times"
    assert address in leader.get(f"/students/{students[0].pk}/").content.decode()


def test_a_list_that_is_not_there_is_not_found(leader):
    answer = leader.get(reverse("reports:impartiality_students"), {"list": "adviser", "of": "9"})
    assert answer.status_code == 404


def test_a_school_where_nothing_was_shown_has_a_page(leader):
    assert leader.get(PAGE).status_code == 200


def test_whoever_steers_is_warned_of_routes_crowded_out_while_the_year_lasts(
    leader, students, monkeypatch
):
    monkeypatch.setattr(rules, "least_shown", lambda year_group, on: None)
    assert "Hardly shown yet" not in leader.get("/").content.decode()
    for one in students:
        save_idea(student=one, words=Words("GP", occupation="gp", is_read=True), by=None)
    page = leader.get("/").content.decode()
    assert "Hardly shown yet" in page
    assert "Year 9: " in page
