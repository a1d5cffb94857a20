"""The planner: what a year group has and will have, and what is honestly still missing."""

import csv
import datetime as dt
import io
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.common.academic_year import AcademicYear
from fingerpost.ledger import bridge as ledger
from fingerpost.programme.bridge import gaps_of
from fingerpost.programme.models import Activity
from fingerpost.programme.selectors import planner as selectors
from fingerpost.programme.services import participants, planning
from fingerpost.schools.models import SchoolEvent, Term
from fingerpost.schools.services import roll_changed
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
YEAR = AcademicYear(2026)
DECEMBER, MAY = dt.date(2026, 12, 3), dt.date(2027, 5, 6)
NINE, TEN = dt.time(9), dt.time(10)


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def viewer(client):
    return viewer_for(client.person)


def students(school, number, year_group=10, **fields):
    made = [people.student(school, year_group=year_group, **fields) for _ in range(number)]
    roll_changed(school.pk)
    return made


def planned(school, *down, on=DECEMBER, years=(), **fields):
    """A planned session of an activity of its own."""
    activity = programme.activity(school, years=years, **fields)
    return programme.planned(
        school, activity_of=activity, on=on, students=down, starts_at=NINE, ends_at=TEN
    )


def gaps(client, framework="gatsby_2025", years=(10,), year=YEAR):
    who = viewer(client)
    found = gaps_of(who, year, framework, selectors.sessions_of_year(who, year), years, TODAY)
    return {one.criterion.name: one for one in found}


def page(client, **query):
    answer = client.get(reverse("programme:planner"), query)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def words(tree, path="//main"):
    return " ".join(" ".join(part.text_content().split()) for part in tree.xpath(path))


# The grid ------------------------------------------------------------------------------------


def test_sessions_stand_under_their_year_group_and_term(leader, school):
    down = students(school, 3)
    planned(school, *down, title="Jobs in December")
    planned(school, *down, on=MAY, title="Jobs in May")
    programme.session(school, down, absent=down[:1], title="Was held")
    row = next(
        row
        for row in page(leader).xpath("//table[contains(@class,'fp-plan')]//tr")
        if "Year 10" in row.text_content()
    )
    cells = {cell.get("data-label"): words(cell, ".") for cell in row.xpath("td")}
    assert "Jobs in December" in cells["Autumn term"] and "Planned: 3" in cells["Autumn term"]
    assert "Was held" in cells["Autumn term"] and "Held: 2" in cells["Autumn term"]
    assert cells["Spring term"] == "Nothing" and "Jobs in May" in cells["Summer term"]


