"""Recording an interview that nobody had booked: a student who dropped in."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.students.models import Student

from ..enums import AskKind, InterviewState
from ..models import Interview
from .asks import meet
from .attendance import mark_held, put_held_line
from .booking import (
    Appointment,
    BookingError,
    Particulars,
    check,
    let_adviser_see,
    put_interview,
)

# Longer ago than this, a mistyped year is likelier than a late note.
AT_MOST_AGO = dt.timedelta(days=366)


@transaction.atomic
def record_unbooked(
    *, student: Student, appointment: Appointment, by: Any, particulars: Particulars | None = None
) -> Interview:
    """Write down an interview that took place without a booking, at any time of day.

    Holds no time, for it has passed. What is known already at that time (booked, or recorded
    before) is marked as held and returned. Raises BookingError.
    """
    check(student, appointment)
    _has_happened(appointment)
    same = Interview.objects.filter(
        student=student, adviser=appointment.adviser, starts_at=appointment.starts_at
    ).exclude(state=InterviewState.CANCELLED)
    known = same.select_related("adviser__person", "student").first()
    if known:
        mark_held(interview=known, by=by)
        return known
    interview = put_interview(
        student,
        appointment,
        particulars,
        state=InterviewState.HELD,
        was_booked=False,
        booked_by=by,
    )
    put_held_line(interview, by)
    audit(by=by, deed=Deed.ADDED, subject=interview, student=student, details={"booked": False})
    let_adviser_see(interview=interview, by=by)
    meet(student=student, kind=AskKind.INTERVIEW, by=by)
    return interview


def _has_happened(appointment: Appointment) -> None:
    now = timezone.now()
    if appointment.starts_at > now:
        raise BookingError("That is still to come. Book it instead.")
    if appointment.starts_at < now - AT_MOST_AGO:
        raise BookingError("That is more than a year ago. Check the year.")


def clash_with(interview: Interview) -> str:
    """One sentence when adviser or student were in another interview meanwhile; else empty."""
    others = (
        Interview.objects.filter(
            school_id=interview.school_id,
            state__in=[InterviewState.BOOKED, InterviewState.HELD],
            starts_at__gt=interview.starts_at - dt.timedelta(minutes=120),
            starts_at__lt=interview.ends_at,
        )
        .exclude(pk=interview.pk)
        .select_related("adviser__person", "student")
    )
    for other in others:
        if other.ends_at <= interview.starts_at:
            continue
        if other.student_id == interview.student_id:
            return f"{interview.student} has another interview at that time. Check both."
        if other.adviser_id == interview.adviser_id:
            return f"{interview.adviser} has another interview at that time. Check both."
    return ""
