"""Tables as files: read again as they were written, and no text is a formula."""

import csv
import datetime as dt
import io

import pytest
import python_calamine

from fingerpost.web.downloads import as_file

HEADINGS = ("Name", "Number", "Day", "Time", "Nothing")
ROW = ("=cmd|' /C calc'!A0", 12.5, dt.date(2026, 11, 3), dt.time(9, 50), None)


def test_a_csv_file_reads_back_with_accents_and_without_formulas():
    answer = as_file("list", HEADINGS, [ROW, ("Zoë", -1, None, None, "@x")], "csv")
    head, first, second = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head == list(HEADINGS)
    assert first == ["'=cmd|' /C calc'!A0", "12.5", "2026-11-03", "09:50:00", ""]
    assert second == ["Zoë", "-1", "", "", "'@x"]
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'


def test_a_spreadsheet_reads_back_with_days_and_times():
    answer = as_file("list", HEADINGS, [ROW], "xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, row = book.get_sheet_by_index(0).to_python()
    assert head == list(HEADINGS)
    assert row[0] == ROW[0]
    assert row[1] == 12.5
    assert row[2] == dt.date(2026, 11, 3)
    assert row[4] == ""


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_table_of_nobody_has_its_headings(file_format):
    assert len(as_file("list", HEADINGS, [], file_format).content) > 20
