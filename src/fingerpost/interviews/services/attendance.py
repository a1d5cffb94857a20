"""Who came to an interview, with whom, and how long it took."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.ledger.services import Line, record, withdraw_about

from ..enums import InterviewState
from ..models import Hold, Interview
from .booking import BookingError, about, hold_time, put_line


def put_held_line(interview: Interview, by: Any) -> None:
    """The ledger's line of an interview that was held, with what its record says of it."""
    written = getattr(interview, "record", None)
    line = Line(
        student=interview.student,
        kind="guidance_interview",
        happened_on=timezone.localdate(interview.starts_at),
        channel=interview.channel,
        minutes=interview.minutes,
        deliverer=f"adviser:{interview.adviser_id}",
        is_independent=interview.adviser.is_independent,
        routes=list(written.routes) if written and written.finished_at else [],
        sectors=list(written.sectors) if written and written.finished_at else [],
        about=about(interview),
        summary=f"With {interview.adviser}"[:200],
    )
    put_line(interview, line, by)


def _has_begun(interview: Interview) -> None:
    if timezone.localdate(interview.starts_at) > timezone.localdate():
        raise BookingError("This interview has not happened yet.")


def _set_state(interview: Interview, state: str, before: list[str]) -> bool:
    """Guarded change of state; False when it was so already."""
    changed = Interview.objects.filter(pk=interview.pk, state__in=before).update(state=state)
    if not changed:
        now = Interview.objects.get(pk=interview.pk).state
        if now != state:
            raise BookingError("This interview was cancelled, so nobody can be marked for it.")
    interview.state = state
    return bool(changed)


@transaction.atomic
def mark_held(*, interview: Interview, by: Any) -> None:
    """The student came. Raises BookingError for an interview to come, or a cancelled one."""
    _has_begun(interview)
    if _set_state(interview, InterviewState.HELD, ["booked", "missed"]):
        withdraw_about(about(interview), kind="interview_missed", by=by)
        _audit_state(interview, by)
    put_held_line(interview, by)


@transaction.atomic
def mark_missed(*, interview: Interview, by: Any) -> None:
    """The student did not come. Raises BookingError also when the record has been shared."""
    _has_begun(interview)
    _no_shared_record(interview)
    if not _set_state(interview, InterviewState.MISSED, ["booked", "held"]):
        return
    withdraw_about(about(interview), kind="guidance_interview", by=by)
    line = Line(
        student=interview.student,
        kind="interview_missed",
        happened_on=timezone.localdate(interview.starts_at),
        channel=interview.channel,
        deliverer=f"adviser:{interview.adviser_id}",
        about=about(interview),
    )
    record([line], by=by)
    _audit_state(interview, by)


@transaction.atomic
def unmark(*, interview: Interview, by: Any) -> None:
    """Take a mark back: the interview is booked again, and the ledger's line is withdrawn."""
    _no_shared_record(interview)
    if not _set_state(interview, InterviewState.BOOKED, ["held", "missed"]):
        return
    for kind in ("guidance_interview", "interview_missed"):
        withdraw_about(about(interview), kind=kind, by=by)
    _audit_state(interview, by)


def _no_shared_record(interview: Interview) -> None:
    written = getattr(interview, "record", None)
    if written and written.finished_at:
        raise BookingError("The record of this interview has been given to the student.")


def _audit_state(interview: Interview, by: Any) -> None:
    details = {"state": str(interview.state)}
    audit(by=by, deed=Deed.CHANGED, subject=interview, student=interview.student, details=details)


@transaction.atomic
def set_accompanying_adult(*, interview: Interview, name: str, by: Any) -> None:
    """Who comes along with the student; empty for nobody."""
    Interview.objects.filter(pk=interview.pk).update(accompanying_adult=name)
    audit(
        by=by,
        deed=Deed.CHANGED,
        subject=interview,
        student=interview.student,
        details={"changed": ["accompanying_adult"]},
    )


@transaction.atomic
def set_minutes(*, interview: Interview, minutes: int, by: Any) -> None:
    """How long an interview takes, or took.

    A booked one then holds that much time; the ledger's line of a held one is corrected.
    Raises SlotTaken when the longer time runs into something else, and BookingError.
    """
    if not 10 <= minutes <= 120:
        raise BookingError("An interview takes between 10 minutes and two hours.")
    before = interview.minutes
    Interview.objects.filter(pk=interview.pk).update(minutes=minutes)
    interview.minutes = minutes
    if interview.state == InterviewState.BOOKED:
        Hold.objects.filter(interview=interview).delete()
        hold_time(interview)
    elif interview.state == InterviewState.HELD:
        put_held_line(interview, by)
    details = {"minutes": [before, minutes]}
    audit(by=by, deed=Deed.CHANGED, subject=interview, student=interview.student, details=details)
