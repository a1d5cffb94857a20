"""Dates, routes and states in words."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from fingerpost.rules import routes, sectors

from ..models import Action, Interview


def date_words(day: dt.date) -> str:
    """3 October 2026."""
    return f"{day.day} {day:%B %Y}"


def moment_words(moment: dt.datetime) -> str:
    """Monday 23 November 2026, 09:40."""
    local = timezone.localtime(moment)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def short_moment(moment: dt.datetime) -> str:
    """Mon 23 Nov, 09:40."""
    local = timezone.localtime(moment)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


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
