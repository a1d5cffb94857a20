"""The tables that facts are worked out from, as an engine must know them by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from fingerpost.common.academic_year import AcademicYear
from fingerpost.measures.extract import SCHEMAS
from fingerpost.measures.vocabulary import KINDS, ROUTES, SECTORS

CLOCK = pa.schema([("as_of", pa.date32()), ("academic_year", pa.int32())])
"""One row: the day that is asked about and its academic year. A table and not a constant, so
that one compiled query serves every day."""

SOURCES: Mapping[str, pa.Schema] = {
    **SCHEMAS,
    "clock": CLOCK,
    "kinds": KINDS,
    "routes": ROUTES,
    "sectors": SECTORS,
}
"""Table name to its schema."""


def clock(as_of: date) -> pa.Table:
    """Return the one-row clock table for a day."""
    return pa.table(
        {"as_of": [as_of], "academic_year": [AcademicYear.of(as_of).start]}, schema=CLOCK
    )
