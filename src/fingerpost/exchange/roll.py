"""What every way of reading a roll gives back, whatever the file was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from fingerpost.common.told import Told

Characteristic = str | bool | float

CHARACTERISTICS = (
    "sen_provision",
    "sen_type",
    "ehc_plan",
    "disability",
    "free_school_meals",
    "pupil_premium",
    "first_language",
    "eal",
    "ethnicity",
    "in_care",
    "young_carer",
    "attendance",
    "attainment",
    "postcode_district",
)
"""Keys that `RollRecord.characteristics` may hold; a key that is missing means not known."""


class UnreadableFile(Told):
    """The whole file is refused; `sentence` says why and what to do, in plain words."""


@dataclass(frozen=True, slots=True)
class RollRecord:
    """One student as one file describes them.

    `source_id` is the sending system's own key (None where it gave none). `sex` is F, M, U or
    None. `status` is "left" for a student the file says is no longer on the roll. `characteristics`
    holds only what the file said, under the names in CHARACTERISTICS: codes as text, yes/no as
    bool, attendance (percent, 0 to 100) and attainment as float. `row` counts as the sender's
    program shows it (a heading row is row 1); `place` names it for people, with its file or sheet.
    `school_urn` is set only where the file says which school each student is at. `former_upn` is
    one the student had before, where the file says so.
    """

    source_id: str | None
    upn: str | None
    uln: str | None
    given_name: str
    family_name: str
    preferred_name: str | None
    sex: str | None
    born_on: date | None
    email: str | None
    year_group: int | None
    tutor_group: str | None
    joined_on: date | None
    left_on: date | None
    status: Literal["active", "left"]
    characteristics: Mapping[str, Characteristic] = field(hash=False)
    row: int
    place: str
    school_urn: str | None = None
    former_upn: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """One thing wrong with one row, which was therefore left out: where, and a plain sentence.

    `column` is the heading as the sender wrote it, empty where the row as a whole is at fault.
    `place` names the row for people.
    """

    row: int
    column: str
    sentence: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class RollFile:
    """Everything one file said about a roll.

    `format` is "oneroster", "ctf" or "spreadsheet"; `version` is that format's own ("1.1", "25.0",
    "csv", "xlsx"). In mode "bulk" a student who is not in the file is no longer on the roll; in
    mode "delta" the file says nothing about students it does not name, and a value it leaves out
    is unchanged. The school is named by URN or by LAESTAB, or not at all, as the format has it.
    """

    format: str
    version: str | None
    mode: Literal["bulk", "delta"]
    school_urn: str | None
    records: tuple[RollRecord, ...]
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...]
    school_laestab: str | None = None
    skipped: int = 0

    @property
    def rejected_rows(self) -> int:
        """How many rows were left out because something in them was wrong."""
        return len({(problem.place, problem.row) for problem in self.rejected})
