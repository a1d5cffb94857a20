"""Noting who looked at what is known of a student."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event

from ..models import Student

_ONCE_IN = dt.timedelta(hours=1)
_SAME_LIST = frozenset({"page", "sort"})


def looked_at_list(*, by: Any, school: Any, label: str, query: str, students: int) -> None:
    """Note that a person looked at a list that names students, at most once an hour each.

    label: which list, in words. query: what was asked for in its address; another page of the
    same list, or another order, is the same look. students: how many lines about students it
    has; a list of nobody is no look.
    """
    if not students:
        return
    asked = dict(sorted(pair for pair in parse_qsl(query) if pair[0] not in _SAME_LIST))
    noted = Event.objects.filter(
        actor=by,
        deed=Deed.LOOKED,
        school=school,
        subject_label=label[:200],
        details__asked=asked,
        at__gte=timezone.now() - _ONCE_IN,
    ).exists()
    if not noted:
        audit.record(
            by=by,
            deed=Deed.LOOKED,
            school=school,
            label=label,
            details={"asked": asked, "students": students},
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
