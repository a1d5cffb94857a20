"""What the measures read: four Arrow tables with the roll and the ledger in them.

An extract holds everything that is known, superseded and withdrawn lines and leavers
included; the measures drop what does not count on the day that is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

ROLL = pa.schema(
    [
        ("student_id", pa.int64()),
        ("school_id", pa.int64()),
        ("school_urn", pa.string()),
        ("school_has_sixth_form", pa.bool_()),
        ("year_group", pa.int16()),
        ("tutor_group", pa.string()),
        ("sex", pa.string()),
        ("born_on", pa.date32()),
        ("joined_on", pa.date32()),
        ("left_on", pa.date32()),
        ("sen_provision", pa.string()),
        ("sen_type", pa.string()),
        ("ehc_plan", pa.bool_()),
        ("disability", pa.bool_()),
        ("free_school_meals", pa.bool_()),
        ("pupil_premium", pa.bool_()),
        ("first_language", pa.string()),
        ("eal", pa.bool_()),
        ("ethnicity", pa.string()),
        ("in_care", pa.bool_()),
        ("young_carer", pa.bool_()),
        ("attendance", pa.float64()),
        ("attainment", pa.float64()),
        ("postcode_district", pa.string()),
    ]
)
"""One row per student ever on the roll, with current characteristics; null is not known.

attendance: per cent from 0 to 100. attainment: the school's own points score.
"""

LEDGER = pa.schema(
    [
        ("entry_id", pa.int64()),
        ("student_id", pa.int64()),
        ("school_id", pa.int64()),
        ("happened_on", pa.date32()),
        ("kind", pa.string()),
        ("channel", pa.string()),
        ("minutes", pa.int32()),
        ("organisation", pa.string()),
        ("deliverer", pa.string()),
        ("independent", pa.bool_()),
        ("subject", pa.string()),
        ("school_hours", pa.bool_()),
        ("meaningful", pa.bool_()),
        ("about", pa.string()),
        ("due_on", pa.date32()),
        ("point", pa.string()),
        ("strength", pa.int16()),
        ("supersedes", pa.int64()),
        ("void", pa.bool_()),
    ]
)
"""One row per ledger line. `supersedes` names the line that this one replaces; with `void`
it only withdraws that line and stands for nothing itself. `strength`: of an intention how sure,
1 to 5; of an application the level of what it is for; of predicted grades how many are 5 or
above."""

LEDGER_ROUTES = pa.schema([("entry_id", pa.int64()), ("route", pa.string())])
"""One row per ledger line and route that it showed."""

LEDGER_SECTORS = pa.schema([("entry_id", pa.int64()), ("sector", pa.string())])
"""One row per ledger line and sector that it showed."""

SCHEMAS: Mapping[str, pa.Schema] = {
    "roll": ROLL,
    "ledger": LEDGER,
    "ledger_routes": LEDGER_ROUTES,
    "ledger_sectors": LEDGER_SECTORS,
}
"""Table name to its schema."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "roll": ("student_id", "school_id", "year_group"),
    "ledger": ("entry_id", "student_id", "happened_on", "kind"),
    "ledger_routes": ("entry_id", "route"),
    "ledger_sectors": ("entry_id", "sector"),
}
_UNIQUE: Mapping[str, str] = {"roll": "student_id", "ledger": "entry_id"}


class ExtractError(ValueError):
    """An extract that cannot be read; the message says which table and column, and why."""


@dataclass(frozen=True, eq=False)
class Extract:
    """The four tables. Compared by identity: two extracts of one ledger are two readings."""

    roll: pa.Table
    ledger: pa.Table
    ledger_routes: pa.Table
    ledger_sectors: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}

    def validate(self) -> None:
        """Check schemas, required values and keys; costs a few milliseconds.

        Raises ExtractError at the first fault found.
        """
        for name, table in self.tables().items():
            if not table.schema.equals(SCHEMAS[name]):
                raise ExtractError(f"{name}: {_difference(table.schema, SCHEMAS[name])}")
            for column in _REQUIRED[name]:
                if table[column].null_count:
                    raise ExtractError(f"{name}: {column} is empty in some rows")
        for name, column in _UNIQUE.items():
            table = self.tables()[name]
            if pc.count_distinct(table[column]).as_py() != table.num_rows:
                raise ExtractError(f"{name}: the same {column} is there twice")


def _difference(found: pa.Schema, wanted: pa.Schema) -> str:
    for column in wanted:
        if column.name not in found.names:
            return f"the column {column.name} is missing"
        kind = found.field(column.name).type
        if kind != column.type:
            return f"{column.name} is {kind} and must be {column.type}"
    extra = [name for name in found.names if name not in wanted.names]
    if extra:
        return f"the column {extra[0]} does not belong here"
    return "the columns are not in the right order"
