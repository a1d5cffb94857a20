"""Interviews that nobody had booked: recorded afterwards, at any time, by adviser or leader."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Ask, Hold, Interview
from fingerpost.interviews.services import booking, unbooked
from fingerpost.interviews.services.asks import ask_for
from fingerpost.ledger.models import Entry
from fingerpost.students.models import Scope
from tests.factories import interviews as make
from tests.factories import people


@pytest.fixture
def adviser(school):
    return make.adviser(school)


@pytest.fixture
def student(school):
    return people.student(school)


def _url(student):
    return reverse("interviews:unbooked", args=[student.pk])


def _appointment(adviser, **fields):
    return booking.Appointment(adviser, fields.pop("starts_at", make.at(-1, 7)), **fields)


def _posted(adviser, **fields):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    return {
        "adviser": adviser.pk,
        "on": yesterday.isoformat(),
        "at": "07:32",
        "minutes": 15,
        "channel": "phone",
        **fields,
    }


def test_an_adviser_records_one_outside_their_times_and_goes_on_to_the_record(
    client, adviser, student
):
    client.force_login(adviser.person)
    answer = client.post(_url(student), _posted(adviser))
    interview = Interview.objects.get()
    assert answer["Location"] == reverse("interviews:record", args=[interview.pk])
    assert (interview.state, interview.was_booked, interview.channel) == ("held", False, "phone")
    assert timezone.localtime(interview.starts_at).time() == dt.time(7, 30)
    line = Entry.objects.get()
    assert (line.kind, line.channel, line.minutes) == ("guidance_interview", "phone", 15)
    assert not Hold.objects.exists()
    page = client.get(reverse("interviews:detail", args=[interview.pk])).content.decode()
    assert "Not booked; recorded by" in page


def test_the_student_record_offers_it(client_of, student):
    page = client_of(Role.CAREERS_LEADER).get(f"/students/{student.pk}/").content.decode()
    assert _url(student) in page


def test_the_careers_leader_records_for_an_adviser(client_of, adviser, student):
    client = client_of(Role.CAREERS_LEADER)
    client.post(_url(student), _posted(adviser))
    interview = Interview.objects.get()
    assert (interview.adviser, interview.booked_by) == (adviser, client.person)


def test_an_adviser_does_not_record_for_another(client, adviser, school, student):
    other = make.adviser(school)
    client.force_login(adviser.person)
    page = client.post(_url(student), _posted(other))
    assert page.status_code == 200
    assert not Interview.objects.exists()


def test_an_adviser_who_is_not_on_the_register_hears_whom_to_ask(client_of, student):
    page = client_of(Role.ADVISER).get(_url(student)).content.decode()
    assert "not on the adviser register" in page


def test_sent_twice_it_is_recorded_once(adviser, student):
    by = people.person()
    first, second = (
        unbooked.record_unbooked(student=student, appointment=_appointment(adviser), by=by)
        for _ in range(2)
    )
    assert first == second
    assert Entry.objects.filter(kind="guidance_interview").count() == 1


def test_one_that_was_booked_for_that_time_is_marked_as_held(adviser, student):
    booked = make.interview(student, adviser, make.at(-1, 7))
    found = unbooked.record_unbooked(
        student=student, appointment=_appointment(adviser), by=people.person()
    )
    booked.refresh_from_db()
    assert (found, booked.state, booked.was_booked) == (booked, "held", True)


@pytest.mark.parametrize(("days", "words"), [(1, "still to come"), (-800, "more than a year")])
def test_a_day_that_cannot_be_meant_is_refused(adviser, student, days, words):
    with pytest.raises(booking.BookingError, match=words):
        unbooked.record_unbooked(
            student=student,
            appointment=_appointment(adviser, starts_at=make.at(days)),
            by=people.person(),
        )


def test_a_clash_is_told_in_one_sentence_and_stops_nothing(client, adviser, school, student):
    make.interview(people.student(school), adviser, make.at(-1, 7, 20), minutes=40)
    client.force_login(adviser.person)
    page = client.post(_url(student), _posted(adviser), follow=True).content.decode()
    assert "has another interview at that time" in page
    assert Interview.objects.count() == 2


def test_an_interview_that_ended_before_is_no_clash(adviser, student, school):
    make.interview(people.student(school), adviser, make.at(-1, 6, 20), minutes=40)
    made = unbooked.record_unbooked(
        student=student, appointment=_appointment(adviser), by=people.person()
    )
    assert unbooked.clash_with(made) == ""


def test_an_adviser_for_some_students_may_then_see_whom_they_saw(school, student):
    adviser = make.adviser(school, all_students=False)
    unbooked.record_unbooked(student=student, appointment=_appointment(adviser), by=people.person())
    assert Scope.objects.filter(student=student).exists()


def test_an_interview_that_was_asked_for_has_then_happened(adviser, student):
    ask_for(students=[student], kind="interview", by=people.person())
    unbooked.record_unbooked(student=student, appointment=_appointment(adviser), by=people.person())
    assert not Ask.objects.filter(met_at__isnull=True).exists()


def test_another_schools_student_is_not_found(client_of):
    stranger = people.student(people.school())
    assert client_of(Role.CAREERS_LEADER).get(_url(stranger)).status_code == 404
