"""From cells to roll records: one place where every format's rows are judged alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from fingerpost.common.academic_year import year_group_by_birth
from fingerpost.exchange import cells, codes
from fingerpost.exchange.cells import CellProblem
from fingerpost.exchange.duplicates import without_duplicates
from fingerpost.exchange.fields import CHARACTERISTIC, FIELDS, Field
from fingerpost.exchange.roll import Characteristic, Rejected, RollFile, RollRecord

FIRST_YEAR, LAST_YEAR = 7, 13
YEARS_OUT_OF_STEP = 2
"""How far year group and age may lie apart before someone should look."""
_OLDEST = 30
_YOUNGEST = 2
_ROWS_NAMED = 8
_REMEMBERED = 4_096

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CHARACTERISTICS = frozenset(field.name for field in CHARACTERISTIC)

Cell = str | bool | float | date | None


@dataclass(frozen=True, slots=True)
class Columns:
    """How the sender's columns are named and written.

    `headings` gives the sender's own heading for a field. `month_first` are date fields where some
    date is certainly written the American way, so that none of their dates can be trusted.
    `fractions` are percentage fields written as parts of one (0.95 for 95 %).
    """

    headings: Mapping[str, str]
    month_first: frozenset[str] = frozenset()
    fractions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file is: its format, that format's version, and its mode."""

    format: str
    version: str | None
    mode: Literal["bulk", "delta"]


