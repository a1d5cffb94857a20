"""What several pages of the programme ask first: who asks, and which activity or session."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.selectors import tutor_groups

from .. import bridge, permissions
from ..presenters.words import audience_words
from ..selectors import recording
from ..selectors.audience import Audience


def activity_of(request: ViewerRequest, pk: int) -> Any:
    """An activity of the viewer's school."""
    found = permissions.visible_activities(request.viewer)
    return get_object_or_404(found.select_related("budget_line__academic_year", "follow_up"), pk=pk)


def session_of(request: ViewerRequest, pk: int) -> Any:
    """A session the viewer may see, in any state."""
    return get_object_or_404(recording.counted_sessions(request.viewer), pk=pk)


def planned_session_of(request: ViewerRequest, pk: int) -> Any:
    """A session the viewer may see that is still planned."""
    found = session_of(request, pk)
    if not found.is_planned:
        raise Http404("This session is not planned any more.")
    return found


def audience_labels(request: ViewerRequest) -> tuple[dict[int, str], dict[str, Any]]:
    """What audiences are written with: names of tutor groups by key, measures by name."""
    groups = {group.pk: group.name for group in tutor_groups(request.viewer.school)}
    return groups, bridge.measures_by_name(timezone.localdate())


def audience_of(request: ViewerRequest, activity: Any) -> tuple[Audience, str]:
    """An activity's audience, and the same in words."""
    audience = Audience.stored(activity.audience)
    return audience, audience_words(audience, *audience_labels(request))


def counted_words(number: int, noun: str = "student") -> str:
    """How many: 1 student, 12 students."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
