"""Reading predicted GCSE grades from CSV: good lines are kept, each bad one told with its line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fingerpost.exchange.cells import CellProblem, parse_date, shown
from fingerpost.exchange.lines import Given, Read, read_lines

# Heading of each column, and whether it must be filled in.
COLUMNS = {"upn": True, "subject": True, "grade": True, "date": False, "source": False}
LARGEST = 5 * 1024 * 1024
USUAL_SOURCE = "Teachers’ prediction"


@dataclass(frozen=True)
class Row:
    """One grade as a file says it. line: of the file, counted from 1. grade: 1 to 9."""

    line: int
    upn: str
    subject: str
    grade: int
    predicted_on: dt.date
    source: str = USUAL_SOURCE


def read(data: bytes, today: dt.date) -> Read[Row]:
    """Read a CSV file with the columns of `COLUMNS`, in any order; a line without a date is of
    today.

    Raises UnreadableFile for a file that is no such list at all.
    """
    return read_lines(data, COLUMNS, lambda given, line: _row(given, line, today))


def _row(given: Given, line: int, today: dt.date) -> Row:
    on = parse_date(given["date"]) if given["date"] else today
    if on > today:
        raise CellProblem(f"{shown(given['date'])} in “date” is still to come.")
    return Row(
        line=line,
        upn=given["upn"].upper().replace(" ", "")[:13],
        subject=" ".join(given["subject"].split())[:60],
        grade=_grade(given["grade"]),
        predicted_on=on,
        source=given["source"][:60] or USUAL_SOURCE,
    )


def _grade(text: str) -> int:
    """A GCSE grade from 1 to 9; letters, and two grades at once, are refused."""
    if text in {"1", "2", "3", "4", "5", "6", "7", "8", "9"}:
        return int(text)
    raise CellProblem(f"{shown(text)} in “grade” is no GCSE grade from 1 to 9.")
