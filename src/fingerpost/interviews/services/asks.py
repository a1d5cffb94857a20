"""Asking an adviser or a student for a next step that is theirs to take."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.students.models import Student

from ..models import Ask


@transaction.atomic
def ask_for(*, students: Iterable[Student], kind: str, by: Any) -> int:
    """Ask for something (an `AskKind`) for each student; what is asked for already is not again.

    Returns for how many it is new.
    """
    new = 0
    for student in students:
        ask, is_new = Ask.objects.get_or_create(
            student=student, kind=kind, met_at=None, defaults={"asked_by": by}
        )
        if is_new:
            details = {"asked_for": str(kind)}
            audit(by=by, deed=Deed.ADDED, subject=ask, student=student, details=details)
            new += 1
    return new


@transaction.atomic
def meet(*, student: Student, kind: str, by: Any) -> None:
    """What was asked for has happened; nothing happens where nobody had asked."""
    met = list(Ask.objects.filter(student=student, kind=kind, met_at__isnull=True))
    for ask in met:
        ask.met_at = timezone.now()
        ask.save(update_fields=["met_at"])
        audit(by=by, deed=Deed.CHANGED, subject=ask, student=student, details={"met": True})
