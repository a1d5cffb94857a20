"""Reading opportunities from CSV: good lines are kept, each bad one is told with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fingerpost.common.days import day_words
from fingerpost.exchange.cells import CellProblem, parse_date, parse_number, parse_postcode
from fingerpost.exchange.lines import (
    MOST_LINES,
    Column,
    Given,
    Read,
    Words,
    link_of,
    listed,
    named,
    read_lines,
    whole_number,
)

_GRADES = range(1, 10)
# Longer than any way within the United Kingdom.
FARTHEST_MILES = 800
COLUMNS = {
    "provider": Column("Who offers it.", "Hill College", needed=True),
    "title": Column("What it is called.", "Carpentry, level 2", needed=True),
    "route": Column("What kind of place it is.", "further_education", needed=True),
    "level": Column("Its level.", "2", numbers=range(1, 9)),
    "sectors": Column(
        "The kinds of work it leads to.", "construction_and_built_environment", several=True
    ),
    "postcode": Column("Where it is.", "BD7 1AA"),
    "miles": Column("How many miles it is from the school.", "2.5"),
    "gcses": Column(
        "How many GCSEs it asks for.",
        "4",
        numbers=range(13),
        empty="It is not known. For none write 0.",
    ),
    "grade": Column("The grade that these GCSEs must have.", "3", numbers=_GRADES),
    "subjects": Column("Subjects that must be among them.", "Design; Maths", several=True),
    "open_day": Column("The day of the open day or taster; of a course, its open day.", day=30),
    "apply_by": Column("The last day to apply.", day=90),
    "link": Column("A web address to read more.", "https://www.example.org/carpentry"),
    "kind": Column("What the line is about.", "course", empty="It is a course."),
    "subject": Column("The subject.", "Carpentry"),
    "starts_on": Column("The day on which it starts.", day=200),
    "english_grade": Column("The grade it asks for in English.", "3", numbers=_GRADES),
    "maths_grade": Column("The grade it asks for in maths.", "3", numbers=_GRADES),
    "requirements": Column(
        "What else it asks for, in short sentences.", "Come to a talk first.", longest=500
    ),
    "opens_on": Column("The first day to apply.", day=10),
    "details": Column("What else students should know.", "The bus 620 stops here.", longest=500),
}
# What a line is; a course where it does not say.
KINDS = {"course": "Course", "open_day": "Open day", "taster": "Taster"}
LARGEST = 5 * 1024 * 1024
MOST_COURSES = 500_000  # of a list that an installation loads
_T = TypeVar("_T")


@dataclass(frozen=True)
class Row:
    """One opportunity as a file describes it. sectors, subjects: names. miles: from the school.

    open_day: of an open day or taster its date. line: of the file, counted from 1.
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
    line: int = 0


def words_of(routes: Mapping[str, str], sectors: Mapping[str, str]) -> Words:
    """The words that are understood, by column; routes, sectors: labels by name."""
    return {"route": routes, "sectors": sectors, "kind": KINDS}


def read(
    data: bytes,
    words: Words,
    *,
    only_courses: bool = False,
    today: dt.date | None = None,
) -> Read[Row]:
    """Read a CSV file with the columns of `COLUMNS`, in any order.

    words: from `words_of`. only_courses: a line of an open day or
    taster is told as one that cannot be kept. today: so is a line that would not be shown any
    more. Raises UnreadableFile for a file that is no such list at all.
    """

    def row(given: Given, line: int) -> Row:
        made = _row(given, words, line)
        if only_courses and made.kind != "course":
            raise CellProblem("open days and tasters are kept in a school's own list.")
        if today is not None:
            _check_is_to_come(made, today)
        return made

    return read_lines(data, COLUMNS, row, MOST_COURSES if only_courses else MOST_LINES)


def _row(given: Given, words: Words, line: int) -> Row:
    return _checked(
        Row(
            provider=given["provider"][:160],
            title=given["title"][:160],
            route=named(given["route"], words["route"], "route"),
            level=whole_number(given, "level", COLUMNS),
            sectors=tuple(
                named(one, words["sectors"], "sectors") for one in listed(given["sectors"])
            ),
            postcode=_maybe(given["postcode"], parse_postcode) or "",
            miles=_maybe(given["miles"], _miles),
            gcses=whole_number(given, "gcses", COLUMNS),
            grade=whole_number(given, "grade", COLUMNS),
            subjects=listed(given["subjects"]),
            open_day=_maybe(given["open_day"], parse_date),
            apply_by=_maybe(given["apply_by"], parse_date),
            link=link_of(given["link"], "link")[:500],
            kind=named(given["kind"], words["kind"], "kind") if given["kind"] else "course",
            subject=given["subject"][:80],
            starts_on=_maybe(given["starts_on"], parse_date),
            english_grade=whole_number(given, "english_grade", COLUMNS),
            maths_grade=whole_number(given, "maths_grade", COLUMNS),
            requirements=given["requirements"],
            opens_on=_maybe(given["opens_on"], parse_date),
            details=given["details"],
            line=line,
        )
    )


def _miles(text: str) -> float:
    miles = parse_number(text)
    if not 0 <= miles <= FARTHEST_MILES:
        raise CellProblem(f"“miles” must be from 0 to {FARTHEST_MILES}.")
    return miles


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


def _maybe(text: str, parse: Callable[[str], _T]) -> _T | None:
    return parse(text) if text else None
