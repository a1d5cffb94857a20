"""Nobody learns from a next step what they may not see of a student."""

import pytest

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.signposting import bridge, presenters
from fingerpost.signposting.permissions import hidden_facts, may_read
from fingerpost.students.permissions import CHARACTERISTICS_BY_ROLE, MAKES_VULNERABLE
from tests.factories import people

STAFF = [Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER]


@pytest.fixture
def viewer_of(school, rf):
    def make(*roles):
        person = people.person_with(*roles, school=school)
        return viewer_for(person, school)

    return make


def viewer_for(person, school):
    holdings = tuple(person.holdings.select_related("school"))
    return Viewer(person=person, school=school, holdings=holdings)


@pytest.mark.parametrize("role", list(Role))
def test_what_is_hidden_is_what_the_role_may_not_see(role, viewer_of):
    visible = {one.value for one in CHARACTERISTICS_BY_ROLE.get(role, set())}
    expected = rules.SENSITIVE_FACTS - visible
    if visible >= MAKES_VULNERABLE:
        expected -= {"vulnerable"}
    assert hidden_facts(viewer_of(role)) == expected


def test_two_roles_together_see_what_either_sees(viewer_of):
    both = hidden_facts(viewer_of(Role.TUTOR, Role.ADVISER))
    assert both == hidden_facts(viewer_of(Role.TUTOR)) & hidden_facts(viewer_of(Role.ADVISER)) - {
        "vulnerable"
    }


@pytest.mark.parametrize("role", STAFF)
def test_no_card_tells_a_role_of_a_characteristic_it_may_not_see(role, school, viewer_of):
    viewer = viewer_of(role)
    hidden = hidden_facts(viewer)
    student = people.student(school, year_group=11)
    steps = bridge.steps_for(student)
    shown = {card.rule for card in presenters.staff_cards(steps, student, viewer)}
    assert shown == {step.rule_id for step in steps if hidden.isdisjoint(step.facts)}
    assert all(may_read(viewer, bridge.rule_named(name)) for name in shown)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.TUTOR, False), (Role.ADVISER, True), (Role.SENCO, True)]
)
def test_a_rule_about_young_carers_is_for_those_who_know_of_them(role, may, viewer_of):
    assert may_read(viewer_of(role), bridge.rule_named("young_carer_time")) is may
