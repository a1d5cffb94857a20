"""The figures of a start page: who still misses what they are due."""

import datetime as dt
from typing import Any

from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.ledger import bridge as ledger
from fingerpost.ledger.permissions import day_for
from fingerpost.ledger.presenters.measure import Opens, opens_for
from fingerpost.ledger.presenters.words import missing_title
from fingerpost.signposting import bridge as signposting

from .blocks import Tile

# The figures that open the day: what every student is due, first of all.
START_FIGURES = (
    "duty_independent_guidance",
    "gatsby_8_interview_by_16",
    "gatsby_5_employers",
    "duty_apprenticeships",
)


def missing_tiles(viewer: Viewer) -> list[Tile]:
    """How many still miss what they are due, each figure linked to its list; figures that count
    nobody here are left out.
    """
    on = day_for(viewer, timezone.localdate())
    question = ledger.question(viewer, on)
    opens = opens_for(viewer, on)
    figures = [
        (found, question.figure(name)) for name in START_FIGURES if (found := ledger.find(name, on))
    ]
    return [
        _missing_tile(found, figure, opens, on)
        for found, figure in figures
        if figure.hidden or figure.of
    ]


def _missing_tile(found: Any, figure: Any, opens: Opens, on: dt.date) -> Tile:
    label = missing_title(found)
    if figure.hidden:
        return Tile(label, "hidden", "", hint="Too few students to show")
    return Tile(
        label,
        figure.missing,
        opens.url(found.name, "not_counted"),
        figure.of,
        hint=_who_has_time(found, on),
        tone="good" if figure.missing == 0 else "warn",
    )


def _who_has_time(found: Any, on: dt.date) -> str:
    """Whom a figure with a deadline counts, and when it is due: some of them have time still."""
    due = signposting.deadline_of(found.name, on)
    if due is None:
        return ""
    last = dt.date(2001, due.month, due.day)
    return f"{found.denominator} Due by {last.day} {last:%B} of Year {due.year}."
