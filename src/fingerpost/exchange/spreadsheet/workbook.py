"""Reading workbooks (XLSX and ODS) without letting one use up the machine.

The reader underneath keeps every cell between the first and the last used one and a copy of each
shared text wherever it is used, and when memory runs out it ends the whole process. So the space a
sheet would take is worked out from the file first, always erring upwards.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from fingerpost.exchange.assembly import Cell
from fingerpost.exchange.containers import Zip
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.exchange.spreadsheet.format import MAX_CELLS, MAX_TEXT
from fingerpost.exchange.xml_safely import safe_events


def sheets(container: Zip, data: bytes, name: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Each visible sheet as its name and rows of cells. Raises UnreadableFile.

    Text cells come as text, dates as dates, numbers as floats, answers as bools, empty cells as
    empty text. `container` is the same file opened as a zip.
    """
    _check_space(container, name)
    with _as_refusals(name):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
        ]
    for title in titles:
        with _as_refusals(name):
            rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
        yield title, [[_cell(cell) for cell in row] for row in rows]


@contextmanager
def _as_refusals(name: str) -> Iterator[None]:
    sentence = f"{name} is damaged. Open it, save it again, and send that."
    try:
        yield
    except (CalamineError, OSError, ValueError, LookupError) as error:
        raise UnreadableFile(sentence) from error
    except BaseException as error:
        # The reader's own crash comes as a class outside Exception that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(sentence) from error


def _cell(cell: str | float | bool | time | date | datetime | timedelta) -> Cell:
    return str(cell) if isinstance(cell, time | timedelta) else cell


def _check_space(container: Zip, name: str) -> None:
    paths = container.paths()
    if any(path.lower().endswith("workbook.bin") for path in paths):
        raise UnreadableFile(f"{name} is a binary workbook (XLSB). Save it as XLSX.")
    if "content.xml" in paths:
        _check_ods(container.read_path("content.xml"), name)
    texts: list[int] = []
    others = []
    for path in paths:
        if path.lower().endswith("sharedstrings.xml"):
            texts += _shared_lengths(container.read_path(path))
        elif path != "content.xml":
            others.append(path)
    for path in others:  # a workbook may keep its sheets under any name
        _check_xlsx_sheet(container.read_path(path), texts, name)


def _too_spread(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} spreads over too many cells to be read. Copy the students to a new sheet, "
        "starting in the first cell, and send that."
    )


# --- XLSX ---------------------------------------------------------------------------------------

_PREFIX = rb"(?:[\w.-]+:)?"
# These find too much rather than too little: any attribute whose name ends in r.
_ANY_COLUMN = re.compile(rb"""r\s*=\s*["']([A-Za-z]+)\d""")
_ANY_ROW = re.compile(rb"""r\s*=\s*["'][A-Za-z]*(\d+)""")
_CELL = re.compile(rb"<" + _PREFIX + rb"c[\s/>]")
_ROW = re.compile(rb"<" + _PREFIX + rb"row[\s/>]")
_NUMBERED_CELL = re.compile(rb"<" + _PREFIX + rb"""c\s[^<>]*?\br\s*=\s*["'][A-Za-z]+\d+["']""")
_NUMBERED_ROW = re.compile(rb"<" + _PREFIX + rb"""row\s[^<>]*?\br\s*=\s*["']\d+["']""")
_SHARED_USE = re.compile(rb">\s*\+?(\d{1,20})\s*</" + _PREFIX + rb"v\s*>")
_SHARED_TEXT = re.compile(rb"<" + _PREFIX + rb"si[\s/>]")


def _check_xlsx_sheet(xml: bytes, texts: list[int], name: str) -> None:
    """Refuse a sheet that spans too many cells or unfolds to too much text.

    `texts` are the lengths in bytes of the workbook's shared texts.
    """
    cells = len(_CELL.findall(xml))
    if not cells:
        return
    rows, columns = _furthest(xml)
    # Rows and cells that do not say where they are follow the one before.
    unnumbered_rows = len(_ROW.findall(xml)) - len(_NUMBERED_ROW.findall(xml))
    if unnumbered_rows > 0:
        rows += unnumbered_rows
    if cells > len(_NUMBERED_CELL.findall(xml)):
        columns += max(len(_CELL.findall(row)) for row in _ROW.split(xml))
    if rows * columns > MAX_CELLS:
        raise _too_spread(name)
    if cells * max(texts, default=0) > MAX_TEXT:
        _check_texts(xml, texts, name)


def _furthest(xml: bytes) -> tuple[int, int]:
    """The last row and column that anything in the sheet refers to."""
    rows = (int(digits[:12]) for digits in set(_ANY_ROW.findall(xml)))
    columns = (_column_number(letters) for letters in set(_ANY_COLUMN.findall(xml)))
    return max(rows, default=1), max(columns, default=1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _shared_lengths(xml: bytes) -> list[int]:
    return [len(item) for item in _SHARED_TEXT.split(xml)[1:]]


def _check_texts(xml: bytes, texts: list[int], name: str) -> None:
    times_used = Counter(int(index) for index in _SHARED_USE.findall(xml))
    if sum(texts[i] * times for i, times in times_used.items() if i < len(texts)) > MAX_TEXT:
        raise _too_spread(name)


# --- ODS ----------------------------------------------------------------------------------------

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELL_TAGS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_REPEATED_SPACES = re.compile(rb"""\bc\s*=\s*["'](\d{4,})["']""")


def _check_ods(xml: bytes, name: str) -> None:
    """Refuse a sheet whose repeated rows and columns span too many cells.

    Empty cells and rows at the end, which are often repeated to the edge of the sheet, take no
    space in the reader and do not count.
    """
    if _REPEATED_SPACES.search(xml):
        raise _too_spread(name)
    rows = empty_rows = columns = width = empty = 0
    tags = (*_CELL_TAGS, f"{_TABLE}table-row", f"{_TABLE}table")
    for element in safe_events(xml, name, tags):
        if element.tag in _CELL_TAGS:
            empty += _repeats(element, "number-columns-repeated")
            if len(element) or any(key.startswith(_OFFICE) for key in element.attrib):
                width, empty = width + empty, 0
        elif element.tag == f"{_TABLE}table-row":
            empty_rows += _repeats(element, "number-rows-repeated")
            if width:
                rows, empty_rows, columns = rows + empty_rows, 0, max(columns, width)
            width = empty = 0
            element.clear()
        else:
            rows = empty_rows = columns = 0
        if max(rows, 1) * max(columns, width) > MAX_CELLS:
            raise _too_spread(name)


def _repeats(element: etree._Element, attribute: str) -> int:
    text = element.get(_TABLE + attribute, "1")
    return int(text[:12]) if text.isascii() and text.isdigit() else 1
