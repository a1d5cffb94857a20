"""Lists that people keep in a spreadsheet, from CSV: good lines are kept, each bad one is told."""

from __future__ import annotations

import csv
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
class Read(Generic[T]):
    """rows: what can be kept. problems: sentences, each beginning with the line it is about."""

    rows: list[T] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_lines(
    data: bytes, columns: Mapping[str, bool], row: Callable[[Given, int], T], most: int = MOST_LINES
) -> Read[T]:
    """Read a CSV file whose first line names its columns, in any order.

    columns: heading to whether it must be there and filled in. row: makes a row of cells by
    heading and the number of the line; raises CellProblem for one that cannot be kept. most: how
    many lines it may have. Raises UnreadableFile for a file that is no such list at all.
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
    columns: Mapping[str, bool],
    row: Callable[[Given, int], T],
    most: int,
) -> Read[T]:
    headings = [(name or "").strip().lower().replace(" ", "_") for name in reader.fieldnames or ()]
    missing = [name for name, needed in columns.items() if needed and name not in headings]
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
            _check_filled_in(given, columns)
            found.rows.append(row(given, reader.line_num))
        except CellProblem as problem:
            found.problems.append(f"Line {reader.line_num}: {problem.sentence}")
    if not found.rows and not found.problems:
        raise UnreadableFile("The file has no lines under its headings.")
    return found


def _check_filled_in(given: Given, columns: Mapping[str, bool]) -> None:
    for name, needed in columns.items():
        if needed and not given[name]:
            raise CellProblem(f"“{name}” is empty.")


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


def check_lengths(given: Given, lengths: Mapping[str, int]) -> None:
    """Raise CellProblem for a cell with more characters than are kept."""
    for name, longest in lengths.items():
        if len(given[name]) > longest:
            raise CellProblem(f"“{name}” is longer than {longest} characters.")


def line_of(problem: str) -> int:
    """The line that a problem begins with, to put several lists of them in order."""
    return int(problem.removeprefix("Line ").partition(":")[0])
