"""Private calendar addresses: what stands in each role's calendar, and when it stops."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import RoleHolding
from fingerpost.accounts.services.roles import end_by_itself
from fingerpost.audit.models import Event
from fingerpost.calendars import views
from fingerpost.calendars.models import CalendarFeed
from fingerpost.calendars.services import digest, make_feed, revoke_feed
from fingerpost.interviews.models import Action
from fingerpost.interviews.services import booking, records
from fingerpost.interviews.services.letters import calendar_uid
from fingerpost.programme.models import SessionStaff
from fingerpost.programme.services import participants, planning
from fingerpost.students.models import Student
from tests.factories import feeds, interviews, people, programme

pytestmark = pytest.mark.django_db
NINE, TEN = dt.time(9), dt.time(10)


@pytest.fixture
def student(school):
    person = people.person_with(Role.STUDENT, school=school)
    found = Student.objects.get(person=person)
    Student.objects.filter(pk=found.pk).update(given_name="Amira", family_name="Quibble")
    return Student.objects.get(pk=found.pk)


@pytest.fixture
def adviser(school):
    return interviews.adviser(school)


def book(student, adviser, **fields):
    appointment = booking.Appointment(adviser, fields.pop("starts_at", interviews.at()), **fields)
    return booking.book(student=student, appointment=appointment, by=adviser.person)


def moved_to(interview, adviser, moment):
    booking.move(
        interview=interview, appointment=booking.Appointment(adviser, moment), by=adviser.person
    )


def planned(school, *students, **terms):
    return programme.planned(
        school, students=students, **{"starts_at": NINE, "ends_at": TEN, **terms}
    )


def shown(person, school):
    return feeds.entries(feeds.address_of(person, school))


# What is in it -------------------------------------------------------------------------------


def test_a_student_sees_their_talks_and_sessions_and_nobody_elses(school, student, adviser):
    room = people.room(school, name="Study")
    talk = book(student, adviser, room_id=room.pk, minutes=30)
    session = planned(school, student, where="Hall")
    planned(school, people.student(school), title="Somebody else's")
    book(people.student(school), adviser, starts_at=interviews.at(hour=14))
    first, second = sorted(shown(student.person, school), key=lambda one: one.uid)
    assert (first.summary, first.begins, first.ends, first.location, first.status) == (
        "Talk with a careers adviser",
        talk.starts_at,
        talk.starts_at + dt.timedelta(minutes=30),
        "Study",
        "CONFIRMED",
    )
    begins = timezone.make_aware(dt.datetime.combine(session.on, NINE))
    assert (second.summary, second.begins, second.location) == (session.title, begins, "Hall")


def test_an_adviser_sees_first_names_only(school, student, adviser):
    book(student, adviser)
    [one] = shown(adviser.person, school)
    assert one.summary == "Guidance interview: Amira"
    assert "Quibble" not in feeds.fetch(feeds.address_of(adviser.person, school)).content.decode()


def test_the_letter_and_the_feed_speak_of_the_same_entry(school, student, adviser):
    talk = book(student, adviser)
    [one] = shown(student.person, school)
    assert one.uid == calendar_uid(talk, student.person_id)


def test_staff_see_the_sessions_they_lead_and_no_others(school):
    senco = people.person_with(Role.SENCO, school=school)
    session = planned(school, title="Led")
    planned(school, title="Not led")
    SessionStaff.objects.create(session=session, person=senco)
    assert [one.summary for one in shown(senco, school)] == ["Led"]


def test_a_tutor_sees_the_sessions_of_their_group_without_names(school):
    group = people.tutor_group(school)
    tutor = people.person_with(Role.TUTOR, school=school, tutor_group=group)
    theirs = people.student(school, tutor_group=group, given_name="Zarathustra")
    planned(school, theirs, title="Ours")
    planned(school, people.student(school), title="Others")
    address = feeds.address_of(tutor, school)
    assert [one.summary for one in feeds.entries(address)] == ["Ours"]
    assert "Zarathustra" not in feeds.fetch(address).content.decode()


def test_a_tutor_who_leads_the_programme_is_not_sent_every_session(school):
    group = people.tutor_group(school)
    both = people.person_with(Role.TUTOR, Role.CAREERS_LEADER, school=school, tutor_group=group)
    planned(school, people.student(school), title="Others")
    assert shown(both, school) == []


def test_a_parent_sees_nothing_until_the_child_shares_and_then_no_words_of_the_plan(
    school, student, adviser
):
    parent = people.person_with(Role.PARENT, school=school, child=student)
    talk = interviews.interview(student, adviser, starts_at=interviews.at(days=-1))
    planned(school, student)
    assert shown(parent, school) == []
    details = records.ActionDetails("Visit the vet", due_on=timezone.localdate())
    text = records.RecordText("Likes animals", (), (), actions=((None, details),))
    written = records.save_record(
        interview=talk, text=text, version=0, by=adviser.person, finish=True
    )
    assert shown(parent, school) == []
    records.share_with_family(written=written, by=student.person)
    step, of_talk = sorted(shown(parent, school), key=lambda one: one.summary)
    assert (step.summary, step.begins) == ("A step of Amira’s plan is due", timezone.localdate())
    assert of_talk.summary == "Talk with a careers adviser: Amira"
    text = feeds.fetch(feeds.address_of(parent, school)).content.decode()
    assert "vet" not in text and "animals" not in text
    Action.objects.update(state="done", closed_on=timezone.localdate())
    assert [one.summary for one in shown(parent, school)] == [of_talk.summary]
    records.stop_sharing_with_family(written=written, by=student.person)
    assert shown(parent, school) == []


def test_a_session_without_times_takes_its_day(school, student):
    session = planned(school, student, starts_at=None, ends_at=None)
    [one] = shown(student.person, school)
    assert (one.begins, one.ends) == (session.on, session.on + dt.timedelta(days=1))


def test_umlauts_commas_and_line_breaks_survive(school, student):
    planned(school, student, title="Café, jobs; “crème” \\ brûlée " + "long " * 15)
    [one] = shown(student.person, school)
    assert one.summary.startswith("Café, jobs; “crème” \\ brûlée long")


# Moves and cancellations ---------------------------------------------------------------------


def test_a_moved_interview_is_the_same_entry_with_a_higher_number(school, student, adviser):
    talk = book(student, adviser)
    address = feeds.address_of(student.person, school)
    [before] = feeds.entries(address)
    moved_to(talk, adviser, interviews.at(days=9))
    [after] = feeds.entries(address)
    assert after.uid == before.uid and after.sequence > before.sequence
    assert after.begins == interviews.at(days=9)


def test_a_cancelled_interview_stays_as_cancelled(school, student, adviser):
    talk = book(student, adviser)
    address = feeds.address_of(student.person, school)
    [before] = feeds.entries(address)
    booking.cancel(interview=talk, because="ill", by=adviser.person)
    [after] = feeds.entries(address)
    assert (after.uid, after.status) == (before.uid, "CANCELLED")
    assert after.sequence > before.sequence and after.location == ""


def test_a_moved_and_then_cancelled_session_is_followed(school, student):
    session = planned(school, student)
    address = feeds.address_of(student.person, school)
    [before] = feeds.entries(address)
    later = programme.soon(20)
    planning.change_sessions(
        session=session, on=later, terms=planning.Terms.of(session), by=student.person
    )
    [moved] = feeds.entries(address)
    assert moved.uid == before.uid and moved.sequence > before.sequence
    assert moved.begins.date() == later
    session.refresh_from_db()
    planning.cancel_sessions(session=session, because="snow", by=student.person)
    [cancelled] = feeds.entries(address)
    assert cancelled.status == "CANCELLED" and cancelled.sequence > moved.sequence
    assert "snow" not in feeds.fetch(address).content.decode()


def test_what_a_student_is_no_longer_down_for_is_gone(school, student):
    session = planned(school, student)
    address = feeds.address_of(student.person, school)
    first = feeds.fetch(address)
    participants.take_off(session=session, students=[student], by=student.person)
    assert feeds.entries(address) == []
    again = feeds.fetch(address, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 200


# The address ---------------------------------------------------------------------------------


def test_only_a_digest_of_the_address_is_kept_and_a_new_one_ends_the_old(school, student):
    planned(school, student)
    old = feeds.address_of(student.person, school)
    new = feeds.address_of(student.person, school)
    kept = str(list(CalendarFeed.objects.values_list()))
    assert not any(address.split("/")[-1][:-4] in kept for address in (old, new))
    assert feeds.entries(old) == [] and len(feeds.entries(new)) == 1
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_revoked_address_reads_as_an_empty_calendar(school, student):
    planned(school, student)
    address = feeds.address_of(student.person, school)
    first = feeds.fetch(address)
    assert revoke_feed(school=school, by=student.person) is True
    assert revoke_feed(school=school, by=student.person) is False
    answer = feeds.fetch(address, **{"If-Modified-Since": first["Last-Modified"]})
    assert answer.status_code == 200 and feeds.entries(address) == []
    deeds = Event.objects.filter(subject_type="calendars.calendarfeed").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == ["added", "removed"]


def test_a_feed_stops_when_the_role_ends(school, student):
    planned(school, student)
    address = feeds.address_of(student.person, school)
    assert len(feeds.entries(address)) == 1
    holding = RoleHolding.objects.get(person=student.person)
    end_by_itself(holding=holding, on=timezone.localdate() - dt.timedelta(days=1), by=None)
    assert feeds.entries(address) == []


def test_a_role_at_another_school_does_not_keep_a_feed_going(school, student):
    planned(school, student)
    address = feeds.address_of(student.person, school)
    RoleHolding.objects.filter(person=student.person).delete()
    people.holding(student.person, people.school(), Role.STUDENT)
    assert feeds.entries(address) == []


def test_an_address_belongs_to_one_school(school, student):
    secret = make_feed(school=school, by=student.person)
    elsewhere = reverse("calendars:feed", args=[people.school().pk, secret])
    assert feeds.fetch(elsewhere).status_code == 404
    assert feeds.fetch(f"/calendar/{'9' * 30}/{secret}.ics").status_code == 404


def test_wrong_addresses_are_not_found_and_after_many_have_to_wait(school, student, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "WRONG_ADDRESSES", 3)
    wrong = reverse("calendars:feed", args=[school.pk, "wrong"])
    right = feeds.address_of(student.person, school)
    answers = [feeds.fetch(wrong) for _ in range(5)]
    assert [one.status_code for one in answers] == [404, 404, 404, 429, 429]
    assert {one["Content-Type"] for one in answers} == {views.CALENDAR_TYPE}
    # Whoever has a right address goes on reading it: a school shares one.
    assert feeds.fetch(right).status_code == 200
    cache.clear()


# How programs read it ------------------------------------------------------------------------


def test_the_head_says_name_and_how_often_to_look(school, student):
    answer = feeds.fetch(feeds.address_of(student.person, school))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    for line in (
        f"X-WR-CALNAME:Fingerpost: {school.name}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "METHOD:PUBLISH",
    ):
        assert line in text.splitlines()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")


def test_a_calendar_that_did_not_change_is_not_sent_again(school, student):
    planned(school, student)
    address = feeds.address_of(student.person, school)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=5), tick=False):
        first = feeds.fetch(address)
    by_tag = feeds.fetch(address, **{"If-None-Match": first["ETag"]})
    by_day = feeds.fetch(address, **{"If-Modified-Since": first["Last-Modified"]})
    assert [(one.status_code, one.content) for one in (by_tag, by_day)] == [(304, b""), (304, b"")]
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


def test_reading_writes_nothing(school, student):
    planned(school, student)
    address = feeds.address_of(student.person, school)
    with CaptureQueriesContext(connection) as asked:
        feeds.fetch(address)
    verbs = {query["sql"].split()[0].upper() for query in asked}
    assert not verbs & {"INSERT", "UPDATE", "DELETE"}


def test_many_lines_take_as_many_queries_as_few(school, student, adviser):
    def queries():
        address = feeds.address_of(adviser.person, school)
        with CaptureQueriesContext(connection) as asked:
            assert feeds.fetch(address).status_code == 200
        return len(asked)

    book(student, adviser)
    few = queries()
    for days in range(8, 20):
        book(people.student(school), adviser, starts_at=interviews.at(days=days))
    assert queries() == few


# The page ------------------------------------------------------------------------------------


def test_the_address_is_shown_once(client_of, school):
    client = client_of(Role.STUDENT)
    page = client.post(reverse("calendars:make")).content.decode()
    start = page.index("http://testserver/calendar/")
    address = page[start : page.index('"', start)].removeprefix("http://testserver")
    assert feeds.fetch(address).status_code == 200
    secret = address.split("/")[-1].removesuffix(".ics")
    assert CalendarFeed.objects.get().token_digest == digest(secret)
    again = client.get(reverse("calendars:own")).content.decode()
    assert secret not in again and "Stop this address" in again
    client.post(reverse("calendars:revoke"))
    assert feeds.entries(address) == []
    assert "Make an address" in client.get(reverse("calendars:own")).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_what_is_in_their_calendar(client_of, role):
    page = client_of(role).get(reverse("calendars:own")).content.decode()
    assert "What is in it" in page and "Your calendar" in page
