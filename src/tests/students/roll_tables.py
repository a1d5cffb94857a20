"""Made-up students as CSV, small enough to read in a test."""

import csv
import io

from fingerpost.common.identifiers import upn_check_letter

HEADINGS = [
    "Admission number", "UPN", "Forename", "Surname", "Date of birth", "Year group",
    "Tutor group", "SEN status", "Pupil Premium", "Attendance %",
]  # fmt: skip


def upn(number):
    """A made-up UPN whose check letter is right."""
    rest = f"380402722{number:03d}"
    return upn_check_letter(rest) + rest


def row(number, **changes):
    """One student's row; `changes` are by heading, with spaces as underscores."""
    cells = {
        "Admission number": f"A{number}",
        "UPN": upn(number),
        "Forename": f"Made{chr(97 + number % 26)}",
        "Surname": f"Up{chr(97 + number % 26)}{chr(97 + number // 26)}",
        "Date of birth": f"{1 + number % 28:02d}/03/2012",
        "Year group": "9",
        "Tutor group": "9A" if number % 2 else "9B",
        "SEN status": "N",
        "Pupil Premium": "Yes" if number % 3 == 0 else "No",
        "Attendance %": f"{90 + number % 10}",
    }
    cells.update({name.replace("_", " "): value for name, value in changes.items()})
    return cells


def table(rows, headings=HEADINGS):
    """The rows as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
