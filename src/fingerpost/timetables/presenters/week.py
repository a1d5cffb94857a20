"""A week of a draft, day by day and adviser by adviser; and the same on paper."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ..models import Seat
from .words import clock, place


@dataclass(frozen=True)
class Line:
    """One interview of a day."""

    time: str
    student: str
    student_id: int
    group: str
    adviser: str
    place: str
    minutes: int
    adult: str
    missed: str
    change: str


@dataclass(frozen=True)
class Day:
    """A day with the lines of each adviser, in the order of the week's advisers."""

    on: dt.date
    columns: Sequence[Sequence[Line]]


@dataclass(frozen=True)
class Week:
    """The days of a week that have interviews; before and after are weeks that have some too."""

    monday: dt.date
    advisers: Sequence[str]
    days: Sequence[Day]
    before: dt.date | None
    after: dt.date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper: an adviser's day, or a tutor group."""

    title: str
    lines: Sequence[tuple[dt.date, Line]]


def line_of(seat: Seat) -> Line:
    """One interview that has a time."""
    assert seat.starts_at is not None
    return Line(
        time=clock(seat.starts_at),
        student=str(seat.student),
        student_id=seat.student_id,
        group=seat.student.group_or_year,
        adviser=str(seat.adviser or "–"),
        place=place(seat),
        minutes=seat.minutes,
        adult=seat.accompanying_adult,
        missed=seat.missed,
        change=seat.get_change_display() if seat.change and seat.change != "kept" else "",
    )


def _on(seat: Seat) -> dt.date:
    assert seat.starts_at is not None
    return timezone.localdate(seat.starts_at)


def _monday(on: dt.date) -> dt.date:
    return on - dt.timedelta(days=on.weekday())


def week_of(seats: Iterable[Seat], wanted: dt.date | None) -> Week | None:
    """The week of a day, or the first with interviews; None where nobody has a time."""
    timed = [seat for seat in seats if seat.starts_at]
    if not timed:
        return None
    mondays = sorted({_monday(_on(seat)) for seat in timed})
    asked = _monday(wanted) if wanted else mondays[0]
    monday = asked if asked in mondays else mondays[0]
    place_in = mondays.index(monday)
    of_week = [seat for seat in timed if _monday(_on(seat)) == monday]
    advisers = sorted({str(seat.adviser or "–") for seat in of_week})
    lines: dict[dt.date, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for seat in of_week:
        lines[_on(seat)][str(seat.adviser or "–")].append(line_of(seat))
    return Week(
        monday=monday,
        advisers=advisers,
        days=[
            Day(on, [lines[on].get(adviser, []) for adviser in advisers]) for on in sorted(lines)
        ],
        before=mondays[place_in - 1] if place_in else None,
        after=mondays[place_in + 1] if place_in + 1 < len(mondays) else None,
    )


def sheets(seats: Iterable[Seat], by: str) -> list[Sheet]:
    """The interviews on sheets: one for each tutor group, or for each day of each adviser."""
    found: dict[Any, list[tuple[dt.date, Line]]] = defaultdict(list)
    for seat in seats:
        if seat.starts_at:
            line, on = line_of(seat), _on(seat)
            key = (line.group,) if by == "group" else (line.adviser, on)
            found[key].append((on, line))
    return [
        Sheet(_title(key), sorted(lines, key=lambda one: (one[0], one[1].time, one[1].student)))
        for key, lines in sorted(found.items())
    ]


def _title(key: tuple[Any, ...]) -> str:
    if len(key) == 1:
        return str(key[0])
    on: dt.date = key[1]
    return f"{key[0]}, {on:%A} {on.day} {on:%B %Y}"
