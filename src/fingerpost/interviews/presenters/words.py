"""Dates, routes and states in words."""

from collections.abc import Iterable

from django.utils import timezone

from fingerpost.rules import routes, sectors

from ..models import Action, Interview


def place_words(interview: Interview) -> str:
    """Where an interview is: its room, or how it is held at a distance."""
    if interview.room:
        return interview.room.name
    return str(interview.get_channel_display())


def route_words(names: Iterable[str], for_students: bool = False) -> str:
    """Routes by their labels, in listing order, with commas between."""
    wanted = set(names)
    return ", ".join(
        route.student_label if for_students else route.label
        for route in routes(timezone.localdate())
        if route.name in wanted
    )


def sector_words(names: Iterable[str], for_students: bool = False) -> str:
    """Sectors by their labels, in listing order, with commas between."""
    wanted = set(names)
    return ", ".join(
        sector.student_label if for_students else sector.label
        for sector in sectors(timezone.localdate())
        if sector.name in wanted
    )


def is_overdue(action: Action) -> bool:
    """Whether an open action is past its date."""
    return bool(action.state == "open" and action.due_on and action.due_on < timezone.localdate())


STATE_TONES = {"booked": "", "held": "good", "missed": "bad", "cancelled": "quiet"}
