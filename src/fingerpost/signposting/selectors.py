"""Reading what people decided about next steps."""

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from .models import Override, SwitchedOff


def overrides_in_force(school: Any, on: dt.date) -> QuerySet[Override]:
    """Overrides that stand on a day at a school, oldest first."""
    return (
        Override.objects.filter(school=school, ended_at__isnull=True, until_on__gte=on)
        .select_related("made_by")
        .order_by("made_at", "id")
    )


def overrides_of(student: Any) -> QuerySet[Override]:
    """Every override of a student, newest first, standing or ended."""
    return Override.objects.filter(student=student).select_related("made_by")


def overrides_revision(school: Any) -> tuple[int, int, int]:
    """A number that changes whenever an override of the school is made or ended."""
    told = Override.objects.filter(school=school).aggregate(
        newest=Max("id"), number=Count("id"), ended=Count("id", filter=Q(ended_at__isnull=False))
    )
    return (told["newest"] or 0, told["number"], told["ended"])


def switched_off(school: Any, on: dt.date) -> QuerySet[SwitchedOff]:
    """The decisions by which rules do not speak at a school on a day."""
    return SwitchedOff.objects.filter(
        school=school, ended_at__isnull=True, until_on__gte=on
    ).select_related("made_by")


def rules_switched_off(school: Any, on: dt.date) -> frozenset[str]:
    """The names of the rules that do not speak at a school on a day."""
    return frozenset(switched_off(school, on).order_by().values_list("rule", flat=True))