def test_terms_are_those_the_school_entered_and_leave_no_day_out(school):
    year = programme.academic_year(school)
    for name, first, last in (
        ("Term 1", dt.date(2026, 9, 3), dt.date(2026, 10, 23)),
        ("Term 2", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
    ):
        Term.objects.create(academic_year=year, name=name, starts_on=first, ends_on=last)
    spans = selectors.terms_of(school, YEAR)
    assert [(one.name, one.first, one.last) for one in spans] == [
        ("Term 1", dt.date(2026, 9, 1), dt.date(2026, 11, 1)),
        ("Term 2", dt.date(2026, 11, 2), dt.date(2027, 8, 31)),
    ]


def test_several_sessions_of_an_activity_are_one_entry_and_each_student_counts_once(leader, school):
    down = students(school, 2)
    first = planned(school, *down, title="Club")
    programme.planned(school, activity_of=first.activity, on=dt.date(2026, 12, 10), students=down)
    tree = page(leader)
    entry = next(one for one in tree.xpath("//li") if "Club" in one.text_content())
    assert "2 sessions" in entry.text_content() and "Planned: 2 students" in words(entry, ".")
    listed = leader.get(entry.xpath(".//a[.//data]/@href")[0])
    assert html.fromstring(listed.content).xpath("//data[@class='fp-total']/@value") == ["2"]


def test_before_anybody_is_down_the_audience_says_for_whom_it_is(leader, school):
    students(school, 1, 9), students(school, 1, 10)
    planned(school, years=(9,), title="For nine")
    planned(school, title="For all")
    tree = page(leader)
    rows = {
        row.xpath("th")[0].text_content().strip(): words(row, "td")
        for row in tree.xpath("//table[contains(@class,'fp-plan')]/tbody/tr")
    }
    assert "For nine" in rows["Year 9"] and "For nine" not in rows["Year 10"]
    assert "For all" in rows["Year 9"] and "nobody down yet" in rows["Year 10"]


def test_the_years_before_and_after_are_one_press_away(leader, school):
    students(school, 1)
    tree = page(leader)
    before, after = (tree.xpath(f"//a[@rel='{rel}']/@href")[0] for rel in ("prev", "next"))
    assert "Planner 2025/26" in words(html.fromstring(leader.get(f"/planner/{before}").content))
    assert "Planner 2027/28" in words(html.fromstring(leader.get(f"/planner/{after}").content))


def test_next_year_students_are_a_year_group_further_on(leader, school):
    [student] = students(school, 1, 10)
    session = planned(school, student, on=dt.date(2027, 11, 4))
    [one] = selectors.sessions_of_year(viewer(leader), AcademicYear(2027))
    assert (one.session, one.down) == (session, {11: {student.pk}})


# Gaps ----------------------------------------------------------------------------------------


def test_without_anything_planned_a_gap_says_so_and_how_many_are_due(leader, school):
    students(school, 3)
    gap = gaps(leader)["gatsby_5_employers"]
    assert gap.nothing_planned and len(gap.without) == 3
    text = words(page(leader), "//section[@id='gaps']")
    assert "Nothing planned counts for this." in text
    assert "Year 10: nothing planned for" in text


def test_a_session_counts_by_what_its_lines_will_count_for(leader, school):
    down = students(school, 4)
    planned(school, *down[:3], kind="employer_talk", organisation="Calder")
    planned(school, *down[:1], kind="careers_lesson", title="A lesson")
    found = gaps(leader)
    employers = found["gatsby_5_employers"]
    assert [one.title for one in employers.counting] == ["At sea"]
    assert employers.without == (down[3].pk,)
    assert found["gatsby_6_workplaces_by_16"].nothing_planned
    assert "A lesson" in [one.title for one in found["gatsby_2_information"].counting]


def test_what_was_cancelled_has_passed_or_is_for_others_counts_for_nothing(leader, school):
    down = students(school, 1)
    others = students(school, 1, 9)
    cancelled = planned(school, *down, title="Cancelled")
    planning.cancel_sessions(session=cancelled, because="", by=None)
    planned(school, *others)
    assert gaps(leader)["gatsby_5_employers"].nothing_planned
    with time_machine.travel(dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC), tick=False):
        planned(school, *down, on=DECEMBER, title="Register not taken")
        who = viewer(leader)
        found = gaps_of(
            *(who, YEAR, "gatsby_2025", selectors.sessions_of_year(who, YEAR), (10,)),
            dt.date(2026, 12, 10),
        )
    assert next(one for one in found if one.criterion.name == "gatsby_5_employers").nothing_planned


def test_what_everybody_has_had_is_no_gap(leader, school):
    down = students(school, 2)
    assert "gatsby_5_employers" in gaps(leader)
    programme.session(school, down, kind="employer_talk", organisation="Calder")
    assert "gatsby_5_employers" not in gaps(leader)


def test_what_everybody_due_is_down_for_is_no_gap_until_one_leaves(leader, school):
    down = students(school, 2)
    session = planned(school, *down, kind="employer_talk", organisation="Calder")
    assert "gatsby_5_employers" not in gaps(leader)
    participants.take_off(session=session, students=down[:1], by=None)
    assert gaps(leader)["gatsby_5_employers"].without == (down[0].pk,)


def test_a_session_that_nobody_is_down_for_yet_closes_no_gap(leader, school):
    students(school, 2)
    planned(school, years=(10,), kind="employer_talk", organisation="Calder")
    gap = gaps(leader)["gatsby_5_employers"]
    assert gap.to_be_filled and len(gap.without) == 2
    assert "Nobody is down yet for it." in words(page(leader), "//section[@id='gaps']")


