"""`taken` is right on every way in which a student's line in a session goes away."""

import datetime as dt

import pytest

from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import GroupSession
from fingerpost.programme.services import participants, planning, registers
from fingerpost.students.models import Student
from fingerpost.students.services.erasing import erase_leavers
from fingerpost.students.services.plan import Undo
from fingerpost.students.services.writing import take_back
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2022, 7, 20)


@pytest.fixture
def students(school):
    return [people.student(school, year_group=9) for _ in range(3)]


@pytest.fixture
def full(school, students):
    return programme.planned(school, capacity=3, students=students)


def taken(session):
    session.refresh_from_db()
    return session.taken


def test_taking_several_off_gives_each_place_back(full, students):
    assert participants.take_off(session=full, students=students[:2], by=None) == 2
    assert taken(full) == full.attendance.count() == 1


def test_taking_a_roll_import_back_gives_the_places_back(school, full, students):
    """As where a student is put down while the import that added them is being undone."""
    take_back(Undo(students=[one.pk for one in students[:2]]))
    assert taken(full) == full.attendance.count() == 1
    participants.put_down(session=full, students=[people.student(school)], by=None)
    assert taken(full) == 2


def test_erasing_a_leaver_gives_the_place_back(school, full, students):
    Student.objects.filter(pk=students[0].pk).update(left_on=LONG_AGO)
    assert erase_leavers(school=school, students=[students[0].pk], by=None).number
    assert taken(full) == full.attendance.count() == 2


def test_a_student_who_is_deleted_gives_the_place_back(full, students):
    students[0].delete()
    assert taken(full) == full.attendance.count() == 2


def test_a_cancelled_session_that_may_be_brought_back_counts_too(full, students):
    planning.cancel_sessions(session=full, because="Snow", by=None)
    students[0].delete()
    assert taken(full) == full.attendance.count() == 2


def test_whoever_came_without_a_place_gives_none_back(school, students):
    """Two down for it and one who came besides: the places are those of the two."""
    session = programme.awaiting_register(school, students[:2])
    registers.add_walk_in(session=session, student=students[2], by=None)
    assert (taken(session), session.attendance.count()) == (2, 3)
    students[2].delete()
    assert taken(session) == 2
    students[0].delete()
    assert taken(session) == 1


def test_a_session_entered_afterwards_took_no_places_and_gives_none_back(school, students):
    session = programme.session(school, students)
    students[0].delete()
    assert session.attendance.count() == 2
    assert taken(session) == 0


def test_other_sessions_keep_their_count(school, full, students):
    other = programme.planned(school, students=students[1:])
    students[0].delete()
    assert (taken(full), taken(other)) == (2, 2)


def test_a_session_that_goes_takes_its_lines_along(full):
    full.delete()
    assert not GroupSession.objects.filter(state=SessionState.PLANNED).exists()
