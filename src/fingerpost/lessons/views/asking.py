"""Who asks, and which lesson it is about."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.viewer import ViewerRequest

from ..permissions import lessons_seen_by


def entries_crumb() -> list[tuple[str, str]]:
    """The way back to the list of local entries."""
    return [("What is new near here", reverse("lessons:entries"))]


def lesson_of(request: ViewerRequest, pk: int) -> Any:
    """A lesson about the viewer's students; another one is not there."""
    found = lessons_seen_by(request.viewer, timezone.localdate())
    return get_object_or_404(found.select_related("tutor_group", "session", "started_by"), pk=pk)
