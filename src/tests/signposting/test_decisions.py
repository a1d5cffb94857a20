"""What people decide about next steps: for one student, and for a school's rules."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.signposting import bridge
from fingerpost.signposting.models import Override, SwitchedOff
from fingerpost.signposting.selectors import overrides_in_force, rules_switched_off
from fingerpost.signposting.services import (
    LONGEST,
    OverrideRefused,
    end_override,
    override,
    switch_off,
    switch_on,
)
from tests.factories import people

RULE = "first_interview_year_11"
DAY = dt.timedelta(days=1)


@pytest.fixture
def student(school):
    return people.student(school, year_group=11)


@pytest.fixture
def leader(school):
    return people.person(name="Ann Leader")


def decided(student, by, kind="dismiss", days=10, rule=RULE, reason="Met one elsewhere"):
    until = timezone.localdate() + days * DAY
    return override(student=student, rule=rule, kind=kind, reason=reason, until_on=until, by=by)


def rules_of(student):
    return [step.rule_id for step in bridge.steps_for(student)]


def rules_after(student, days):
    """The rules that speak of a student some days from now."""
    later = bridge.assessment_of(student.school, timezone.localdate() + days * DAY)
    return [rule for rule, _ in later.outlines()[student.pk]]


def test_a_step_that_is_not_needed_goes_and_comes_back_when_the_decision_ends(student, leader):
    assert RULE in rules_of(student)
    standing = decided(student, leader)
    assert RULE not in rules_of(student)
    end_override(standing=standing, by=leader)
    assert RULE in rules_of(student)


def test_a_step_put_first_comes_first_with_the_reason(student, leader):
    last = rules_of(student)[-1]
    decided(student, leader, kind="raise", rule=last, reason="Asked for it")
    step = next(one for one in bridge.steps_for(student) if one.rule_id == last)
    assert step.override.reason == "Asked for it"
    assert rules_of(student).index(last) < len(rules_of(student)) - 1


def test_a_decision_holds_on_its_last_day_and_not_on_the_next(student, leader):
    decided(student, leader, days=3)
    assert RULE not in rules_after(student, 3)
    assert RULE in rules_after(student, 4)
    assert not overrides_in_force(student.school, timezone.localdate() + 4 * DAY)


def test_a_decision_about_one_student_is_not_about_another(student, leader):
    other = people.student(student.school, year_group=11)
    decided(student, leader)
    assert RULE in rules_of(other)


def test_the_newer_decision_replaces_the_older(student, leader):
    older = decided(student, leader)
    newer = decided(student, leader, kind="raise")
    older.refresh_from_db()
    assert older.ended_at is not None
    assert list(overrides_in_force(student.school, timezone.localdate())) == [newer]


@pytest.mark.parametrize("days", [-1, LONGEST.days + 1])
def test_an_end_in_the_past_or_far_ahead_is_refused(student, leader, days):
    with pytest.raises(OverrideRefused, match="from today to a year"):
        decided(student, leader, days=days)
    with pytest.raises(OverrideRefused, match="from today to a year"):
        switch_off(
            school=student.school,
            rule=RULE,
            reason="No",
            until_on=timezone.localdate() + days * DAY,
            by=leader,
        )
    assert not Override.objects.exists()
    assert not SwitchedOff.objects.exists()


def test_a_decision_and_its_end_are_in_the_audit_log_once(student, leader):
    standing = decided(student, leader)
    end_override(standing=standing, by=leader)
    end_override(standing=standing, by=leader)
    told = Event.objects.filter(subject_type="signposting.override").order_by("pk")
    assert [(one.deed, one.student_id) for one in told] == [
        (Deed.CHANGED, student.pk),
        (Deed.REMOVED, student.pk),
    ]
    assert list(told[0].details) == ["until"]


def off(school, by, days=30, rule=RULE):
    until = timezone.localdate() + days * DAY
    return switch_off(school=school, rule=rule, reason="Done by the trust", until_on=until, by=by)


def test_a_rule_that_is_switched_off_speaks_of_nobody_at_that_school_only(student, leader):
    elsewhere = people.student(people.school(), year_group=11)
    off(student.school, leader)
    assert RULE not in rules_of(student)
    assert RULE in rules_of(elsewhere)
    assert RULE not in bridge.assessment_of(student.school).counts()


def test_a_rule_speaks_again_when_it_is_switched_on_or_its_time_is_over(student, leader):
    off(student.school, leader, days=2)
    assert RULE not in rules_after(student, 2)
    assert RULE in rules_after(student, 3)
    assert RULE not in rules_of(student)
    switch_on(school=student.school, rule=RULE, by=leader)
    switch_on(school=student.school, rule=RULE, by=leader)
    assert RULE in rules_of(student)
    assert rules_switched_off(student.school, timezone.localdate()) == frozenset()
    deeds = Event.objects.filter(subject_type="signposting.switchedoff").order_by("pk")
    assert [one.deed for one in deeds] == [Deed.CHANGED, Deed.REMOVED]
    assert {one.school_id for one in deeds} == {student.school_id}


def test_switching_off_again_replaces_reason_and_end(student, leader):
    off(student.school, leader)
    newer = off(student.school, leader, days=5)
    assert [one.pk for one in SwitchedOff.objects.filter(ended_at=None)] == [newer.pk]
