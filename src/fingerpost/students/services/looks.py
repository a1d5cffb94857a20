"""Noting who looked at what is known of a student."""

import datetime as dt
from typing import Any

from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event

from ..models import Student

_ONCE_IN = dt.timedelta(hours=1)


def looked_at(*, student: Student, by: Any) -> None:
    """Note that a person looked at a student's line, at most once an hour."""
    since = timezone.now() - _ONCE_IN
    noted = Event.objects.filter(
        actor=by, deed=Deed.LOOKED, student_id=student.pk, at__gte=since
    ).exists()
    if not noted:
        audit.record(
            by=by, deed=Deed.LOOKED, subject=student, student=student, school=student.school
        )
