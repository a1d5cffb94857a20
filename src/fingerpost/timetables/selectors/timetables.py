"""Timetables, their drafts and the interviews that are booked by them."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.enums import InterviewState

from ..enums import DraftState
from ..models import Seat, Timetable
from ..permissions import visible_drafts, visible_timetables


def timetables_for(viewer: Viewer) -> QuerySet[Timetable]:
    """The school's timetables with their drafts, newest first."""
    drafts = visible_drafts(viewer).defer("problem", "result")
    return visible_timetables(viewer).prefetch_related(
        Prefetch("drafts", queryset=drafts, to_attr="drafts_shown")
    )


def seats_booked(timetable: Timetable) -> list[Seat]:
    """The seats of a timetable whose interviews are booked and still to come, by time."""
    found = Seat.objects.filter(
        draft__timetable=timetable,
        draft__state=DraftState.PUBLISHED,
        draft__repairs=None,
        interview__state=InterviewState.BOOKED,
        interview__starts_at__gt=timezone.now(),
    ).select_related("student", "interview__adviser__person", "interview__room")
    return list(found.order_by("interview__starts_at", "id"))
