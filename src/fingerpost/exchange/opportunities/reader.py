"""Reading opportunities from CSV: good lines are kept, each bad one is told with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fingerpost.common.days import day_words
from fingerpost.exchange.cells import CellProblem, parse_date, parse_number, parse_postcode, shown
from fingerpost.exchange.lines import MOST_LINES, Given, Read, link_of, listed, named, read_lines

# Heading of each column, and whether it must be filled in.
COLUMNS = {
    "provider": True,
    "title": True,
    "route": True,
    "level": False,
    "sectors": False,
    "postcode": False,
    "miles": False,
    "gcses": False,
    "grade": False,
    "subjects": False,
    "open_day": False,
    "apply_by": False,
    "link": False,
    "kind": False,
    "subject": False,
    "starts_on": False,
    "english_grade": False,
    "maths_grade": False,
    "requirements": False,
    "opens_on": False,
    "details": False,
}
# What a line is; a course where it does not say.
KINDS = {"course": "Course", "open_day": "Open day", "taster": "Taster"}
LARGEST = 5 * 1024 * 1024
MOST_COURSES = 500_000  # of a list that an installation loads
_LONGEST = 500
_T = TypeVar("_T")


@dataclass(frozen=True)
class Row:
    """One opportunity as a file describes it. sectors, subjects: names. miles: from the school.

    open_day: of an open day or taster its date.
    """

    provider: str
    title: str
    route: str
    level: int | None = None
    sectors: tuple[str, ...] = ()
    postcode: str = ""
    miles: float | None = None
    gcses: int | None = None
    grade: int | None = None
    subjects: tuple[str, ...] = ()
    open_day: dt.date | None = None
    apply_by: dt.date | None = None
    link: str = ""
    kind: str = "course"
    subject: str = ""
    starts_on: dt.date | None = None
    english_grade: int | None = None
    maths_grade: int | None = None
    requirements: str = ""
    opens_on: dt.date | None = None
    details: str = ""


def read(
    data: bytes,
    routes: Mapping[str, str],
    sectors: Mapping[str, str],
    *,
    only_courses: bool = False,
    today: dt.date | None = None,
) -> Read[Row]:
    """Read a CSV file with the columns of `COLUMNS`, in any order.

    routes, sectors: labels by name; a file may say either. only_courses: a line of an open day or
    taster is told as one that cannot be kept. today: so is a line that would not be shown any
    more. Raises UnreadableFile for a file that
    is no such list at all.
    """

    def row(given: Given, _line: int) -> Row:
        made = _row(given, routes, sectors)
        if only_courses and made.kind != "course":
            raise CellProblem("open days and tasters are kept in a school's own list.")
        if today is not None:
            _check_is_to_come(made, today)
        return made

    return read_lines(data, COLUMNS, row, MOST_COURSES if only_courses else MOST_LINES)


def _row(given: Given, routes: Mapping[str, str], sectors: Mapping[str, str]) -> Row:
    return _checked(
        Row(
            provider=given["provider"][:160],
            title=given["title"][:160],
            route=named(given["route"], routes, "route"),
            level=_whole(given["level"], "level", range(1, 9)),
            sectors=tuple(named(one, sectors, "sectors") for one in listed(given["sectors"])),
            postcode=_maybe(given["postcode"], parse_postcode) or "",
            miles=_maybe(given["miles"], parse_number),
            gcses=_whole(given["gcses"], "gcses", range(13)),
            grade=_whole(given["grade"], "grade", range(1, 10)),
            subjects=listed(given["subjects"]),
            open_day=_maybe(given["open_day"], parse_date),
            apply_by=_maybe(given["apply_by"], parse_date),
            link=link_of(given["link"], "link")[:500],
            kind=named(given["kind"], KINDS, "kind") if given["kind"] else "course",
            subject=given["subject"][:80],
            starts_on=_maybe(given["starts_on"], parse_date),
            english_grade=_whole(given["english_grade"], "english_grade", range(1, 10)),
            maths_grade=_whole(given["maths_grade"], "maths_grade", range(1, 10)),
            requirements=_short(given["requirements"], "requirements"),
            opens_on=_maybe(given["opens_on"], parse_date),
            details=_short(given["details"], "details"),
        )
    )


def _check_is_to_come(row: Row, today: dt.date) -> None:
    column = "apply_by" if row.kind == "course" else "open_day"
    last: dt.date | None = getattr(row, column)
    if last is not None and last < today:
        raise CellProblem(f"“{column}” is over: {day_words(last)}.")


def _checked(row: Row) -> Row:
    if row.kind != "course" and row.open_day is None:
        raise CellProblem("“open_day” is empty: say on which day it is.")
    if row.grade and not row.gcses:
        raise CellProblem("“gcses” is empty: say how many at this grade.")
    if row.opens_on and row.apply_by and row.opens_on > row.apply_by:
        raise CellProblem("“apply_by” is before “opens_on”.")
    return row


def _short(text: str, column: str) -> str:
    if len(text) > _LONGEST:
        raise CellProblem(f"“{column}” is longer than {_LONGEST} letters.")
    return text


def _maybe(text: str, parse: Callable[[str], _T]) -> _T | None:
    return parse(text) if text else None


def _whole(text: str, column: str, allowed: Collection[int]) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) not in allowed:
        raise CellProblem(
            f"{shown(text)} in “{column}” is not one of {min(allowed)} to {max(allowed)}."
        )
    return int(text)
