"""Who asks, and which lesson it is about."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from fingerpost.students.asking import viewer_of

from ..permissions import lessons_seen_by


def lesson_of(request: HttpRequest, pk: int) -> Any:
    """A lesson about the viewer's students; another one is not there."""
    found = lessons_seen_by(viewer_of(request), timezone.localdate())
    return get_object_or_404(found.select_related("tutor_group", "session", "started_by"), pk=pk)