class RollAssembly:
    """Gathers rows, keeps the good ones, and says what was wrong with the others."""

    def __init__(self, origin: Origin, columns: Columns, as_of: date) -> None:
        """`as_of` is the day on which "has left" and "is in Year 9" are judged."""
        self._origin = origin
        self._columns = columns
        self._as_of = as_of
        self._records: list[RollRecord] = []
        self._rejected: list[Rejected] = []
        self._notes: list[str] = []
        self._skipped: dict[int, int] = defaultdict(int)
        self._odd: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._remarks: dict[str, list[str]] = defaultdict(list)
        # What a text in a column meant before: most columns say the same few things over and over.
        self._meanings: dict[str, dict[str, object]] = defaultdict(dict)

    # --- taking rows in -------------------------------------------------------------------------

    def note(self, sentence: str) -> None:
        """Keep a remark about the file as a whole, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def reject(self, row: int, place: str, column: str, sentence: str) -> None:
        """Leave a row out for a reason."""
        self._rejected.append(Rejected(row, column, sentence, place))

    def add(
        self,
        row: int,
        place: str,
        values: Mapping[str, Cell],
        *,
        left: bool = False,
        school_urn: str | None = None,
    ) -> None:
        """Judge one row, given as cells by field name; a record, a rejection or a skip follows.

        `left` is for formats that say outside the cells that a student has gone.
        """
        meant, problems = self._understand(values, place)
        if self._skips(meant.get("year_group")):
            return
        if not problems:
            problems = self._missing(meant, left)
        if problems:
            self._rejected.extend(
                Rejected(row, column, sentence, place) for column, sentence in problems
            )
            return
        year_group = self._year_group(meant, place, left)
        if self._skips(year_group):
            return
        left_on = meant.get("left_on")
        gone = left or meant.get("on_roll") is False or (left_on and left_on <= self._as_of)
        self._records.append(
            RollRecord(
                source_id=meant.get("source_id"),
                upn=meant.get("upn"),
                uln=meant.get("uln"),
                given_name=meant.get("given_name", ""),
                family_name=meant.get("family_name", ""),
                preferred_name=meant.get("preferred_name"),
                sex=meant.get("sex"),
                born_on=meant.get("born_on"),
                email=meant.get("email"),
                year_group=year_group,
                tutor_group=meant.get("tutor_group"),
                joined_on=meant.get("joined_on"),
                left_on=left_on,
                status="left" if gone else "active",
                characteristics=_characteristics(meant),
                row=row,
                place=place,
                school_urn=school_urn,
                former_upn=meant.get("former_upn"),
            )
        )

    def _skips(self, year_group: int | None) -> bool:
        """Whether a student is in a year that Fingerpost is not for; counted, not a mistake."""
        if year_group is None or FIRST_YEAR <= year_group <= LAST_YEAR:
            return False
        self._skipped[year_group] += 1
        return True

    def _understand(
        self, values: Mapping[str, Cell], place: str
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """What the cells mean, and what is wrong with those that say who the student is."""
        meant: dict[str, Any] = {}
        problems: list[tuple[str, str]] = []
        for name, cell in values.items():
            if cell is None or cell == "":
                continue
            try:
                meaning = self._remembered(name, cell)
            except CellProblem as problem:
                heading = self._columns.headings.get(name, name)
                if FIELDS[name].strict or isinstance(problem, _Dangerous):
                    problems.append((heading, problem.sentence))
                else:
                    self._odd[heading, problem.sentence].append(place)
            else:
                if meaning is not None:
                    meant[name] = meaning
        if "full_name" in meant:
            self._split_name(meant, place)
        return meant, problems

    def _remembered(self, name: str, cell: str | bool | float | date) -> object:
        if not isinstance(cell, str):
            return self._meaning(FIELDS[name], cell)
        known = self._meanings[name]
        if cell in known:
            return known[cell]
        meaning = self._meaning(FIELDS[name], cell)
        if len(known) < _REMEMBERED:
            known[cell] = meaning
        return meaning

    def _meaning(self, field: Field, cell: str | bool | float | date) -> object:
        if isinstance(cell, str):
            text = cell if cell.isascii() else unicodedata.normalize("NFC", cell)
            text = " ".join(text.split())
            if not text or text in ("-", "–"):
                return None
            _refuse_dangerous(text)
            if field.name in self._columns.month_first and cells.is_day_and_month(text):
                raise CellProblem(
                    f"{cells.shown(text)} could mean two days, because some dates in this column "
                    "are written with the month first. Write every date as day/month/year."
                )
            return field.parse(text)
        if field.is_date:
            if isinstance(cell, bool):
                raise CellProblem("Yes or no is not a date. Write dates like 23/04/2012.")
            return cells.date_from_cell(cell)
        if field.name in self._columns.fractions and isinstance(cell, float):
            return field.parse(f"{cell * 100:.6g}")
        return field.parse(_as_text(cell))

    def _split_name(self, meant: dict[str, Any], place: str) -> None:
        """“Surname, First name” is certain; “First name Surname” is a guess, and is noted."""
        whole = meant.pop("full_name")
        if "given_name" in meant and "family_name" in meant:
            return
        family, comma, given = whole.partition(",")
        if not comma:
            given, _, family = whole.rpartition(" ")
            self._remarks[
                "Whole names were split at the last space, which can be wrong: use separate "
                "columns for first name and surname if you can"
            ].append(place)
        for name, text in (("given_name", given.strip()), ("family_name", family.strip())):
            if text:
                meant.setdefault(name, text)

    # --- judging a row as a whole ---------------------------------------------------------------

    def _missing(self, meant: Mapping[str, Any], left: bool) -> list[tuple[str, str]]:
        heading = self._columns.headings.get
        known = "source_id" in meant or "upn" in meant
        if left and known:
            return []
        problems = [
            (heading(name, FIELDS[name].label), f"There is no {FIELDS[name].label.lower()}.")
            for name in ("given_name", "family_name")
            if name not in meant
        ]
        if not known and "born_on" not in meant:
            problems.append(
                (
                    "",
                    "There is no UPN, student number or date of birth, so this student could be "
                    "mistaken for another of the same name.",
                )
            )
        born_on = meant.get("born_on")
        if born_on:
            age = (self._as_of - born_on).days / 365.25
            if not _YOUNGEST <= age <= _OLDEST:
                problems.append(
                    (
                        heading("born_on", "Date of birth"),
                        f"{born_on:%d/%m/%Y} cannot be a student's date of birth: check the year.",
                    )
                )
        return problems

    def _year_group(self, meant: Mapping[str, Any], place: str, left: bool) -> int | None:
        born_on, given = meant.get("born_on"), meant.get("year_group")
        usual = year_group_by_birth(born_on, self._as_of) if born_on else None
        if given is not None:
            if usual is not None and abs(given - usual) > YEARS_OUT_OF_STEP:
                self._remarks[
                    "Date of birth and year group are more than two years apart: check both"
                ].append(place)
            return given
        if usual is None:
            if not left and self._origin.mode == "bulk":
                self._remarks["There is no year group and no date of birth to work it out"].append(
                    place
                )
            return None
        self._remarks[
            "There was no year group, so it was worked out from the date of birth"
        ].append(place)
        return usual

    # --- the result -----------------------------------------------------------------------------

    def finish(
        self, *, school_urn: str | None = None, school_laestab: str | None = None
    ) -> RollFile:
        """The file as a whole: duplicates found, notes gathered."""
        headings = self._columns.headings
        records, rejected, notes = without_duplicates(self._records, headings)
        self._notes.extend(notes)
        self._notes.extend(self._gathered())
        return RollFile(
            format=self._origin.format,
            version=self._origin.version,
            mode=self._origin.mode,
            school_urn=school_urn,
            records=tuple(records),
            rejected=tuple(sorted([*self._rejected, *rejected], key=lambda problem: problem.row)),
            notes=tuple(self._notes),
            school_laestab=school_laestab,
            skipped=sum(self._skipped.values()),
        )

    def _gathered(self) -> list[str]:
        notes = []
        if self._skipped:
            years = ", ".join(f"Year {year}" for year in sorted(self._skipped))
            notes.append(
                f"{_students(sum(self._skipped.values()))} outside Years {FIRST_YEAR} to "
                f"{LAST_YEAR} left out ({years.replace('Year 0', 'Reception')})."
            )
        for remark, places in self._remarks.items():
            notes.append(f"{remark} ({_students(len(places))}: {_named(places)}).")
        for (heading, sentence), places in self._odd.items():
            notes.append(
                f"{heading}: {sentence} It was left blank ({_students(len(places))}: "
                f"{_named(places)})."
            )
        return notes


class _Dangerous(CellProblem):
    """A cell that would do something when opened; the row is refused whatever the field."""


def _refuse_dangerous(text: str) -> None:
    if text[0] in "=@+-'" and cells.looks_like_formula(text):
        raise _Dangerous(
            f"{cells.shown(text)} looks like a spreadsheet formula, not something about a student."
        )
    if _CONTROL.search(text):
        raise _Dangerous("This cell holds characters that cannot be shown. Type it again.")


def _as_text(cell: bool | float | date | None) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        raise CellProblem(f"{cell:%d/%m/%Y} is a date, which does not belong in this column.")
    return str(cell)


def _characteristics(meant: Mapping[str, Any]) -> dict[str, Characteristic]:
    known = {name: value for name, value in meant.items() if name in _CHARACTERISTICS}
    if known.get("sen_provision") == "E":
        known.setdefault("ehc_plan", True)
    if "first_language" in known and "eal" not in known:
        english_first = codes.speaks_english_first(known["first_language"])
        if english_first is not None:
            known["eal"] = not english_first
    return known


def _students(count: int) -> str:
    return f"{count:,} student" if count == 1 else f"{count:,} students"


def _named(places: list[str]) -> str:
    named = ", ".join(places[:_ROWS_NAMED])
    more = len(places) - _ROWS_NAMED
    return f"{named} and {more:,} more" if more > 0 else named
