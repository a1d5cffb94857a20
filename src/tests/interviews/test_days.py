"""Choosing a time: the day first, with how many are free, then the time."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Interview
from fingerpost.interviews.presenters.days import AT_FIRST, day_choice
from fingerpost.interviews.selectors.booking import Search, free_slots
from tests.factories import interviews as make
from tests.factories import people


@pytest.fixture
def adviser(school):
    """Three times a day on twelve days."""
    found = make.adviser(school)
    room = people.room(school)
    for number in range(12):
        on = timezone.localdate() + dt.timedelta(days=7 + number)
        make.availability(found, on, room=room)
    return found


def _slots(adviser):
    return free_slots(adviser.school, Search(since=timezone.now()))


def test_every_day_tells_how_many_times_are_free(adviser):
    choice = day_choice(_slots(adviser), QueryDict())
    assert [day.number for day in (*choice.first, *choice.later)] == [3] * 12
    assert (len(choice.first), choice.chosen) == (AT_FIRST, None)


def test_a_day_keeps_what_the_address_asked_for(adviser):
    choice = day_choice(_slots(adviser), QueryDict("students=7&day=1999-01-01"))
    assert choice.chosen is None
    assert choice.first[0].url.startswith("?students=7&day=")


def test_the_only_day_is_chosen_already(adviser):
    choice = day_choice(_slots(adviser)[:3], QueryDict())
    assert choice.chosen == timezone.localdate() + dt.timedelta(days=7)
    assert choice.others_url == ""


def _radios(page):
    return page.content.decode().count('type="radio" name="slot"')


def test_a_student_sees_days_then_the_times_of_one(client_of, adviser):
    client = client_of(Role.STUDENT)
    address = reverse("interviews:book_own")
    page = client.get(address)
    assert _radios(page) == 0
    assert page.content.decode().count("3 free times") == 12
    day = page.context["days"].first[1]
    page = client.get(address + day.url)
    assert _radios(page) == 3
    key = page.context["form"].times()[0][1]
    client.post(address + day.url, {"slot": key, "reason": ""})
    assert timezone.localdate(Interview.objects.get().starts_at) == day.on


@pytest.mark.parametrize("name", ["book", "move"])
def test_staff_choose_the_day_first_too(client_of, adviser, school, name):
    student = people.student(school)
    interview = make.interview(student, adviser)
    address = (
        reverse("interviews:move", args=[interview.pk])
        if name == "move"
        else f"{reverse('interviews:book')}?students={student.pk}"
    )
    client = client_of(Role.CAREERS_LEADER)
    page = client.get(address)
    assert _radios(page) == 0
    day = page.context["days"].first[0]
    assert _radios(client.get(address.partition("?")[0] + day.url)) == 3


def test_a_time_that_was_taken_meanwhile_brings_back_the_other_times_of_the_day(client_of, adviser):
    client = client_of(Role.STUDENT)
    day = client.get(reverse("interviews:book_own")).context["days"].first[0]
    address = reverse("interviews:book_own") + day.url
    page = client.post(address, {"slot": "nothing-like-this", "reason": ""})
    assert "just been taken" in page.content.decode()
    assert _radios(page) == 3
