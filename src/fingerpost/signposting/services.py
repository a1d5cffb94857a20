"""Decisions about next steps, for a student or a school, kept with their reason and end."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.students.models import Student

from .models import Override, SwitchedOff

LONGEST = dt.timedelta(days=400)


class OverrideRefused(ValueError):
    """The decision cannot stand; the message says why."""


def override(
    *, student: Student, rule: str, kind: str, reason: str, until_on: dt.date, by: Any
) -> Override:
    """Dismiss a next step, or put it first, until a day. A newer decision replaces the older.

    Raises OverrideRefused for a day that has passed or lies more than a school year ahead, and
    when somebody else decides at the same moment.
    """
    made = Override(
        school=student.school,
        student=student,
        rule=rule,
        kind=kind,
        reason=reason,
        until_on=until_on,
        made_by=by,
    )
    _replace(Override.objects.filter(student=student, rule=rule), made, by)
    return made


def switch_off(*, school: Any, rule: str, reason: str, until_on: dt.date, by: Any) -> SwitchedOff:
    """Let a rule be silent at a school until a day. A newer decision replaces the older.

    Raises OverrideRefused as `override` does.
    """
    made = SwitchedOff(school=school, rule=rule, reason=reason, until_on=until_on, made_by=by)
    _replace(SwitchedOff.objects.filter(school=school, rule=rule), made, by)
    return made


def _replace(earlier: QuerySet[Any], made: Override | SwitchedOff, by: Any) -> None:
    today = timezone.localdate()
    if not today <= made.until_on <= today + LONGEST:
        raise OverrideRefused("Choose a day from today to a year from now.")
    try:
        with transaction.atomic():
            for standing in earlier.filter(ended_at__isnull=True):
                _end(standing, by)
            made.save()
            audit.record(
                by=by,
                deed=Deed.CHANGED,
                subject=made,
                student=made.student,
                details={"until": made.until_on.isoformat()},
            )
    except IntegrityError as problem:
        raise OverrideRefused("Someone else has just decided about this. Look again.") from problem


@transaction.atomic
def end_override(*, standing: Override, by: Any) -> None:
    """Let the rules speak again. Safe to repeat."""
    if standing.ended_at is None:
        _end(standing, by)


@transaction.atomic
def switch_on(*, school: Any, rule: str, by: Any) -> None:
    """Let a rule speak again at a school. Safe to repeat."""
    for standing in SwitchedOff.objects.filter(school=school, rule=rule, ended_at__isnull=True):
        _end(standing, by)


def _end(standing: Override | SwitchedOff, by: Any) -> None:
    standing.ended_at = timezone.now()
    standing.save()
    audit.record(by=by, deed=Deed.REMOVED, subject=standing, student=standing.student)
