"""What is coming up for a student, and what of it their family sees."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.places.services import offers
from fingerpost.programme.services import planning
from fingerpost.students.services.families import hide_coming, show_coming
from tests.factories import interviews as talks
from tests.factories import people, places, programme

PAGES = ("home:start", "home:coming_up")


def _words(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_an_open_round_is_shown_until_it_is_answered(client_of, school, page):
    client = client_of(Role.STUDENT)
    [session] = places.sessions(school, 1)
    of = places.round_of(school, [session])
    address = reverse("places:my_round", args=[of.pk])
    words = _words(client, page)
    assert address in words
    assert "Please choose" in words
    places.rank(of, client.person.student, session)
    assert address not in _words(client, page)


@pytest.mark.parametrize("page", PAGES)
def test_an_offered_place_is_shown_until_it_is_answered(client_of, school, page):
    client = client_of(Role.STUDENT)
    [session] = places.sessions(school, 1)
    of = places.round_of(school, [session])
    places.rank(of, client.person.student, session)
    of = places.published(of)
    address = reverse("places:my_round", args=[of.pk])
    words = _words(client, page)
    assert address in words
    assert "We have a place for you." in words
    offers.accept_offer(offer=of.offers.get(), by=client.person)
    assert address not in _words(client, page)


def test_a_talk_with_an_adviser_is_among_what_is_coming(client_of, school):
    client = client_of(Role.STUDENT)
    talks.interview(client.person.student, talks.adviser(school))
    words = _words(client, "home:coming_up")
    assert "Talk with a careers adviser" in words
    assert "You are not down for anything yet." not in words


def test_a_student_shows_their_family_what_is_coming_and_stops_again(client_of):
    client = client_of(Role.STUDENT)
    student, address = client.person.student, reverse("home:show_family")
    for _ in range(2):
        client.post(address, {"to": "show"})
    student.refresh_from_db()
    assert student.coming_shared_at
    assert "Your family can see this" in _words(client, "home:coming_up")
    for _ in range(2):
        client.post(address, {"to": "hide"})
    student.refresh_from_db()
    assert student.coming_shared_at is None
    told = Event.objects.filter(student_id=student.pk, deed__in=["shared", "undid"])
    assert sorted(told.values_list("deed", flat=True)) == ["shared", "undid"]


@pytest.fixture
def child(school):
    """A child with a talk and a session to come."""
    one = people.student(school)
    talks.interview(one, talks.adviser(school))
    programme.planned(school, students=[one], starts_at=dt.time(9), ends_at=dt.time(10))
    return one


def test_a_parent_sees_what_is_coming_only_while_the_child_shows_it(client_of, child):
    parent = client_of(Role.PARENT, child=child)
    both = (("home:start",), ("interviews:family", child.pk))
    for page in both:
        assert "At sea" not in _words(parent, *page)
        assert "Talk with a careers adviser" not in _words(parent, *page)
    show_coming(student=child, by=None)
    for page in both:
        words = _words(parent, *page)
        assert "At sea" in words
        assert "09:00 to 10:00" in words
        assert "Talk with a careers adviser" in words
    hide_coming(student=child, by=None)
    for page in both:
        assert "At sea" not in _words(parent, *page)


def test_a_parent_sees_nothing_of_another_familys_child(client_of, school, child):
    show_coming(student=child, by=None)
    own = people.student(school)
    show_coming(student=own, by=None)
    parent = client_of(Role.PARENT, child=own)
    assert "At sea" not in _words(parent, "home:start")
    assert "At sea" not in _words(parent, "interviews:family", own.pk)
    assert parent.get(reverse("interviews:family", args=[child.pk])).status_code == 404


def test_a_link_that_has_ended_shows_nothing(client_of, child):
    parent = client_of(Role.PARENT, child=child)
    show_coming(student=child, by=None)
    parent.person.family_links.update(ended_on=dt.date(2026, 9, 1))
    assert "At sea" not in _words(parent, "home:start")


def test_a_parent_sees_no_cancelled_or_past_session(client_of, school):
    child = people.student(school)
    show_coming(student=child, by=None)
    programme.planned(school, students=[child], on=programme.LAST_WEEK)
    off = programme.planned(school, students=[child])
    planning.cancel_sessions(session=off, because="", by=None)
    parent = client_of(Role.PARENT, child=child)
    assert "At sea" not in _words(parent, "interviews:family", child.pk)
    assert "Nothing yet." in _words(parent, "interviews:family", child.pk)


def test_a_stranger_cannot_change_what_a_family_sees(db):
    assert Client().post(reverse("home:show_family"), {"to": "show"}).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_a_session_of_today_that_is_over_is_no_longer_coming(client_of, school, page):
    client = client_of(Role.STUDENT)
    session = programme.planned(school, students=[client.person.student])
    now = timezone.localtime()
    for ends_at, shown in ((dt.time(0, 1), False), (dt.time(23, 59), True)):
        of_today = type(session).objects.filter(pk=session.pk)
        of_today.update(on=now.date(), starts_at=dt.time(0, 0), ends_at=ends_at)
        assert ("At sea" in _words(client, page)) is shown
