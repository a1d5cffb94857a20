"""Reading activities, with how many sessions they have."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from fingerpost.accounts.viewer import Viewer

from ..enums import SessionState
from ..models import Activity
from ..permissions import visible_activities, visible_sessions


def activities_for(viewer: Viewer, **narrowed: Any) -> QuerySet[Activity]:
    """The school's activities by title, each with `coming` and `held`: how many sessions the
    viewer may see.

    `narrowed` takes kind, words, year (of the academic year's start), line and archived (bool).
    """
    seen = visible_sessions(viewer).filter(withdrawn_at__isnull=True).order_by()
    standing = Q(sessions__in=seen)
    found = (
        visible_activities(viewer)
        .filter(archived_at__isnull=not narrowed.get("archived", False))
        .select_related("budget_line")
        .annotate(
            coming=Count("sessions", filter=standing & Q(sessions__state=SessionState.PLANNED)),
            held=Count("sessions", filter=standing & Q(sessions__state=SessionState.HELD)),
        )
        .order_by("title", "id")
    )
    if narrowed.get("kind"):
        found = found.filter(kind=narrowed["kind"])
    if narrowed.get("year"):
        found = found.filter(academic_year_start=narrowed["year"])
    if words := narrowed.get("words"):
        found = found.filter(
            Q(title__icontains=words)
            | Q(organisation__icontains=words)
            | Q(subject__icontains=words)
            | Q(purpose__icontains=words)
        )
    return found


def years_planned(viewer: Viewer) -> list[int]:
    """The academic years there are activities for, by the year they start in, latest first."""
    starts = visible_activities(viewer).order_by("-academic_year_start")
    return list(starts.values_list("academic_year_start", flat=True).distinct())


def may_be_followed_by(viewer: Viewer, activity: Activity | None) -> QuerySet[Activity]:
    """Activities that may take up what students met in this one, by title."""
    found = visible_activities(viewer).filter(archived_at__isnull=True).order_by("title", "id")
    return found.exclude(pk=activity.pk) if activity is not None else found


def activities_to_export(viewer: Viewer, **narrowed: Any) -> QuerySet[Activity]:
    """`activities_for`, each with `standing_sessions`: those the viewer may see, by day."""
    sessions = (
        visible_sessions(viewer)
        .filter(withdrawn_at__isnull=True)
        .select_related("room")
        .prefetch_related("staff__person")
        .order_by("on", "starts_at", "id")
    )
    return activities_for(viewer, **narrowed).prefetch_related(
        Prefetch("sessions", queryset=sessions, to_attr="standing_sessions")
    )
