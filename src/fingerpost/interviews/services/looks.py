"""Noting in the audit log that a member of staff looked at a student's guidance."""

import datetime as dt
from typing import Any

from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.audit.services import record as audit
from fingerpost.students.models import Student

_ONCE_IN = dt.timedelta(hours=1)


def looked(*, student: Student, by: Any, school: Any) -> None:
    """Note the look, once an hour for each person and student."""
    since = timezone.now() - _ONCE_IN
    seen = Event.objects.filter(
        actor=by, deed=Deed.LOOKED, student_id=student.pk, school=school, at__gte=since
    )
    if not seen.exists():
        audit(by=by, deed=Deed.LOOKED, subject=student, student=student, school=school)
