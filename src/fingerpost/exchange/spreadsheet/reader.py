"""Reading a roll from any spreadsheet: CSV, XLSX or ODS, with a mapping of its columns."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fingerpost.exchange import cells
from fingerpost.exchange.assembly import Cell, Columns, Origin, RollAssembly
from fingerpost.exchange.containers import Zip
from fingerpost.exchange.fields import FIELDS
from fingerpost.exchange.headings import field_for, suggest_mapping
from fingerpost.exchange.roll import RollFile, UnreadableFile
from fingerpost.exchange.spreadsheet.format import (
    CSV,
    FEWEST_HEADINGS,
    NAME_FIELDS,
    ODS,
    ROWS_SEARCHED_FOR_HEADINGS,
    XLSX,
)
from fingerpost.exchange.spreadsheet.workbook import sheets
from fingerpost.exchange.tables import MAX_COLUMNS, MAX_ROWS, decode, rows, sniff_delimiter

_SAMPLE_ROWS = 5


class MappingNeeded(UnreadableFile):
    """The columns must be chosen by a person; `table` has the headings and the best guess."""

    def __init__(self, sentence: str, table: Table) -> None:
        super().__init__(sentence)
        self.table = table


@dataclass(frozen=True, slots=True)
class Table:
    """A spreadsheet's table of students before its columns are given meaning.

    `headings` are unique: a repeated heading gets its column's letters after it. `suggested` maps
    field names to headings. `rows` are (row number as the sender sees it, cells), below the
    headings, blank rows left out. `sheet` is empty for CSV.
    """

    version: str
    sheet: str
    headings: tuple[str, ...]
    suggested: Mapping[str, str]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    notes: tuple[str, ...]

    @property
    def sample(self) -> list[list[str]]:
        """The first few rows as text, to show beside the headings."""
        return [
            [_sample_text(cell) for cell in cells_of_row]
            for _, cells_of_row in self.rows[:_SAMPLE_ROWS]
        ]


def _sample_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)[:60]


# --- finding the table --------------------------------------------------------------------------


def read_table(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> Table:
    """The table of students in a spreadsheet's bytes. Raises UnreadableFile.

    The heading row is the one in the first rows with most known headings, or the one that holds
    every heading of `mapping`.
    """
    if data[:4] == b"PK\x03\x04":
        container = Zip(io.BytesIO(data), name)
        version = ODS if "content.xml" in container.paths() else XLSX
        candidates = [
            _table(version, title, list(enumerate(sheet, start=1)), mapping, ())
            for title, sheet in sheets(container, data, name)
            if any(cell not in ("", None) for row in sheet for cell in row)
        ]
        return _best(candidates, name)
    text = decode(data, name)
    notes = []
    if text.encoding == "cp1252":
        notes.append(
            "The file is not UTF-8, so it was read as Windows text. Check letters with accents."
        )
    numbered = list(enumerate(rows(text.text, name, sniff_delimiter(text.text)), start=1))
    return _best([_table(CSV, "", numbered, mapping, notes)], name)


def _best(candidates: Sequence[Table | None], name: str) -> Table:
    found = [table for table in candidates if table is not None]
    if not found:
        raise UnreadableFile(f"{name} is empty: it has no row of headings with students below it.")
    table = max(found, key=lambda candidate: len(candidate.suggested))
    if len(table.headings) > MAX_COLUMNS or len(table.rows) > MAX_ROWS:
        raise UnreadableFile(
            f"{name} has {len(table.headings):,} columns and {len(table.rows):,} rows; the most we "
            f"read is {MAX_COLUMNS:,} columns and {MAX_ROWS:,} rows. It may be the wrong file."
        )
    if not table.rows:
        raise UnreadableFile(f"{name} has headings but no students below them.")
    if len(found) > 1:
        only = f"Only the sheet “{table.sheet}” was read; the file has {len(found)} with data."
        return replace(table, notes=(*table.notes, only))
    return table


def _table(
    version: str,
    sheet: str,
    numbered: Sequence[tuple[int, Sequence[Cell]]],
    mapping: Mapping[str, str] | None,
    notes: Sequence[str],
) -> Table | None:
    filled = [(number, row) for number, row in numbered if any(_said(cell) for cell in row)]
    if not filled:
        return None
    place = _heading_place([row for _, row in filled[:ROWS_SEARCHED_FOR_HEADINGS]], mapping)
    headings, repeated = _unique_headings(filled[place][1])
    all_notes = list(notes)
    if repeated:
        all_notes.append(
            f"More than one column is called {', '.join(repeated)}. The first was used: check that "
            "it is the right one."
        )
    return Table(
        version=version,
        sheet=sheet,
        headings=headings,
        suggested=suggest_mapping(headings),
        rows=filled[place + 1 :],
        notes=tuple(all_notes),
    )


def _said(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _heading_place(top: Sequence[Sequence[Cell]], mapping: Mapping[str, str] | None) -> int:
    """Which of the top rows holds the headings; the first if none can be told."""
    if mapping:
        wanted = set(mapping.values())
        for place, row in enumerate(top):
            if wanted <= set(_unique_headings(row)[0]):
                return place
    known = [
        len({field_for(cell) for cell in row[:MAX_COLUMNS] if isinstance(cell, str)} - {None})
        for row in top
    ]
    best = max(range(len(top)), key=lambda place: (known[place], -place))
    return best if known[best] >= FEWEST_HEADINGS else 0


def _unique_headings(row: Sequence[Cell]) -> tuple[tuple[str, ...], list[str]]:
    """Headings, each once, and those that stood more than once; blank ones are named by column."""
    plain = [" ".join(_sample_text(cell).split()) for cell in row]
    while plain and not plain[-1]:
        plain.pop()
    times = Counter(text for text in plain if text)
    repeated = [f"“{text}”" for text, count in times.items() if count > 1]
    seen: set[str] = set()
    headings = []
    for place, text in enumerate(plain):
        heading = text if text and text not in seen else f"{text or 'Column'} ({_letters(place)})"
        seen.add(heading)
        headings.append(heading)
    return tuple(headings), repeated


def _letters(place: int) -> str:
    """A column's letters as spreadsheet programs show them: 0 is A, 26 is AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# --- reading it ---------------------------------------------------------------------------------


