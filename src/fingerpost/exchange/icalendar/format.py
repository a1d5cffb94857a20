"""What a calendar file says of an academic year, and how much of it we read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

LARGEST = 2 * 1024 * 1024
MOST_EVENTS = 3_000
# A school's year has some hundred entries. What repeats is one entry, however often.
MOST_ENTRIES = 1_000
MOST_DAYS = 5_000


@dataclass(frozen=True)
class Occurrence:
    """One time that something takes place. Times are London's and of a single day; what takes
    several days, or has no end, takes all of each day.

    key: the same in every file that speaks of the same occurrence.
    """

    key: str
    starts_on: date
    ends_on: date
    starts_at: time | None = None
    ends_at: time | None = None


@dataclass(frozen=True)
class CalendarEntry:
    """One entry of a calendar with all its occurrences in the academic year, by day."""

    uid: str
    title: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True)
class CalendarFile:
    """What a file says. name: what the calendar calls itself, or empty. left_out: a sentence for
    each entry that could not be read."""

    name: str
    entries: tuple[CalendarEntry, ...]
    left_out: tuple[str, ...]
