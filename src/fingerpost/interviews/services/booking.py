"""Booking, moving and cancelling interviews, and marking who came."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import RoleHolding
from fingerpost.accounts.selectors import not_over
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.ledger.models import Channel, Entry
from fingerpost.ledger.services import Line, correct, record
from fingerpost.schools.models import School
from fingerpost.students.models import Scope, Student

from ..enums import AskKind, InterviewState, NoticeKind
from ..models import TICK_MINUTES, Adviser, Hold, Interview
from ..selectors.booking import (
    Search,
    Slot,
    free_slots,
    held_by,
    ticks,
    upcoming,
)
from .asks import meet
from .notices import announce, announce_move

NEXT_TIMES = 3


class BookingError(ValueError):
    """The booking cannot be made or changed; says why in one sentence."""


class SlotTaken(BookingError):
    """Somebody else holds that time. `next_free` are the next times that are free."""

    def __init__(self, sentence: str, next_free: Sequence[Slot]) -> None:
        super().__init__(sentence)
        self.next_free = list(next_free)


@dataclass(frozen=True)
class Appointment:
    """When, with whom, where and how an interview is to be."""

    adviser: Adviser
    starts_at: dt.datetime
    minutes: int = 40
    room_id: int | None = None
    channel: str = Channel.IN_PERSON

    @classmethod
    def at(cls, slot: Slot, channel: str = Channel.IN_PERSON) -> "Appointment":
        """The appointment that a free slot offers; at a distance it needs no room."""
        room_id = slot.room_id if channel == Channel.IN_PERSON else None
        adviser = Adviser.objects.select_related("person").get(pk=slot.adviser_id)
        return cls(adviser, slot.starts_at, slot.minutes, room_id, channel)


@dataclass(frozen=True)
class Particulars:
    """What else is known when an interview is booked."""

    reason: str = ""
    accompanying_adult: str = ""
    follows: Interview | None = None


def about(interview: Interview) -> str:
    """How the ledger names an interview."""
    return f"interview:{interview.pk}"


@transaction.atomic
def book(
    *, student: Student, appointment: Appointment, by: Any, particulars: Particulars | None = None
) -> Interview:
    """Book an interview. Asking again for what is booked already returns that booking.

    Raises SlotTaken when adviser, room or student are not free, BookingError for anything else
    that stands in the way. What keeps two bookings apart is the uniqueness of holds.
    """
    check(student, appointment)
    same = Interview.objects.filter(
        student=student,
        adviser=appointment.adviser,
        starts_at=appointment.starts_at,
        state=InterviewState.BOOKED,
    ).first()
    if same:
        return same
    interview = put_interview(student, appointment, particulars, booked_by=by)
    hold_time(interview)
    record([_booked_line(interview)], by=by)
    audit(by=by, deed=Deed.ADDED, subject=interview, student=student)
    let_adviser_see(interview=interview, by=by)
    meet(student=student, kind=AskKind.INTERVIEW, by=by)
    announce(interview=interview, kind=NoticeKind.BOOKED, by=by)
    return interview


def put_interview(
    student: Student, appointment: Appointment, particulars: Particulars | None, **more: Any
) -> Interview:
    """Write an interview of these particulars; `more` are fields of its own."""
    particulars = particulars or Particulars()
    return Interview.objects.create(
        school_id=student.school_id,
        student=student,
        adviser=appointment.adviser,
        room_id=appointment.room_id,
        starts_at=appointment.starts_at,
        minutes=appointment.minutes,
        channel=appointment.channel,
        follows=particulars.follows,
        reason=particulars.reason,
        accompanying_adult=particulars.accompanying_adult,
        **more,
    )


def check(student: Student, appointment: Appointment) -> None:
    """Raise BookingError where school, roll, adviser or length do not allow the appointment."""
    adviser = appointment.adviser
    if adviser.school_id != student.school_id:
        raise BookingError(f"{adviser} is not an adviser of {student}’s school.")
    day = timezone.localdate(appointment.starts_at)
    if adviser.left_on and adviser.left_on <= day:
        raise BookingError(f"{adviser} will have left by then.")
    if student.left_on and student.left_on <= timezone.localdate():
        raise BookingError(f"{student} is no longer on the roll.")
    minute = appointment.starts_at.minute
    if minute % TICK_MINUTES or appointment.starts_at.second:
        raise BookingError(f"An interview starts at a full {TICK_MINUTES} minutes.")
    if not 10 <= appointment.minutes <= 120:
        raise BookingError("An interview takes between 10 minutes and two hours.")


def hold_time(interview: Interview) -> None:
    """Take the adviser, the room and the student for the interview's time."""
    person_id = interview.adviser.person_id
    names = held_by(person_id, interview.room_id, interview.student_id)
    times = ticks(interview.starts_at, interview.minutes)
    # In one order for everyone, so that two bookings at once wait for each other, not crosswise.
    holds = [
        Hold(interview=interview, resource=name, tick=tick)
        for name in sorted(names)
        for tick in times
    ]
    try:
        with transaction.atomic():
            Hold.objects.bulk_create(holds)
    except IntegrityError:
        raise _taken(interview, names, times) from None


