"""What came of a group booking."""

from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When
from django.utils import timezone

from ..enums import InterviewState, PlaceState
from ..models import GroupPlace

CANCELLED = "cancelled"
"""What became of a place that was booked and whose interview was cancelled since."""


def with_fates(places: QuerySet[GroupPlace]) -> QuerySet[Any]:
    """The places, each with its `fate`: its state, or CANCELLED."""
    cancelled = When(interview__state=InterviewState.CANCELLED, then=Value(CANCELLED))
    return places.annotate(fate=Case(cancelled, default=F("state")))


def counts_of(places: QuerySet[GroupPlace]) -> dict[str, int]:
    """How many places have each fate."""
    return dict(with_fates(places).order_by().values_list("fate").annotate(Count("pk")))


def still_to_come(places: QuerySet[GroupPlace]) -> QuerySet[GroupPlace]:
    """Places whose interview is booked and has not begun."""
    return places.filter(
        interview__state=InterviewState.BOOKED, interview__starts_at__gt=timezone.now()
    )


def without_interview(places: QuerySet[GroupPlace]) -> list[int]:
    """The students who have no interview from this booking, in its order."""
    fates = [PlaceState.NO_TIME, PlaceState.REFUSED, PlaceState.WAITING, CANCELLED]
    found = with_fates(places).filter(fate__in=fates)
    return list(found.values_list("student_id", flat=True))
