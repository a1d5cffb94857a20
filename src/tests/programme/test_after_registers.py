"""What follows a register: the checklist, students' feedback; and what comes before it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.evaluation.selectors import feedback_waiting
from fingerpost.programme.services import registers
from tests.factories import people, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def students(school):
    return [people.student(school) for _ in range(4)]


@pytest.fixture
def tutor(client_of, school):
    return client_of(Role.TUTOR, tutor_group=people.tutor_group(school, "9Z", 9))


@pytest.fixture
def session(school, students, tutor):
    return programme.awaiting_register(
        school, students, led_by=[tutor.person], on=timezone.localdate()
    )


def address(session, name="register"):
    return reverse(f"programme:{name}", args=[session.pk])


def test_whoever_led_a_session_is_asked_at_once_whether_it_was_a_good_one(tutor, session):
    saved = tutor.post(address(session), {"rest_there": "1"}, follow=True)
    assert saved.context["ask_first"]
    checklist = address(session, "judge")
    assert checklist in saved.content.decode()
    names = tutor.get(checklist).context["form"].fields
    tutor.post(checklist, dict.fromkeys(names, "yes"))
    assert not tutor.get(address(session, "session")).context["ask_first"]
    session.refresh_from_db()
    assert set(session.checklist.values()) == {True}


def test_a_kind_without_a_checklist_asks_nothing(tutor, school, students):
    plain = programme.awaiting_register(
        school, students, led_by=[tutor.person], on=timezone.localdate(), kind="assembly"
    )
    saved = tutor.post(address(plain), {"rest_there": "1"}, follow=True)
    assert not saved.context["ask_first"]


def test_a_session_of_long_ago_is_not_asked_about_first(tutor, school, students):
    old = programme.awaiting_register(
        school, students, led_by=[tutor.person], on=timezone.localdate() - dt.timedelta(days=15)
    )
    saved = tutor.post(address(old), {"rest_there": "1"}, follow=True)
    assert not saved.context["ask_first"]
    assert address(old, "judge") in saved.content.decode()


def test_who_neither_led_nor_entered_it_does_not_judge_it(client_of, school):
    group = people.tutor_group(school, "10A")
    mine = [people.student(school, tutor_group=group)]
    session = programme.awaiting_register(school, mine, on=timezone.localdate())
    other = client_of(Role.TUTOR, tutor_group=group)
    saved = other.post(address(session), {"rest_there": "1"}, follow=True)
    assert not saved.context["ask_first"]
    assert other.get(address(session, "judge")).status_code == 404


def test_a_register_not_taken_is_on_the_start_page_of_whoever_leads_and_of_the_careers_leader(
    client_of, tutor, session, students
):
    assert address(session) in tutor.get("/").content.decode()
    assert address(session) in client_of(Role.CAREERS_LEADER).get("/").content.decode()
    assert address(session) not in client_of(Role.TUTOR).get("/").content.decode()
    registers.take_register(session=session, marks={students[0].pk: True}, by=None)
    assert address(session) not in client_of(Role.CAREERS_LEADER).get("/").content.decode()


def test_students_are_asked_what_they_thought_as_soon_as_the_register_says_they_were_there(
    tutor, session, students
):
    here, absent, unmarked, _ = students
    marks = {f"mark-{here.pk}": "there", f"mark-{absent.pk}": "absent"}
    assert feedback_waiting(here) == []
    tutor.post(address(session), marks)
    [waiting] = feedback_waiting(here)
    assert (waiting.pk, waiting.on) == (session.pk, timezone.localdate())
    assert feedback_waiting(absent) == feedback_waiting(unmarked) == []


def test_somebody_who_came_without_being_down_is_asked_too(client_of, school, session):
    late = people.student(school)
    leader = client_of(Role.CAREERS_LEADER)
    leader.post(address(session, "walk_in"), {"student": late.pk})
    assert [one.pk for one in feedback_waiting(late)] == [session.pk]


def test_a_register_nobody_of_the_viewers_is_on_says_what_to_do(client_of, school, session):
    other = client_of(Role.TUTOR, tutor_group=people.tutor_group(school, "10A"))
    words = other.get(address(session)).content.decode()
    assert "None of your students is down for this session" in words
    assert "Save the register" not in words


def test_a_search_that_finds_too_many_asks_for_more_of_the_name(client_of, school, session):
    for _ in range(12):
        people.student(school, family_name="Oakes")
    leader = client_of(Role.CAREERS_LEADER)
    page = leader.get(address(session), {"q": "oakes"})
    assert len(page.context["found"]) == 10
    assert "There are more of that name" in page.content.decode()
    none = leader.get(address(session), {"q": "zzz"}).content.decode()
    assert "Nobody called “zzz”" in none
