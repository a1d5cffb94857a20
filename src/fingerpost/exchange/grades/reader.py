"""Reading predicted GCSE grades from CSV: good lines are kept, each bad one told with its line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fingerpost.exchange.cells import CellProblem, parse_date, shown
from fingerpost.exchange.lines import Column, Given, Read, read_lines, whole_number

COLUMNS = {
    "upn": Column("The student’s UPN.", "A123456789012", needed=True),
    "subject": Column("The GCSE subject.", "Maths", needed=True, longest=60),
    "grade": Column(
        "The predicted grade, or “none” to take out what is there: the grade of the day in "
        "“date”, or every grade of the subject where that is empty.",
        "6",
        needed=True,
        numbers=range(1, 10),
        empty="Nothing is changed by it. To take a grade out, write “none”.",
    ),
    "date": Column("The day of the prediction.", day=0, empty="It is taken to be today."),
    "source": Column(
        "Where the grade is from.",
        "Autumn mocks",
        longest=60,
        empty="It is taken to be a teacher’s prediction.",
    ),
}
LARGEST = 5 * 1024 * 1024
NONE = "none"
USUAL_SOURCE = "Teachers’ prediction"


@dataclass(frozen=True)
class Row:
    """One grade as a file says it. line: of the file, counted from 1. grade: 1 to 9; None for what
    is to be taken out. predicted_on: None where every day of the subject is to be taken out.
    """

    line: int
    upn: str
    subject: str
    grade: int | None
    predicted_on: dt.date | None
    source: str = USUAL_SOURCE


def read(data: bytes, today: dt.date) -> Read[Row]:
    """Read a CSV file with the columns of `COLUMNS`, in any order; a line without a date is of
    today.

    Raises UnreadableFile for a file that is no such list at all.
    """
    return read_lines(data, COLUMNS, lambda given, line: _row(given, line, today))


def _row(given: Given, line: int, today: dt.date) -> Row:
    on = parse_date(given["date"]) if given["date"] else None
    if on is not None and on > today:
        raise CellProblem(f"{shown(given['date'])} in “date” is still to come.")
    grade = _grade(given)
    return Row(
        line=line,
        upn=given["upn"].upper().replace(" ", "")[:13],
        subject=" ".join(given["subject"].split()),
        grade=grade,
        predicted_on=on if grade is None else on or today,
        source=given["source"] or USUAL_SOURCE,
    )


def _grade(given: Given) -> int | None:
    """A GCSE grade from 1 to 9, None for “none”; letters, and two grades at once, are refused."""
    if given["grade"].casefold() == NONE:
        return None
    try:
        return whole_number(given, "grade", COLUMNS)
    except CellProblem:
        raise CellProblem(
            f"{shown(given['grade'])} in “grade” is no GCSE grade from 1 to 9."
        ) from None
