"""The school's calendar as pages and files show it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import EventKind

_TONES = {EventKind.EXAM: "warn", EventKind.HOLIDAY: "quiet", EventKind.INSET: "quiet"}
_SHOWN_DAYS = 3


def event_days(first: dt.date, last: dt.date) -> str:
    """From which day to which: 3 December 2026, or 30 November to 4 December 2026."""
    if first == last:
        return date_format(first, "D j M Y")
    with_year = "D j M" if first.year == last.year else "D j M Y"
    return f"{date_format(first, with_year)} to {date_format(last, 'D j M Y')}"


def event_times(since: dt.time | None, until: dt.time | None) -> str:
    """09:00 to 10:30; empty for the whole day."""
    return f"{since:%H:%M} to {until:%H:%M}" if since and until else ""


def years_words(years: Sequence[int]) -> str:
    """For whom: Year 11, Years 7, 8 and 9, Everybody."""
    numbers = [str(year) for year in sorted(years)]
    if not numbers:
        return "Everybody"
    if len(numbers) == 1:
        return f"Year {numbers[0]}"
    return f"Years {', '.join(numbers[:-1])} and {numbers[-1]}"


def events_table(events: Iterable[Any]) -> Table:
    """The calendar, with tick boxes to remove several events at once."""
    return Table(
        "School events",
        [
            Column("Event"),
            *(Column(one, plain=True) for one in ("What", "When", "For")),
            Column("From"),
            Column("What to do", actions=True),
        ],
        [
            Row(
                [
                    event.title,
                    Cell("", tag=event.get_kind_display(), tone=_TONES.get(event.kind, "")),
                    Cell(
                        event_days(event.starts_on, event.ends_on),
                        hint=event_times(event.starts_at, event.ends_at),
                    ),
                    years_words(event.year_groups),
                    event.calendar or "By hand",
                    Cell(
                        "Change",
                        url=reverse("schools:change_event", args=[event.pk]),
                        about=event.title,
                    ),
                ],
                key=str(event.pk),
                name=event.title,
            )
            for event in events
        ],
        hide_caption=True,
        tick="events",
        tick_form="remove",
    )


def days_words(days: Sequence[tuple[Any, ...]]) -> tuple[str, str]:
    """When an entry takes place, and how often it does besides."""
    shown = [
        " ".join(filter(None, (event_days(first, last), event_times(since, until))))
        for first, last, since, until in days[:_SHOWN_DAYS]
    ]
    more = len(days) - len(shown)
    return "; ".join(shown), f"and {more} more times" if more > 0 else ""


def gone_lines(events: Iterable[Any]) -> list[tuple[Any, str]]:
    """Events that a file no longer has, with when they are."""
    return [(event, event_days(event.starts_on, event.ends_on)) for event in events]


HEADINGS = ("Title", "What", "First day", "Last day", "From", "To", "Year groups", "Calendar")


def rows(events: Iterable[Any]) -> Iterator[list[Any]]:
    """The calendar as rows of a file."""
    for event in events:
        yield [
            event.title,
            event.get_kind_display(),
            event.starts_on,
            event.ends_on,
            event.starts_at,
            event.ends_at,
            ", ".join(str(year) for year in event.year_groups),
            event.calendar,
        ]


def import_words(counts: dict[str, int]) -> str:
    """What an import did, in a sentence."""
    said = [
        f"{counts[name]} {words}"
        for name, words in (("added", "added"), ("changed", "changed"), ("removed", "removed"))
        if counts[name]
    ]
    if not said:
        return "The calendar was the same already. Nothing was changed."
    return f"Events of the calendar: {', '.join(said)}. You can undo this."
