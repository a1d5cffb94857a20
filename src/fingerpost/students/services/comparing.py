"""Working out what a file would change on the roll. Reads nothing and writes nothing."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fingerpost.common.academic_year import AcademicYear
from fingerpost.exchange.roll import RollFile, RollRecord

from ..enums import Characteristic, Sex, value_as_text
from ..models import Student
from .matching import Match, match_records
from .plan import Change, Joiner, Leaver, Plan
from .writing import as_json

SOURCES = {
    "oneroster": "OneRoster file",
    "ctf": "Common Transfer File",
    "spreadsheet": "Spreadsheet",
}
_TEXT_FIELDS = (
    "source_id",
    "upn",
    "uln",
    "given_name",
    "family_name",
    "preferred_name",
    "sex",
    "email",
    "year_group",
    "born_on",
    "joined_on",
)
_KIND_OF = {"postcode_district": Characteristic.POSTCODE.value}
_IDENTIFIERS = {"source_id": "student number", "upn": "UPN"}


@dataclass(frozen=True)
class CurrentRoll:
    """A school's roll now: every student ever on it, and what is known of each.

    `known` maps a student's key to {kind: (value, source)}, `former_upns` a UPN that is no longer
    used to the key of the student who had it.
    """

    students: list[Student]
    known: dict[int, dict[str, tuple[str, str]]]
    former_upns: dict[str, int] = field(default_factory=dict)


@dataclass
class _Entry:
    """One record with the student it is about, while it is being judged."""

    record: RollRecord
    match: Match | None

    @property
    def student(self) -> Student | None:
        return self.match[0] if self.match else None


class Comparison:
    """One file against one roll, on one day."""

    def __init__(self, file: RollFile, roll: CurrentRoll, day: dt.date) -> None:
        self.file = file
        self.roll = roll
        self.day = day
        on_roll = [student for student in roll.students if self._is_on_roll(student)]
        self.plan = Plan(
            day=day.isoformat(),
            mode=file.mode,
            source=SOURCES.get(file.format, file.format)[:60],
            on_roll=len(on_roll),
            rows=len(file.records) + file.rejected_rows,
            rejected=[[r.row, r.place, r.column, r.sentence] for r in file.rejected],
            notes=list(file.notes),
        )
        self._on_roll = on_roll
        # A kind that no row of the file has is one the file does not know of at all.
        self._spoken_of = {
            _KIND_OF.get(name, name) for record in file.records for name in record.characteristics
        }
        self._tells_leaving = any(record.left_on for record in file.records)

    def work_out(self) -> Plan:
        """The plan: everyone in the file judged, then those who are missing from it."""
        roll = self.roll
        matches = match_records(self.file.records, roll.students, roll.former_upns)
        entries = [_Entry(*pair) for pair in zip(self.file.records, matches, strict=True)]
        named = {entry.student.pk for entry in entries if entry.student is not None}
        entries = self._without_clashes(self._one_record_each(entries))
        for entry in entries:
            self._judge(entry)
        if self.file.mode == "bulk":
            self._leave_out(named)
        self.plan.rejected_rows = len({(row[1], row[0]) for row in self.plan.rejected})
        self.plan.rejected.sort(key=lambda row: row[0])
        return self.plan

    # --- records that cannot be taken -----------------------------------------------------------

    def _reject(self, record: RollRecord, column: str, sentence: str) -> None:
        self.plan.rejected.append([record.row, record.place, column, sentence])

    def _one_record_each(self, entries: list[_Entry]) -> list[_Entry]:
        """Without records about a student whom an earlier record is about already."""
        first: dict[int, RollRecord] = {}
        kept = []
        for entry in entries:
            student = entry.student
            if student is not None and student.pk in first:
                self._reject(
                    entry.record,
                    "",
                    f"This is the same student as on {first[student.pk].place}: {student.name}.",
                )
                continue
            if student is not None:
                first[student.pk] = entry.record
            kept.append(entry)
        return kept

    def _without_clashes(self, entries: list[_Entry]) -> list[_Entry]:
        """Without records whose number or UPN would then stand on two students.

        Judged on the roll as it would be afterwards, so that numbers may be swapped.
        """
        for name, label in _IDENTIFIERS.items():
            while clashing := self._clashing(entries, name):
                for entry in clashing:
                    value = getattr(entry.record, name)
                    self._reject(
                        entry.record,
                        label,
                        f"The {label} {value} belongs to another student on your roll.",
                    )
                gone = {id(entry) for entry in clashing}
                entries = [entry for entry in entries if id(entry) not in gone]
        return entries

    def _clashing(self, entries: list[_Entry], name: str) -> list[_Entry]:
        given = [entry for entry in entries if getattr(entry.record, name)]
        replaced = {entry.student.pk for entry in given if entry.student is not None}
        values = Counter(getattr(entry.record, name) for entry in given if self._is_kept(entry))
        values.update(
            getattr(student, name)
            for student in self.roll.students
            if student.pk not in replaced and getattr(student, name)
        )
        return [
            entry
            for entry in given
            if self._is_kept(entry) and values[getattr(entry.record, name)] > 1
        ]

    @staticmethod
    def _is_kept(entry: _Entry) -> bool:
        """Whether the record ends up on the roll: not somebody unknown who has left already."""
        return entry.student is not None or entry.record.status == "active"

    # --- records that can -----------------------------------------------------------------------

    def _judge(self, entry: _Entry) -> None:
        student, record = entry.student, entry.record
        if student is None:
            self._judge_newcomer(record)
        elif record.status == "left":
            self._judge_leaver(record, student)
        else:
            assert entry.match is not None
            self._judge_change(record, student, entry.match[1])

    def _judge_newcomer(self, record: RollRecord) -> None:
        if record.status == "left":
            self.plan.already_left += 1
            return
        if record.year_group is None:
            self._reject(record, "Year group", "There is no year group for this new student.")
            return
        values: dict[str, Any] = {
            name: as_json(getattr(record, name))
            for name in _TEXT_FIELDS
            if getattr(record, name) is not None
        }
        values.setdefault("joined_on", self._usual_joining().isoformat())
        if record.left_on:
            values["left_on"] = record.left_on.isoformat()
            if values["left_on"] < values["joined_on"]:
                self._reject(record, "Date left", "The date left is before the date joined.")
                return
        known = _known_of(record)
        self.plan.joiners.append(
            Joiner(record.place, values, known, record.tutor_group, record.former_upn or "")
        )

    def _usual_joining(self) -> dt.date:
        """The day a newcomer joined where the file does not say."""
        return self.day if self.roll.students else AcademicYear.of(self.day).starts_on

    def _judge_leaver(self, record: RollRecord, student: Student) -> None:
        if not self._is_on_roll(student):
            self.plan.unchanged.append(student.pk)
            return
        left_on = max(record.left_on or self.day, student.joined_on)
        self.plan.leavers.append(Leaver(student.pk, left_on.isoformat(), named=True))

    def _judge_change(self, record: RollRecord, student: Student, matched_by: str) -> None:
        values = self._changed_fields(record, student)
        joined_on = values.get("joined_on", ["", as_json(student.joined_on)])[1]
        left_on = values.get("left_on", ["", as_json(student.left_on)])[1]
        if left_on and left_on < joined_on:
            self._reject(record, "Date left", "The date left is before the date joined.")
            return
        year = record.year_group or student.year_group
        group = self._changed_group(record, student, year)
        known = self._changed_knowledge(record, student)
        former = self._new_former_upn(record, student)
        if not (values or group or known or former):
            self.plan.unchanged.append(student.pk)
            return
        self.plan.changes.append(
            Change(student.pk, record.place, matched_by, values, known, group, year, former)
        )

    def _new_former_upn(self, record: RollRecord, student: Student) -> str:
        """A former UPN that the file tells and that is not kept with a change of UPN anyway."""
        told = record.former_upn or ""
        return "" if told == student.upn or told in self.roll.former_upns else told

    def _changed_fields(self, record: RollRecord, student: Student) -> dict[str, list[Any]]:
        changed: dict[str, list[Any]] = {}
        for name in _TEXT_FIELDS:
            new, old = getattr(record, name), getattr(student, name)
            if new is None or new == old or (name == "sex" and new == Sex.UNKNOWN):
                continue
            if name == "upn" and self.roll.former_upns.get(new) == student.pk:
                continue  # an older file still has the number that was replaced
            changed[name] = [as_json(old), as_json(new)]
        is_back = student.left_on is not None and student.left_on <= self.day
        told = self.file.mode == "bulk" and self._tells_leaving
        if (record.left_on or is_back or told) and record.left_on != student.left_on:
            changed["left_on"] = [as_json(student.left_on), as_json(record.left_on)]
        return changed

    def _changed_group(
        self, record: RollRecord, student: Student, year: int
    ) -> list[str | None] | None:
        if record.tutor_group is None:
            return None
        group = student.tutor_group
        if group is not None and (group.name, group.year_group) == (record.tutor_group, year):
            return None
        return [group.name if group else None, record.tutor_group]

    def _changed_knowledge(
        self, record: RollRecord, student: Student
    ) -> dict[str, list[str | None]]:
        now = self.roll.known.get(student.pk, {})
        new = _known_of(record)
        changed: dict[str, list[str | None]] = {}
        for kind, value in new.items():
            old = now[kind][0] if kind in now else None
            if old != value:
                changed[kind] = [old, value]
        if self.file.mode == "bulk":
            for kind in self._spoken_of - new.keys():
                # An empty cell takes back what a file said, never what a person entered.
                if kind in now and now[kind][1] in SOURCES.values():
                    changed[kind] = [now[kind][0], None]
        return changed

    # --- those who are missing ------------------------------------------------------------------

    def _leave_out(self, named: set[int]) -> None:
        for student in self._on_roll:
            if student.pk not in named:
                self.plan.leavers.append(Leaver(student.pk, self.day.isoformat(), named=False))

    def _is_on_roll(self, student: Student) -> bool:
        gone = student.left_on is not None and student.left_on <= self.day
        return not gone and student.joined_on <= self.day


def _known_of(record: RollRecord) -> dict[str, str]:
    return {
        _KIND_OF.get(name, name): value_as_text(value)[:60]
        for name, value in record.characteristics.items()
    }
