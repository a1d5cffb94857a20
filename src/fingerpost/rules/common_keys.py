"""The keys that every table has: name, dates in force and source."""

from __future__ import annotations

from datetime import date
from typing import Any

from fingerpost.rules.reading import Row


def common(row: Row, key: str = "name") -> dict[str, Any]:
    """Read what every entry has, and check that its dates are in order."""
    found: dict[str, Any] = {
        "name": row.text(key),
        "valid_from": row.day("valid_from"),
        "valid_to": row.day_or_none("valid_to"),
        "source": row.text("source"),
    }
    check_dates(row, found["valid_from"], found["valid_to"])
    return found


def check_dates(row: Row, first: date, last: date | None) -> None:
    """Report an entry that would end before it starts."""
    if last is not None and last < first:
        row.problem(f'"valid_to" ({last}) is before "valid_from" ({first})')
