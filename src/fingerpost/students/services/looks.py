"""Noting who looked at what is known of a student."""

import datetime as dt
from typing import Any

from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event

from ..models import Student

_ONCE_IN = dt.timedelta(hours=1)


def looked_at_list(*, by: Any, school: Any, label: str, query: str, students: int) -> None:
    """Note that a person looked at a list that names students, at most once an hour each.

    label: which list, in words. query: what was asked for in its address. students: how many it
    names; a list of nobody is no look.
    """
    if not students:
        return
    noted = Event.objects.filter(
        actor=by,
        deed=Deed.LOOKED,
        school=school,
        subject_label=label[:200],
        details__query=query,
        at__gte=timezone.now() - _ONCE_IN,
    ).exists()
    if not noted:
        audit.record(
            by=by,
            deed=Deed.LOOKED,
            school=school,
            label=label,
            details={"list": True, "query": query, "students": students},
        )


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
