"""Lists that people keep in a spreadsheet, from CSV: good lines are kept, each bad one is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fingerpost.exchange.cells import CellProblem, shown
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.exchange.tables import decode, sniff_delimiter

Given = Mapping[str, str]
T = TypeVar("T")
_NAME, _BETWEEN = "The file", ";"
# A list that somebody keeps by hand; all its lines are written in one go.
MOST_LINES = 5_000


@dataclass(frozen=True)
class Column:
    """One column of such a list: the reader and the page that asks for the file both go by it.

    says: what stands in it, in words. example: as somebody would type it. needed: it must be there
    and filled in. numbers: the whole numbers that are understood. day: it holds a date, and the
    example's lies so many days ahead. longest: letters at most. several: it may hold several, with
    semicolons between. empty: what an empty cell means, where that needs saying.
    """

    says: str
    example: str = ""
    needed: bool = False
    numbers: range | None = None
    day: int | None = None
    longest: int | None = None
    several: bool = False
    empty: str = ""


Columns = Mapping[str, Column]
Words = Mapping[str, Mapping[str, str]]
"""The words that are understood in a column: labels by name. A file may say either."""


@dataclass(frozen=True)
class Read(Generic[T]):
    """rows: what can be kept. problems: sentences, each beginning with the line it is about."""

    rows: list[T] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_lines(
    data: bytes, columns: Columns, row: Callable[[Given, int], T], most: int = MOST_LINES
) -> Read[T]:
    """Read a CSV file whose first line names its columns, in any order.

    columns: by heading. row: makes a row of cells by heading and the number of the line; raises
    CellProblem for one that cannot be kept. most: how many lines it may have. Raises
    UnreadableFile for a file that is no such list at all.
    """
    text = decode(data, _NAME).text
    lines = io.StringIO(text, newline="")
    reader = csv.DictReader(lines, delimiter=sniff_delimiter(text), strict=True)
    try:
        return _read(reader, columns, row, most)
    except csv.Error as error:
        raise UnreadableFile(
            f"Line {reader.line_num} cannot be read: a quotation mark is missing, or a cell is far "
            "too long."
        ) from error


def _read(
    reader: csv.DictReader[str],
    columns: Columns,
    row: Callable[[Given, int], T],
    most: int,
) -> Read[T]:
    headings = [(name or "").strip().lower().replace(" ", "_") for name in reader.fieldnames or ()]
    missing = [name for name, one in columns.items() if one.needed and name not in headings]
    if missing:
        raise UnreadableFile(f"The file has no column “{missing[0]}” in its first line.")
    reader.fieldnames = headings
    found: Read[T] = Read()
    for number, cells in enumerate(reader):
        if number == most:
            raise UnreadableFile(f"The file has more than {most:,} lines, the most we read.")
        given = {name: (cells.get(name) or "").strip() for name in columns}
        if not any(given.values()):
            continue
        try:
            _check(given, columns)
            found.rows.append(row(given, reader.line_num))
        except CellProblem as problem:
            found.problems.append(f"Line {reader.line_num}: {problem.sentence}")
    if not found.rows and not found.problems:
        raise UnreadableFile("The file has no lines under its headings.")
    return found


def _check(given: Given, columns: Columns) -> None:
    for name, column in columns.items():
        if column.needed and not given[name]:
            raise CellProblem(f"“{name}” is empty.{f' {column.empty}' if column.empty else ''}")
        if column.longest and len(given[name]) > column.longest:
            raise CellProblem(f"“{name}” is longer than {column.longest} characters.")


def whole_number(given: Given, name: str, columns: Columns) -> int | None:
    """The number in a cell, one of its column's; None for an empty cell. Raises CellProblem."""
    text, allowed = given[name], columns[name].numbers
    if not text:
        return None
    if allowed is None or not text.isdecimal() or int(text) not in allowed:
        least, most = (min(allowed), max(allowed)) if allowed else ("", "")
        raise CellProblem(f"{shown(text)} in “{name}” is not one of {least} to {most}.")
    return int(text)


def example_of(columns: Columns, today: dt.date) -> dict[str, str]:
    """A line that the reader understands today, by heading."""
    return {
        name: one.example if one.day is None else (today + dt.timedelta(days=one.day)).isoformat()
        for name, one in columns.items()
    }


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, with semicolons between."""
    return tuple(part.strip() for part in text.split(_BETWEEN) if part.strip())


def named(text: str, labels: Mapping[str, str], column: str) -> str:
    """The name that a cell says, by itself or by its label. Raises CellProblem."""
    wanted = text.casefold()
    for name, label in labels.items():
        if wanted in (name.casefold(), label.casefold()):
            return name
    known = next(iter(labels.values()))
    raise CellProblem(f"{shown(text)} in “{column}” is none we know. One is “{known}”.")


def link_of(text: str, column: str) -> str:
    """A web address, or nothing. Raises CellProblem."""
    if text and not text.startswith(("https://", "http://")):
        raise CellProblem(f"{shown(text)} in “{column}” is no web address.")
    return text


def line_of(problem: str) -> int:
    """The line that a problem begins with, to put several lists of them in order."""
    return int(problem.removeprefix("Line ").partition(":")[0])
