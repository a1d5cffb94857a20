"""What the measures of choices find comes back as next steps with their reasons."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from fingerpost.destinations.services import Choice, record_intention
from fingerpost.signposting import bridge as signposting
from fingerpost.signposting.presenters import student_cards
from tests.factories import people

from .test_applications import add

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def student(school, group):
    return people.student(school, tutor_group=group)


def steps(student):
    return {step.rule_id: step for step in signposting.steps_for(student)}


def intend(student, fallback=""):
    record_intention(student=student, choice=Choice("apprenticeship", 4, fallback), by=None)


def test_all_in_one_basket_is_told_to_make_a_second_plan_and_then_no_more(student):
    intend(student)
    assert "one_basket_year_11" not in steps(student)
    add(student)
    found = steps(student)["one_basket_year_11"]
    assert "one application or one route" in found.reason
    assert "it all hangs on one application" in [boost.because for boost in found.boosts]
    intend(student, "t_level")
    assert "one_basket_year_11" not in steps(student)


def test_what_closes_in_a_fortnight_is_a_step_that_leads_to_the_own_choices(student):
    add(student, close_on=TODAY + dt.timedelta(days=15))
    assert "application_closes_soon" not in steps(student)
    add(student, title="Sooner", close_on=TODAY + dt.timedelta(days=14))
    found = steps(student)["application_closes_soon"]
    assert "in 14 days" in found.reason
    own = student_cards(signposting.steps_for(student, own_page=True), limit=50)
    [card] = [card for card in own if card.rule == "application_closes_soon"]
    assert card.url == "/choices/mine/"


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC), True),
    ],
)
def test_the_undecided_are_to_be_seen_once_the_choice_is_close(student, day, wanted):
    with time_machine.travel(day, tick=False):
        assert ("undecided_with_choice_close" in steps(student)) is wanted
        intend(student)
        assert "undecided_with_choice_close" not in steps(student)


def test_who_has_decided_and_noted_nothing_is_asked_from_december(student):
    with time_machine.travel(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC), tick=False):
        intend(student)
        assert "nothing_applied_for_year_11" in steps(student)
        add(student)
        assert "nothing_applied_for_year_11" not in steps(student)