def _taken(interview: Interview, names: list[str], times: list[dt.datetime]) -> SlotTaken:
    taken = set(
        Hold.objects.filter(resource__in=names, tick__in=times)
        .exclude(interview=interview)
        .values_list("resource", flat=True)
    )
    if f"student:{interview.student_id}" in taken:
        who = f"{interview.student} has another interview at that time."
    elif f"person:{interview.adviser.person_id}" in taken:
        who = f"{interview.adviser} has been booked for that time."
    else:
        who = f"{interview.room} is taken at that time."
    search = Search(since=max(timezone.now(), interview.starts_at), student_id=interview.student_id)
    school = School.objects.get(pk=interview.school_id)
    return SlotTaken(who, free_slots(school, search, limit=NEXT_TIMES))


def _booked_line(interview: Interview) -> Line:
    return Line(
        student=interview.student,
        kind="interview_booked",
        happened_on=timezone.localdate(interview.booked_at),
        channel=interview.channel,
        deliverer=f"adviser:{interview.adviser_id}",
        about=about(interview),
        due_on=timezone.localdate(interview.starts_at),
        summary=f"With {interview.adviser}"[:200],
    )


def let_adviser_see(*, interview: Interview, by: Any) -> None:
    """An adviser whose role is for some students only may see those they are to interview."""
    holding = RoleHolding.objects.filter(
        not_over(timezone.localdate()),
        person=interview.adviser.person_id,
        school=interview.school_id,
        role=Role.ADVISER,
        all_students=False,
    ).first()
    if holding is None:
        return
    _, is_new = Scope.objects.get_or_create(holding=holding, student=interview.student)
    if is_new:
        audit(
            by=by,
            deed=Deed.CHANGED,
            subject=holding,
            student=interview.student,
            details={"may_see": interview.student_id, "because": about(interview)},
        )


@transaction.atomic
def move(*, interview: Interview, appointment: Appointment, by: Any) -> Interview:
    """Give a booked interview another time, adviser or room.

    Raises SlotTaken or BookingError; the interview then keeps the time it had.
    """
    check(interview.student, appointment)
    moved = Interview.objects.filter(pk=interview.pk, state=InterviewState.BOOKED).update(
        adviser=appointment.adviser,
        starts_at=appointment.starts_at,
        minutes=appointment.minutes,
        room_id=appointment.room_id,
        channel=appointment.channel,
    )
    if not moved:
        raise BookingError("This interview is over or cancelled, so it cannot be moved.")
    before, adviser_before = interview.starts_at, interview.adviser
    interview = Interview.objects.select_related("adviser__person", "student", "room").get(
        pk=interview.pk
    )
    Hold.objects.filter(interview=interview).delete()
    hold_time(interview)
    put_line(interview, _booked_line(interview), by)
    details = {"from": before.isoformat(), "to": interview.starts_at.isoformat()}
    audit(by=by, deed=Deed.CHANGED, subject=interview, student=interview.student, details=details)
    let_adviser_see(interview=interview, by=by)
    announce_move(interview=interview, was_at=before, was_with=adviser_before, by=by)
    return interview


