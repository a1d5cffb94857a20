"""The page of impartiality: it moves when somebody is shown a route, and opens its lists."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.pathways.models import Opportunity
from fingerpost.pathways.services.ideas import Words, save_idea
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE = reverse("reports:impartiality")


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def students(school):
    return [people.student(school, year_group=9) for _ in range(12)]


def judged(client, **asked):
    return client.get(PAGE, asked).context["judged"]


def test_nothing_shown_is_an_index_of_nothing(leader, students):
    assert judged(leader).index == 0


def test_it_moves_when_students_save_what_they_have_read(leader, students):
    before = judged(leader)
    for one in students[:6]:
        save_idea(student=one, words=Words("Farrier", occupation="farrier", is_read=True), by=None)
    after = judged(leader)
    assert after.index > before.index
    assert after.high - after.low > 0


def test_one_route_alone_is_less_than_several(leader, students):
    for one in students:
        save_idea(student=one, words=Words("GP", occupation="gp", is_read=True), by=None)
    alone = judged(leader)
    assert "Apprenticeship" in alone.crowded_out
    for one in students:
        save_idea(student=one, words=Words("Farrier", occupation="farrier", is_read=True), by=None)
    assert judged(leader).index > alone.index


def test_a_group_has_its_own_line_and_each_bar_opens_its_list(leader, students):
    save_idea(
        student=students[0], words=Words("Farrier", occupation="farrier", is_read=True), by=None
    )
    answer = leader.get(PAGE, {"show": "route", "by": "year_group"})
    assert "Year 9" in answer.content.decode()
    address = reverse("ledger:measure_students", args=["route_apprenticeship"])
    assert f"{address}?side=counted" in answer.content.decode().replace("&amp;", "&")
    assert leader.get(PAGE, {"show": "sector", "by": "nothing"}).status_code == 200


def test_a_school_without_students_has_a_page(leader):
    assert leader.get(PAGE).status_code == 200


# Too little of everything, not only of one route ------------------------------------------------


@pytest.mark.parametrize(
    ("day", "least"),
    [
        (dt.date(2026, 10, 31), None),
        (dt.date(2026, 11, 1), 10),
        (dt.date(2027, 1, 31), 10),
        (dt.date(2027, 2, 1), 20),
        (dt.date(2027, 8, 31), 30),
        (dt.date(2027, 9, 1), None),
    ],
)
def test_more_should_be_shown_the_longer_the_school_year_lasts(day, least):
    assert rules.least_shown(9, day) == least
    assert least is None or rules.least_shown(7, day) < least


def test_a_year_group_that_was_shown_nothing_is_warned_of_on_start_pages_and_the_page(
    leader, client_of, school, monkeypatch
):
    group = people.tutor_group(school, year_group=7)
    for _ in range(8):
        people.student(school, tutor_group=group)
    people.student(school, year_group=9)
    monkeypatch.setattr(rules, "least_shown", lambda year_group, on: 5)
    says = "0% of all routes, and it should be 5% by now (Fingerpost’s own rule, no law)"
    assert f"Year 7: {says}" in leader.get("/").content.decode()
    assert f"Year 9: {says}" in leader.get("/").content.decode()
    assert says in leader.get(PAGE, {"by": "year_group"}).content.decode()
    own = client_of(Role.TUTOR, tutor_group=group).get("/").content.decode()
    assert f"Year 7: {says}" in own
    assert "Year 9: " not in own


def test_a_year_group_that_was_shown_enough_is_not_warned_of(leader, students, monkeypatch):
    monkeypatch.setattr(rules, "least_shown", lambda year_group, on: 30)
    for slug in ("farrier", "vet", "electrician", "barista"):
        for one in students:
            save_idea(student=one, words=Words(slug, occupation=slug, is_read=True), by=None)
    assert "of all routes" not in leader.get("/").content.decode()


def test_what_nobody_within_reach_offers_is_told_apart(leader, students, school):
    assert "known within reach" not in leader.get(PAGE).content.decode()
    for route in ("university",):
        Opportunity.objects.create(
            school=school,
            title=route,
            provider="Weir Lane",
            kind="course",
            route=route,
            checked_on=TODAY,
            expires_on=TODAY + dt.timedelta(days=9),
        )
    for one in students:
        save_idea(student=one, words=Words("GP", occupation="gp", is_read=True), by=None)
    answer = leader.get(PAGE)
    page = answer.content.decode()
    assert "Apprenticeship (none known within reach)" in page
    assert "Apprenticeship (none known within reach)" in leader.get("/").content.decode()
    assert "Of what is known within reach alone: 100" in page
    assert answer.context["judged"].index < 100
