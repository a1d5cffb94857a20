"""What a spreadsheet of students is: the kinds of file, and the columns it cannot do without."""

from __future__ import annotations

CSV, XLSX, ODS = "csv", "xlsx", "ods"

ROWS_SEARCHED_FOR_HEADINGS = 30
"""Reports often start with a title, a date and a blank line."""
FEWEST_HEADINGS = 2

NAME_FIELDS = ({"given_name", "family_name"}, {"full_name"})
"""A file must have one of these sets of columns."""

MAX_CELLS = 6_000_000
"""The most cells a sheet may span, empty ones included: 50,000 students by 120 columns.

Readers keep the whole rectangle between the first and the last used cell, so one stray cell in the
last corner of a sheet would ask for hundreds of gigabytes.
"""
MAX_TEXT = 512 * 1024 * 1024
"""The most bytes of text a sheet may unfold to, counting shared words each time they are used."""
