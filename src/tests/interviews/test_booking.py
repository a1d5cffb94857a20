"""Booking: what keeps two interviews apart, and what the ledger learns."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from fingerpost.audit.models import Event
from fingerpost.interviews.models import Hold, Interview
from fingerpost.interviews.selectors.booking import Search, free_slots
from fingerpost.interviews.services import attendance, booking
from fingerpost.ledger.models import Entry
from fingerpost.students.models import Scope
from tests.factories import interviews as make
from tests.factories import people


@pytest.fixture
def by(school):
    return people.person()


@pytest.fixture
def adviser(school):
    return make.adviser(school)


@pytest.fixture
def student(school):
    return people.student(school)


def _appointment(adviser, **fields):
    return booking.Appointment(adviser, fields.pop("starts_at", make.at()), **fields)


def _standing(kind):
    return Entry.objects.filter(kind=kind, superseded_by__isnull=True, is_void=False)


def test_booking_holds_adviser_room_and_student_for_the_whole_time(school, adviser, student, by):
    room = people.room(school)
    booking.book(
        student=student, appointment=_appointment(adviser, minutes=30, room_id=room.pk), by=by
    )
    assert Hold.objects.count() == 3 * 6


def test_an_adviser_is_never_booked_twice_at_one_time(school, adviser, student, by):
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    other = people.student(school)
    with pytest.raises(booking.SlotTaken):
        booking.book(
            student=other,
            appointment=_appointment(adviser, starts_at=make.at(minute=35)),
            by=by,
        )
    assert Interview.objects.count() == 1


def test_a_student_is_never_in_two_interviews_at_once(school, adviser, student, by):
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    with pytest.raises(booking.SlotTaken, match="another interview"):
        booking.book(student=student, appointment=_appointment(make.adviser(school)), by=by)


def test_a_room_is_never_used_by_two_advisers_at_once(school, adviser, student, by):
    room = people.room(school)
    booking.book(student=student, appointment=_appointment(adviser, room_id=room.pk), by=by)
    appointment = _appointment(make.adviser(school), room_id=room.pk)
    with pytest.raises(booking.SlotTaken, match="is taken"):
        booking.book(student=people.student(school), appointment=appointment, by=by)


def test_an_adviser_of_two_schools_is_not_booked_at_both(school, adviser, student, by):
    elsewhere = people.school()
    there = make.adviser(elsewhere, person=adviser.person)
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    with pytest.raises(booking.SlotTaken):
        booking.book(student=people.student(elsewhere), appointment=_appointment(there), by=by)


def test_a_clash_tells_the_next_free_times(school, adviser, student, by):
    make.availability(adviser)
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    with pytest.raises(booking.SlotTaken) as clash:
        booking.book(student=people.student(school), appointment=_appointment(adviser), by=by)
    assert [slot.starts_at for slot in clash.value.next_free] == [
        make.at(minute=40),
        make.at(hour=10, minute=20),
    ]


def test_booking_the_same_again_changes_nothing(adviser, student, by):
    first = booking.book(student=student, appointment=_appointment(adviser), by=by)
    again = booking.book(student=student, appointment=_appointment(adviser), by=by)
    assert first == again
    assert Entry.objects.count() == 1


def test_an_adviser_of_another_school_cannot_be_booked(student, by):
    adviser = make.adviser(people.school())
    with pytest.raises(booking.BookingError, match="not an adviser"):
        booking.book(student=student, appointment=_appointment(adviser), by=by)


def test_booking_is_a_ledger_line_of_today_due_on_the_day(adviser, student, by):
    interview = booking.book(student=student, appointment=_appointment(adviser), by=by)
    line = _standing("interview_booked").get()
    assert line.about == f"interview:{interview.pk}"
    assert line.happened_on == timezone.localdate()
    assert line.due_on == timezone.localdate() + dt.timedelta(days=7)
    assert line.deliverer == f"adviser:{adviser.pk}"


def test_booking_lets_an_adviser_with_a_narrow_role_see_the_student(school, student, by):
    adviser = make.adviser(school, all_students=False)
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    assert Scope.objects.get().student == student
    assert Event.objects.filter(subject_type="accounts.roleholding").exists()


def test_an_adviser_for_all_students_needs_no_scope(adviser, student, by):
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    assert not Scope.objects.exists()


def test_moving_frees_the_old_time_and_corrects_the_ledger(school, adviser, student, by):
    interview = booking.book(student=student, appointment=_appointment(adviser), by=by)
    booking.move(
        interview=interview, appointment=_appointment(adviser, starts_at=make.at(8)), by=by
    )
    assert _standing("interview_booked").get().due_on == timezone.localdate() + dt.timedelta(8)
    booking.book(student=people.student(school), appointment=_appointment(adviser), by=by)


def test_a_move_that_clashes_leaves_the_interview_where_it_was(school, adviser, student, by):
    other = booking.Appointment(adviser, make.at(8))
    booking.book(student=people.student(school), appointment=other, by=by)
    interview = booking.book(student=student, appointment=_appointment(adviser), by=by)
    with pytest.raises(booking.SlotTaken):
        booking.move(interview=interview, appointment=other, by=by)
    interview.refresh_from_db()
    assert interview.starts_at == make.at()
    assert interview.holds.exists()


def test_cancelling_twice_is_one_cancellation(adviser, student, by):
    interview = booking.book(student=student, appointment=_appointment(adviser), by=by)
    booking.cancel(interview=interview, because="A trip", by=by)
    booking.cancel(interview=interview, because="A trip", by=by)
    assert _standing("interview_cancelled").get().summary == "A trip"
    assert not Hold.objects.exists()


def test_what_is_over_cannot_be_cancelled_or_moved(adviser, student, by):
    interview = make.interview(student, adviser, make.at(-1), state="held")
    with pytest.raises(booking.BookingError):
        booking.cancel(interview=interview, because="x", by=by)
    with pytest.raises(booking.BookingError):
        booking.move(interview=interview, appointment=_appointment(adviser), by=by)


def test_a_student_may_change_their_interview_until_the_day_before(adviser, student, by):
    today = make.interview(student, adviser, timezone.now() + dt.timedelta(minutes=1))
    if timezone.localdate(today.starts_at) == timezone.localdate():
        with pytest.raises(booking.BookingError, match="too late"):
            booking.cancel_own(interview=today, because="", by=by)
    later = make.interview(student, adviser, make.at(2))
    booking.cancel_own(interview=later, because="", by=by)
    later.refresh_from_db()
    assert later.state == "cancelled"


def test_a_student_books_one_interview_ahead_at_a_time(school, adviser, student, by):
    make.availability(adviser)
    slots = free_slots(school, Search(since=timezone.now(), open_to_students=True))
    particulars = booking.Particulars()
    booking.book_own(student=student, slot=slots[0], by=by, particulars=particulars)
    with pytest.raises(booking.BookingError, match="already"):
        booking.book_own(student=student, slot=slots[1], by=by, particulars=particulars)


def test_times_not_open_to_students_are_not_offered_to_them(school, adviser):
    make.availability(adviser, open_to_students=False)
    assert free_slots(school, Search(since=timezone.now(), open_to_students=True)) == []
    assert len(free_slots(school, Search(since=timezone.now()))) == 3


def test_free_times_leave_out_what_is_held_in_two_queries(
    school, adviser, student, by, django_assert_num_queries
):
    make.availability(adviser)
    booking.book(student=student, appointment=_appointment(adviser), by=by)
    with django_assert_num_queries(2):
        slots = free_slots(school, Search(since=timezone.now()))
    assert [slot.starts_at for slot in slots] == [make.at(minute=40), make.at(hour=10, minute=20)]


# Who came ------------------------------------------------------------------------------------


def test_a_held_interview_counts_once_with_who_gave_it(adviser, student, by):
    interview = make.interview(student, adviser, make.at(-1))
    attendance.mark_held(interview=interview, by=by)
    attendance.mark_held(interview=interview, by=by)
    line = _standing("guidance_interview").get()
    assert (line.deliverer, line.minutes, line.is_independent, line.channel) == (
        f"adviser:{adviser.pk}",
        40,
        True,
        "in_person",
    )
    assert line.about == f"interview:{interview.pk}"


def test_correcting_a_mark_corrects_the_ledger(adviser, student, by):
    interview = make.interview(student, adviser, make.at(-1))
    attendance.mark_missed(interview=interview, by=by)
    assert _standing("interview_missed").exists()
    attendance.mark_held(interview=interview, by=by)
    assert not _standing("interview_missed").exists()
    attendance.unmark(interview=interview, by=by)
    assert not _standing("guidance_interview").exists()
    interview.refresh_from_db()
    assert interview.state == "booked"


def test_nobody_can_be_marked_for_an_interview_to_come_or_a_cancelled_one(adviser, student, by):
    with pytest.raises(booking.BookingError):
        attendance.mark_held(interview=make.interview(student, adviser), by=by)
    cancelled = make.interview(student, adviser, make.at(-1), state="cancelled")
    with pytest.raises(booking.BookingError):
        attendance.mark_missed(interview=cancelled, by=by)


def test_a_longer_interview_corrects_its_line(adviser, student, by):
    interview = make.interview(student, adviser, make.at(-1))
    attendance.mark_held(interview=interview, by=by)
    attendance.set_minutes(interview=interview, minutes=55, by=by)
    assert _standing("guidance_interview").get().minutes == 55


@pytest.mark.django_db(transaction=True)
def test_of_two_bookings_at_the_same_moment_one_stands():
    school = people.school()
    adviser = make.adviser(school)
    students = [people.student(school) for _ in range(2)]
    by = people.person()
    results = []
    start = threading.Barrier(2)

    def book(student):
        try:
            start.wait(timeout=5)
            booking.book(student=student, appointment=_appointment(adviser), by=by)
            results.append("booked")
        except booking.SlotTaken:
            results.append("taken")
        finally:
            if threading.current_thread() is not threading.main_thread():
                connections.close_all()

    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        # One shared connection in memory: no two at once there, so one after the other.
        start = threading.Barrier(1)
        for student in students:
            book(student)
    else:
        threads = [threading.Thread(target=book, args=(student,)) for student in students]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    assert sorted(results) == ["booked", "taken"]
    assert Interview.objects.count() == 1


def test_an_interview_cannot_be_stretched_into_the_next_one(school, adviser, student, by):
    interview = booking.book(student=student, appointment=_appointment(adviser), by=by)
    following = _appointment(adviser, starts_at=make.at(minute=40))
    booking.book(student=people.student(school), appointment=following, by=by)
    with pytest.raises(booking.SlotTaken):
        attendance.set_minutes(interview=interview, minutes=60, by=by)
    interview.refresh_from_db()
    assert interview.minutes == 40
    attendance.set_minutes(interview=interview, minutes=30, by=by)
    assert interview.holds.filter(resource__startswith="person").count() == 6


def test_the_fact_that_an_interview_is_booked_follows_the_booking(school, adviser, student, by):
    from fingerpost.ledger.bridge.answers import facts_for

    def is_booked():
        facts = facts_for(school, timezone.localdate(), [student.pk])
        return facts.column("interview_booked").to_pylist()

    interview = booking.book(student=student, appointment=_appointment(adviser), by=by)
    assert is_booked() == [True]
    booking.move(
        interview=interview, appointment=_appointment(adviser, starts_at=make.at(9)), by=by
    )
    assert is_booked() == [True]
    booking.cancel(interview=interview, because="A trip", by=by)
    assert is_booked() == [False]