def read(data: bytes, name: str, as_of: date, mapping: Mapping[str, str] | None = None) -> RollFile:
    """A roll from a spreadsheet's bytes, with the given or the suggested mapping.

    `mapping` is field name to heading. Raises UnreadableFile for the file as a whole, and its
    subclass MappingNeeded where a person must choose the columns.
    """
    table = read_table(data, name, mapping)
    if "sourcedid" in {heading.lower() for heading in table.headings}:
        raise UnreadableFile(
            f"{name} is one file of a OneRoster export. Choose the whole folder, or a zip of it."
        )
    chosen = dict(table.suggested if mapping is None else mapping)
    _check_mapping(chosen, table, name)
    places = {field: table.headings.index(heading) for field, heading in chosen.items()}
    columns = Columns(
        headings=chosen,
        month_first=_month_first(table, places),
        fractions=_fractions(table, places),
    )
    assembly = RollAssembly(Origin("spreadsheet", table.version, "bulk"), columns, as_of)
    for note in table.notes:
        assembly.note(note)
    if mapping is None and "upn" not in chosen and "source_id" not in chosen:
        assembly.note(
            "There is no column of UPNs or student numbers. Students will be told apart by name "
            "and date of birth, which is less certain."
        )
    for row, place, row_cells in _placed(table):
        width = len(row_cells)
        if any(_said(cell) for cell in row_cells[len(table.headings) :]):
            assembly.reject(
                row, place, "", "This row has more cells than there are headings: check its commas."
            )
            continue
        assembly.add(
            row,
            place,
            {field: row_cells[at] if at < width else None for field, at in places.items()},
        )
    return assembly.finish()


def _placed(table: Table) -> Iterator[tuple[int, str, Sequence[Cell]]]:
    where = f"{table.sheet} row" if table.sheet else "row"
    for number, row in table.rows:
        yield number, f"{where} {number:,}", row


def _check_mapping(chosen: Mapping[str, str], table: Table, name: str) -> None:
    for field, heading in chosen.items():
        if field not in FIELDS:
            raise MappingNeeded(f"“{field}” is not something we keep about a student.", table)
        if heading not in table.headings:
            raise MappingNeeded(
                f"{name} has no column called “{heading}”. Choose its columns again.", table
            )
    if not any(names <= chosen.keys() for names in NAME_FIELDS):
        raise MappingNeeded(
            f"We could not tell which columns of {name} hold the students' first names and "
            "surnames. Choose them.",
            table,
        )


def _column(table: Table, at: int) -> Iterator[Cell]:
    return (row[at] for _, row in table.rows if at < len(row))


def _month_first(table: Table, places: Mapping[str, int]) -> frozenset[str]:
    """Date fields where some date is certainly written month first."""
    return frozenset(
        field
        for field, at in places.items()
        if FIELDS[field].is_date
        and any(
            isinstance(cell, str) and cells.is_month_first(cell.strip())
            for cell in _column(table, at)
        )
    )


def _fractions(table: Table, places: Mapping[str, int]) -> frozenset[str]:
    """Percentages that a workbook keeps as parts of one: all are numbers from 0 to 1."""
    if "attendance" not in places:
        return frozenset()
    column = _column(table, places["attendance"])
    numbers = [cell for cell in column if isinstance(cell, float)]
    whole = bool(numbers) and all(0 <= number <= 1 for number in numbers)
    return frozenset({"attendance"}) if whole else frozenset()
