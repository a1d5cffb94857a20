"""Leavers: their sign-in ends by itself, and comes back with them."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.students.models import FamilyLink
from fingerpost.students.services.leavers import settle_sign_ins
from fingerpost.students.services.lines import update_line
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def student(school):
    return people.person_with(Role.STUDENT, school=school).student


def leave(student, on):
    update_line(student=student, changes={"left_on": on}, by=None)


def last_day(person, role=Role.STUDENT):
    return person.holdings.get(role=role).ends_on


def test_a_leavers_sign_in_ends_a_month_after_they_left(student):
    leave(student, dt.date(2027, 7, 17))
    assert last_day(student.person) == dt.date(2027, 8, 16)


def test_a_school_may_set_another_time(school, student):
    school.leaver_sign_in_months = 0
    school.save()
    leave(student, dt.date(2027, 7, 17))
    assert last_day(student.person) == dt.date(2027, 7, 16)


@pytest.mark.parametrize(("ago", "is_in"), [(0, True), (1, False)])
def test_the_last_day_is_still_a_day(school, student, today, ago, is_in):
    school.leaver_sign_in_months = 0
    school.save()
    leave(student, today + DAY - ago * DAY)
    assert (viewer_for(student.person) is not None) == is_in


def test_a_student_who_returns_can_sign_in_again(student, today):
    leave(student, dt.date(2024, 7, 17))
    assert viewer_for(student.person) is None
    leave(student, None)
    assert viewer_for(student.person) is not None
    assert student.person.holdings.count() == 1


def test_a_parents_sign_in_goes_on_while_another_child_is_on_the_roll(school, student):
    sister = people.student(school)
    mother = people.person_with(Role.PARENT, school=school, child=student)
    FamilyLink.objects.create(person=mother, student=sister, relationship="Mother")
    leave(student, dt.date(2027, 7, 17))
    assert last_day(mother, Role.PARENT) is None
    leave(sister, dt.date(2028, 7, 17))
    assert last_day(mother, Role.PARENT) == dt.date(2028, 8, 16)
    leave(student, None)
    assert last_day(mother, Role.PARENT) is None


def test_a_teacher_who_is_a_parent_keeps_the_other_role(school, student, today):
    teacher = people.person_with(Role.TUTOR, Role.PARENT, school=school, child=student)
    leave(student, dt.date(2024, 7, 17))
    assert viewer_for(teacher).roles == {Role.TUTOR}


def test_settling_twice_changes_nothing_more(school, student, today):
    leave(student, dt.date(2027, 7, 17))
    assert settle_sign_ins(school=school, today=today, by=None) == 0


def test_the_times_are_rule_data_that_call_themselves_a_default(today):
    for name in ("leaver_sign_in", "leaver_records"):
        assert rules.waiting_time(name, today).source.startswith("Fingerpost's default")


def test_an_installation_may_replace_a_time(own_rules, today):
    (own_rules / "own.toml").write_text(
        '[[waiting_time]]\nname = "ours"\ninstead_of = "leaver_sign_in"\nmonths = 3\n'
        'meaning = "Ours"\nvalid_from = 2020-01-01\nsource = "Our own policy"\n'
    )
    assert rules.waiting_time("leaver_sign_in", today).months == 3
