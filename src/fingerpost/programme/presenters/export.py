"""Activities with their sessions as rows of a file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from fingerpost.rules import routes, sectors

from ..enums import SessionState
from ..selectors.audience import Audience
from .activities import kind_labels
from .words import audience_words, place

HEADINGS = (
    *("Activity", "Kind", "Academic year", "For", "Purpose", "Learning outcomes"),
    *("Organisation", "Subject", "Routes", "Kinds of work", "Budget line"),
    *("State", "Day", "From", "To", "Where", "Staff", "Places", "Down for it", "Cost in pounds"),
)
_OF_A_SESSION = 9


def rows(
    activities: Iterable[Any], groups: Mapping[int, str], measures: Mapping[str, Any]
) -> Iterator[list[Any]]:
    """A row for each of the `standing_sessions` of each activity, one where there are none."""
    today = timezone.localdate()
    labels = {
        "kinds": kind_labels(),
        "routes": {route.name: route.label for route in routes(today)},
        "sectors": {sector.name: sector.label for sector in sectors(today)},
    }
    for activity in activities:
        whom = audience_words(Audience.stored(activity.audience), groups, measures)
        said = _of_the_activity(activity, whom, labels)
        for session in activity.standing_sessions:
            yield [*said, *_of_the_session(session, activity)]
        if not activity.standing_sessions:
            yield [*said, *[None] * _OF_A_SESSION]


def _of_the_activity(activity: Any, whom: str, labels: dict[str, dict[str, str]]) -> list[Any]:
    return [
        activity.title,
        labels["kinds"].get(activity.kind, activity.kind),
        activity.academic_year.name,
        whom,
        activity.purpose,
        "; ".join(activity.outcomes),
        activity.organisation,
        activity.subject,
        ", ".join(labels["routes"].get(one, one) for one in activity.routes),
        ", ".join(labels["sectors"].get(one, one) for one in activity.sectors),
        activity.budget_line.name if activity.budget_line else "",
    ]


def _of_the_session(session: Any, activity: Any) -> list[Any]:
    pence = session.pence if session.pence is not None else activity.pence_a_session
    return [
        SessionState(session.state).label,
        session.on,
        session.starts_at,
        session.ends_at,
        place(session),
        ", ".join(str(one.person) for one in session.staff.all()),
        session.capacity,
        session.taken,
        None if pence is None else pence / 100,
    ]
