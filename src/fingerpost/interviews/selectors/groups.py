"""What came of a group booking."""

from django.db.models import Count, QuerySet
from django.utils import timezone

from ..enums import InterviewState, PlaceState
from ..models import GroupPlace


def counts_of(places: QuerySet[GroupPlace]) -> dict[str, int]:
    """How many places are in each state."""
    return dict(places.order_by().values_list("state").annotate(Count("pk")))


def still_to_come(places: QuerySet[GroupPlace]) -> QuerySet[GroupPlace]:
    """Places whose interview is booked and has not begun."""
    return places.filter(
        interview__state=InterviewState.BOOKED, interview__starts_at__gt=timezone.now()
    )


def without_interview(places: QuerySet[GroupPlace]) -> list[int]:
    """The students for whom no interview is booked yet, those who need it most first."""
    states = [PlaceState.NO_TIME, PlaceState.REFUSED, PlaceState.WAITING]
    found = places.filter(state__in=states)
    return list(found.values_list("student_id", flat=True))