@transaction.atomic
def cancel(*, interview: Interview, because: str, by: Any) -> None:
    """Cancel a booked interview; cancelling it again does nothing.

    Raises BookingError when the interview is over.
    """
    changed = Interview.objects.filter(pk=interview.pk, state=InterviewState.BOOKED).update(
        state=InterviewState.CANCELLED, cancelled_because=because
    )
    if not changed:
        now = Interview.objects.get(pk=interview.pk).state
        if now == InterviewState.CANCELLED:
            return
        raise BookingError("This interview is over, so it cannot be cancelled.")
    interview.state = InterviewState.CANCELLED
    Hold.objects.filter(interview=interview).delete()
    line = Line(
        student=interview.student,
        kind="interview_cancelled",
        happened_on=timezone.localdate(),
        deliverer=f"adviser:{interview.adviser_id}",
        about=about(interview),
        due_on=timezone.localdate(interview.starts_at),
        summary=because,
    )
    record([line], by=by)
    audit(
        by=by,
        deed=Deed.CHANGED,
        subject=interview,
        student=interview.student,
        details={"state": "cancelled"},
    )
    announce(interview=interview, kind=NoticeKind.CANCELLED, by=by)


def put_line(interview: Interview, line: Line, by: Any) -> None:
    """Make `line` the standing line of its kind about this interview; write only what changes."""
    standing = Entry.objects.filter(
        about=line.about, kind=line.kind, superseded_by__isnull=True, is_void=False
    ).first()
    if standing is None:
        record([line], by=by)
        return
    names = [name for name in Line.__dataclass_fields__ if name != "student"]
    if any(getattr(standing, name) != getattr(line, name) for name in names):
        correct(standing, line, by=by)


# By the student themself ---------------------------------------------------------------------


@transaction.atomic
def book_own(*, student: Student, slot: Slot, by: Any, particulars: Particulars) -> Interview:
    """A student books a time that is open to students; one interview ahead at a time.

    Raises SlotTaken or BookingError.
    """
    ahead = upcoming(student).first()
    if ahead and ahead.starts_at != slot.starts_at:
        raise BookingError("You have an interview booked already. You can move it or cancel it.")
    _ahead_of_now(slot)
    return book(student=student, appointment=Appointment.at(slot), by=by, particulars=particulars)


def _ahead_of_now(slot: Slot) -> None:
    if slot.starts_at <= timezone.now():
        raise BookingError("That time has passed. Choose another one.")


def can_still_change(interview: Interview) -> bool:
    """Students may move and cancel until the day before."""
    return interview.state == InterviewState.BOOKED and timezone.localdate() < timezone.localdate(
        interview.starts_at
    )


def _until_the_day_before(interview: Interview) -> None:
    if not can_still_change(interview):
        raise BookingError("It is too late to change this here. Tell your tutor or your adviser.")


def move_own(*, interview: Interview, slot: Slot, by: Any) -> Interview:
    """A student moves their own interview, until the day before."""
    _until_the_day_before(interview)
    _ahead_of_now(slot)
    return move(interview=interview, appointment=Appointment.at(slot), by=by)


def cancel_own(*, interview: Interview, because: str, by: Any) -> None:
    """A student cancels their own interview, until the day before."""
    if interview.state == InterviewState.CANCELLED:
        return
    _until_the_day_before(interview)
    cancel(interview=interview, because=because, by=by)
