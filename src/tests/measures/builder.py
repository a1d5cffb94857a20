"""A made school in a few words: students, what each has had, and what is expected of them.

    s = Made()
    s.counted(year=10).had("guidance_interview")
    s.due(year=10).had("employer_talk")
    s.outside(year=7)

`counted` students are those a measure counts, `due` those it is about but does not count, and
`outside` those it is not about at all.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from fingerpost.measures.answers import Answers
from fingerpost.measures.engine import Engine
from fingerpost.measures.extract import (
    LEDGER,
    LEDGER_ROUTES,
    LEDGER_SECTORS,
    ROLL,
    SCHEMAS,
    Extract,
)

AS_OF = date(2026, 1, 15)
THIS_YEAR = date(2025, 10, 10)
LAST_YEAR = date(2024, 10, 10)
TWO_YEARS_AGO = date(2023, 10, 10)


class Student:
    """A made student; every method gives the student back."""

    def __init__(self, made: Made, number: int) -> None:
        self.made, self.number = made, number

    def had(self, kind: str, on: date = THIS_YEAR, times: int = 1, **fields: Any) -> Student:
        """Add lines to the ledger: one of a kind, or several alike."""
        for _ in range(times):
            self.made.line(self, kind, on, **fields)
        return self


class Made:
    """A made school and its ledger."""

    def __init__(self, as_of: date = AS_OF) -> None:
        self.as_of = as_of
        self.roll: list[dict[str, Any]] = []
        self.ledger: list[dict[str, Any]] = []
        self.routes: list[tuple[int, str]] = []
        self.sectors: list[tuple[int, str]] = []
        self.sides: dict[str, list[int]] = {"counted": [], "due": [], "outside": []}
        self.values: list[float] = []

    def student(self, year: int = 9, tutor: str | None = "A", **fields: Any) -> Student:
        """Add a student to the roll, with nothing expected of them."""
        number = len(self.roll) + 1
        given = {
            "student_id": number,
            "school_id": 1,
            "school_urn": "100001",
            "year_group": year,
            "tutor_group": tutor and f"{year}{tutor}",
            "joined_on": date(2019, 9, 1),
        }
        self.roll.append({**dict.fromkeys(ROLL.names), **given, **fields})
        return Student(self, number)

    def counted(self, **fields: Any) -> Student:
        """Add a student whom the measure counts."""
        return self._expected("counted", fields)

    def due(self, **fields: Any) -> Student:
        """Add a student whom the measure is about and does not count."""
        return self._expected("due", fields)

    def outside(self, **fields: Any) -> Student:
        """Add a student whom the measure is not about."""
        return self._expected("outside", fields)

    def worth(self, value: float, **fields: Any) -> Student:
        """Add a student who adds a value to a mean or a sum."""
        self.values.append(value)
        return self._expected("counted" if value else "due", fields)

    def _expected(self, side: str, fields: dict[str, Any]) -> Student:
        student = self.student(**fields)
        self.sides[side].append(student.number)
        return student

    def line(self, student: Student, kind: str, on: date = THIS_YEAR, **fields: Any) -> int:
        """Add a line to the ledger and return its number."""
        number = len(self.ledger) + 1
        self.routes += [(number, route) for route in fields.pop("routes", ())]
        self.sectors += [(number, sector) for sector in fields.pop("sectors", ())]
        given = {
            "entry_id": number,
            "student_id": student.number,
            "school_id": 1,
            "happened_on": on,
            "kind": kind,
            "void": False,
        }
        self.ledger.append({**dict.fromkeys(LEDGER.names), **given, **fields})
        return number

    def extract(self) -> Extract:
        """Return the extract, checked."""
        extract = Extract(
            pa.Table.from_pylist(self.roll, schema=ROLL),
            pa.Table.from_pylist(self.ledger, schema=LEDGER),
            _pairs(self.routes, LEDGER_ROUTES),
            _pairs(self.sectors, LEDGER_SECTORS),
        )
        extract.validate()
        return extract

    def engine(self) -> Engine:
        """Return an engine for the made school on the made day."""
        return Engine.over(self.extract(), self.as_of)

    def answers(self, where: list[int] | None = None) -> Answers:
        """Return the figures of the made school, or of some of its students."""
        return Answers(self.engine(), where)

    def facts(self, student: Student | None = None) -> dict[str, Any]:
        """Return the facts of one student: the only one, unless another is named."""
        number = student.number if student else 1
        rows = self.engine().facts.to_pylist()
        [row] = [row for row in rows if row["student_id"] == number]
        return row


def _pairs(pairs: list[tuple[int, str]], schema: pa.Schema) -> pa.Table:
    first, second = schema.names
    return pa.Table.from_pylist([{first: a, second: b} for a, b in pairs], schema=schema)


def empty_extract() -> Extract:
    """An extract of a school with nobody on the roll."""
    return Extract(**{name: schema.empty_table() for name, schema in SCHEMAS.items()})
