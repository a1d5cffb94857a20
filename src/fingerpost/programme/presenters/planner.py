"""The year's programme as a grid of year groups and terms, and the lists its figures open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format

from fingerpost.rules import kinds, routes, sectors
from fingerpost.web.tables import Cell, Column, Row, Table

from ..selectors.planner import PlannedSession, TermSpan
from .words import day, listed, place

NOT_KNOWN = "Not known for whom"


@dataclass(frozen=True)
class Entry:
    """What one cell of the grid says of a session, or of several of one activity."""

    title: str
    url: str
    about: str  # kind, when, how often
    students: int
    students_url: str
    tag: str = ""

    @property
    def students_words(self) -> str:
        return f"{self.students:,} student{'' if self.students == 1 else 's'}"


@dataclass(frozen=True)
class Line:
    """One year group: an entry list for each term."""

    label: str
    cells: Sequence[tuple[str, Sequence[Entry]]]


def short_day(on: Any) -> str:
    """A day inside a year that is known: 3 Dec."""
    return date_format(on, "j M")


def grid(
    planned: Sequence[PlannedSession], terms: Sequence[TermSpan], years: Sequence[int]
) -> list[Line]:
    """A line for each year group, and one for sessions of which nobody knows for whom."""
    labels = {kind.name: kind.label for kind in kinds(terms[-1].last)}
    lines = [
        Line(f"Year {year}", [(term.name, _cell(planned, term, year, labels)) for term in terms])
        for year in years
    ]
    unknown = [one for one in planned if not one.years]
    if unknown:
        cells = [(term.name, _cell(unknown, term, None, labels)) for term in terms]
        lines.append(Line(NOT_KNOWN, cells))
    return lines


def _cell(
    planned: Sequence[PlannedSession], term: TermSpan, year: int | None, labels: Mapping[str, str]
) -> list[Entry]:
    together: dict[Any, list[PlannedSession]] = defaultdict(list)
    for one in planned:
        session = one.session
        if term.first <= session.on <= term.last and (year is None or year in one.years):
            together[session.activity_id or (session.kind, session.title)].append(one)
    return [_entry(some, year, labels) for some in together.values()]


def _entry(some: list[PlannedSession], year: int | None, labels: Mapping[str, str]) -> Entry:
    first = some[0].session
    days = sorted({one.session.on for one in some})
    when = short_day(days[0])
    if len(days) > 1:
        when = f"{when} to {short_day(days[-1])}"
    # One student may be down for several of them, and counts once.
    down = {student for one in some for student in one.down.get(year or 0, ())}
    single = len(some) == 1
    address = reverse("programme:planner_students")
    query = urlencode({"sessions": ",".join(str(one.session.pk) for one in some), "group": year})
    return Entry(
        title=first.title,
        url=reverse("programme:session", args=[first.pk])
        if single or first.activity_id is None
        else reverse("programme:activity", args=[first.activity_id]),
        about=", ".join(
            filter(
                None,
                (
                    labels.get(first.kind, first.kind),
                    when,
                    "" if single else f"{len(some)} sessions",
                ),
            )
        ),
        students=len(down),
        students_url=f"{address}?{query}",
        tag=_state(some),
    )


def _state(some: Sequence[PlannedSession]) -> str:
    held = sum(one.session.is_held for one in some)
    if held == len(some):
        return "Held"
    return "Planned" if not held else "Part held"


def years_words(years: Iterable[int]) -> str:
    """Year groups in words: Year 9, Years 9 and 10."""
    numbers = [str(year) for year in sorted(years)]
    if not numbers:
        return NOT_KNOWN
    return f"Year{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def students_table(students: Iterable[Any], more: Mapping[int, str] | None = None) -> Table:
    """Students behind a figure. `more`: what else each is down for, by key."""
    extra = [Column("Also down for")] if more is not None else []
    return Table(
        "Students",
        [Column("Name"), Column("Year", plain=True), Column("Tutor group", plain=True), *extra],
        [
            Row(
                [
                    Cell(one.name, url=reverse("home:guidance_record", args=[one.pk])),
                    f"Year {one.year_group}",
                    one.tutor_group.name if one.tutor_group else None,
                    *([more.get(one.pk)] if more is not None else []),
                ]
            )
            for one in students
        ],
        hide_caption=True,
        people=True,
        empty="Nobody.",
    )


def sessions_table(planned: Sequence[PlannedSession]) -> Table:
    """Sessions behind a figure."""
    return Table(
        "Sessions",
        [
            Column("Session"),
            *(Column("When", plain=True), Column("For", plain=True), Column("State", plain=True)),
        ],
        [
            Row(
                [
                    Cell(
                        one.session.title,
                        url=reverse("programme:session", args=[one.session.pk]),
                        hint=one.session.organisation,
                    ),
                    day(one.session.on),
                    years_words(one.years),
                    one.session.get_state_display(),
                ]
            )
            for one in planned
        ],
        hide_caption=True,
        empty="None.",
    )


HEADINGS = (
    *("Term", "Day", "From", "To", "Year groups", "Kind", "Title", "State", "Organisation"),
    *("Subject", "Routes", "Kinds of work", "Where", "Students"),
)


def rows(planned: Sequence[PlannedSession], terms: Sequence[TermSpan]) -> Iterator[list[Any]]:
    """The year's programme as rows of a file, by day."""
    last = terms[-1].last
    labels = {
        "kinds": {one.name: one.label for one in kinds(last)},
        "routes": {one.name: one.label for one in routes(last)},
        "sectors": {one.name: one.label for one in sectors(last)},
    }
    for one in planned:
        session = one.session
        yield [
            next(term.name for term in terms if term.first <= session.on <= term.last),
            session.on,
            session.starts_at,
            session.ends_at,
            ", ".join(str(year) for year in sorted(one.years)),
            labels["kinds"].get(session.kind, session.kind),
            session.title,
            session.get_state_display(),
            session.organisation,
            session.subject,
            ", ".join(labels["routes"].get(route, route) for route in session.routes),
            ", ".join(labels["sectors"].get(sector, sector) for sector in session.sectors),
            place(session),
            sum(map(len, one.down.values())),
        ]
