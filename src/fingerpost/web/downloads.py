"""Tables as files that people open in a spreadsheet: CSV, and Excel's own format."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_file(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], file_format: str
) -> HttpResponse:
    """An answer that a browser saves as `name` with the ending of its format.

    Cells are text, numbers, days, times or None. No text of a cell is taken for a formula.
    """
    if file_format == XLSX:
        return file_answer(_workbook(headings, rows), f"{name}.{file_format}", _XLSX_TYPE)
    return file_answer(
        _comma_separated(headings, rows), f"{name}.{file_format}", "text/csv; charset=utf-8"
    )


def file_answer(
    body: bytes | str, name: str, content_type: str, *, inline: bool = False
) -> HttpResponse:
    """An answer that a browser saves under a name, or first shows."""
    answer = HttpResponse(body, content_type=content_type)
    how = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer


def safe_text(text: str) -> str:
    """Text that a spreadsheet takes for text, whatever it starts with."""
    return f"'{text}" if text[:1] in _STARTS_A_FORMULA else text


def _comma_separated(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    out.write("\ufeff")  # so that a spreadsheet reads names with accents
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _workbook(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    formats = {
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
        dt.time: book.add_format({"num_format": "hh:mm"}),
    }
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    sheet.autofit()
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, formats: dict[type, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif type(cell) in formats:
        sheet.write_datetime(row, column, cell, formats[type(cell)])
    else:
        sheet.write(row, column, cell)