def test_of_several_providers_those_that_nothing_brings_are_named(leader, school):
    down = students(school, 1)
    planned(school, *down, kind="provider_visit", routes=["university"])
    gap = gaps(leader)["gatsby_7_providers_by_16"]
    assert len(gap.counting) == 1
    assert gap.lacking == ("college_seen", "sixth_form_seen", "training_provider_seen")
    text = words(page(leader), "//section[@id='gaps']")
    assert "Nothing of it is about:" in text and "further education college" in text


def test_interviews_are_not_planned_here(leader, school):
    students(school, 1, 11)
    assert not any("gatsby_8" in name for name in gaps(leader, years=(11,)))


def test_after_february_provider_access_cannot_be_met_any_more(leader, school):
    students(school, 1, 9)
    with time_machine.travel(dt.datetime(2027, 3, 10, 9, tzinfo=dt.UTC), tick=False):
        leader.force_login(leader.person)
        who = viewer(leader)
        found = gaps_of(who, YEAR, "provider_access_2023", [], (9,), dt.date(2027, 3, 10))
        text = words(page(leader, framework="provider_access_2023"), "//section[@id='gaps']")
    assert [one.suggestion for one in found] == [None]
    assert "It is too late this year for anything to count." in text


def test_of_a_year_to_come_nobody_is_said_to_be_due(leader, school):
    students(school, 2)
    gap = gaps(leader, year=AcademicYear(2027))["gatsby_5_employers"]
    assert (gap.due, gap.without) == (None, ())
    text = words(page(leader, year="2027"), "//section[@id='gaps']")
    assert "Who is due is known when the year begins." in text


def test_a_gap_opens_its_list_and_plans_an_activity_for_it(leader, school):
    down = students(school, 3)
    planned(school, *down[:1], organisation="Calder")
    tree = page(leader)
    row = next(r for r in tree.xpath("//section[@id='gaps']//tr") if "employer" in words(r, "th"))
    figure = row.xpath(".//a[.//data]")[0]
    listed = html.fromstring(leader.get(figure.get("href")).content)
    assert listed.xpath("//data[@class='fp-total']/@value") == ["2"]
    assert down[0].name not in words(listed) and down[1].name in words(listed)
    link = next(a for a in row.xpath(".//a") if "Plan an activity" in a.text_content())
    asked = parse_qs(urlsplit(link.get("href")).query)
    assert asked["measure"] == ["gatsby_5_employers"] and asked["years"] == ["10"]
    form = html.fromstring(leader.get(link.get("href")).content)
    assert form.xpath("//select[@name='kind']//option[@selected]/@value") == asked["kind"]
    assert form.xpath("//input[@name='years'][@checked]/@value") == ["10"]
    assert form.xpath("//select[@name='measure']//option[@selected]/@value") == asked["measure"]


# Routes, one-offs, clashes -------------------------------------------------------------------


def test_routes_say_who_was_and_will_be_shown_them_and_who_not(leader, school):
    tens, nines = students(school, 2), students(school, 1, 9)
    programme.session(school, tens, kind="provider_talk", routes=["university"])
    planned(school, *nines, kind="provider_talk", routes=["t_level"])
    rows = {
        row.xpath("th")[0].text_content().strip(): [words(cell, ".") for cell in row.xpath("td")]
        for row in page(leader).xpath("//section[h2[@id='routes-title']]//tbody/tr")
    }
    assert rows["University or other higher education"][1:] == ["Nobody", "Shown"]
    assert rows["T Level"][1:] == ["Planned", "Nobody"]
    assert rows["Apprenticeship"] == ["0, about: Apprenticeship", "Nobody", "Nobody"]


def test_a_visit_is_a_one_off_until_something_takes_it_up(leader, school):
    down = students(school, 1)
    visit = planned(school, *down, kind="workplace_visit", organisation="Calder")
    who = viewer(leader)

    def titles():
        return [one.session for one in selectors.one_offs(selectors.sessions_of_year(who, YEAR))]

    assert titles() == [visit]
    follow_up = programme.activity(school, title="Back to Calder")
    Activity.objects.filter(pk=visit.activity_id).update(follow_up=follow_up)
    assert titles() == []
    Activity.objects.filter(pk=visit.activity_id).update(follow_up=None)
    planned(school, *down, on=MAY, kind="careers_lesson", organisation="CALDER")
    assert titles() == []


def test_a_later_session_about_the_same_work_takes_a_visit_up_for_its_own_year_group_only(
    leader, school
):
    tens, nines = students(school, 1), students(school, 1, 9)
    more = {"sectors": ["digital"]}
    planned(school, *tens, kind="employer_talk", organisation="Calder", **more)
    later = planned(school, *nines, on=MAY, kind="careers_lesson", **more)
    who = viewer(leader)
    assert len(selectors.one_offs(selectors.sessions_of_year(who, YEAR))) == 1
    participants.put_down(session=later, students=tens, by=None)
    assert selectors.one_offs(selectors.sessions_of_year(who, YEAR)) == []


def test_clashes_are_told_and_the_students_wanted_twice_are_listed(leader, school):
    down = students(school, 2, 11)
    first = planned(school, *down, title="First")
    planned(school, *down[:1], title="Second")
    SchoolEvent.objects.create(
        school=school, kind="exam", title="Mocks", starts_on=DECEMBER, ends_on=DECEMBER
    )
    text = words(page(leader), "//section[h2[@id='clashes-title']]")
    assert "It is on a day of: Mocks." in text and "Students have Second at that time." in text
    listed = leader.get(reverse("programme:planner_twice", args=[first.pk])).content.decode()
    assert down[0].name in listed and down[1].name not in listed


# Who sees what -------------------------------------------------------------------------------


def test_a_tutor_sees_figures_of_their_own_students_only(client_of, school):
    group = people.tutor_group(school, year_group=10)
    tutor = client_of(Role.TUTOR, tutor_group=group)
    mine = students(school, 1, tutor_group=group)
    others = students(school, 3)
    session = planned(school, *mine, *others, kind="careers_lesson")
    assert gaps(tutor)["gatsby_5_employers"].without == (mine[0].pk,)
    tree = page(tutor)
    assert "Planned: 1 student" in words(tree, "//table[contains(@class,'fp-plan')]")
    assert "Plan an activity" not in words(tree)
    query = {"sessions": session.pk, "group": "10"}
    listed = tutor.get(reverse("programme:planner_students"), query).content.decode()
    assert mine[0].name in listed and others[0].name not in listed


def test_another_schools_sessions_are_not_there(leader, school):
    students(school, 1)
    other = people.school()
    theirs = planned(other, *students(other, 1), title="Theirs")
    assert "Theirs" not in words(page(leader))
    query = {"sessions": theirs.pk, "group": "10"}
    assert leader.get(reverse("programme:planner_students"), query).status_code == 404


def test_an_empty_school_is_told_what_will_be_here(leader):
    assert "No students yet" in words(page(leader))


def test_nonsense_in_the_address_shows_the_usual(leader, school):
    students(school, 1)
    assert "Planner 2026/27" in words(page(leader, year="x", framework="y"))
    for name, query in (
        ("planner_due", {"criterion": "nothing", "group": "10"}),
        ("planner_due", {"criterion": "gatsby_5_employers", "group": "ten"}),
        ("planner_students", {"sessions": "a,b", "group": "10"}),
        ("planner_sessions", {"route": "nowhere"}),
    ):
        assert leader.get(reverse(f"programme:{name}"), query).status_code == 404


def test_the_year_is_taken_along_as_a_file(leader, school):
    planned(school, *students(school, 2), title="=Jobs", routes=["t_level"])
    answer = leader.get(reverse("programme:planner"), {"format": "csv"})
    [_, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[0] == "Autumn term" and row[1] == "2026-12-03" and row[4] == "10"
    assert row[6] == "'=Jobs" and row[10] == "T Level" and row[13] == "2"
    assert leader.get(reverse("programme:planner"), {"format": "xlsx"}).content[:2] == b"PK"


def test_the_same_question_is_worked_out_once(leader, school):
    from fingerpost.measures.trial import facts_fed

    students(school, 1)
    gaps(leader)
    before = facts_fed.cache_info().misses
    ledger.forget()
    gaps(leader)
    assert facts_fed.cache_info().misses == before
