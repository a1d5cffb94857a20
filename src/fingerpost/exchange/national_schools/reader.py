"""Reading the national list of schools, a line at a time."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from fingerpost.common.identifiers import (
    IdentifierError,
    validate_laestab,
    validate_ukprn,
    validate_urn,
)
from fingerpost.exchange.cells import CellProblem, parse_date
from fingerpost.exchange.containers import ZIP_ERRORS
from fingerpost.exchange.national_schools.format import (
    CLOSED,
    COLUMNS,
    HAS_SIXTH_FORM,
    LARGEST,
    NEEDED,
    SEXES,
)
from fingerpost.exchange.roll import Rejected, UnreadableFile
from fingerpost.exchange.tables import MAX_COLUMNS

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """One school or college as the national list has it; None or empty means not given.

    `laestab` is seven digits. `lowest_age` and `highest_age` are in years, `capacity` and
    `students` are head counts, `easting` and `northing` are metres on the national grid.
    `has_sixth_form` is None where the list says it does not apply. `sexes` is mixed, girls or boys.
    """

    urn: str
    name: str
    la_code: str
    la_name: str
    laestab: str | None
    ukprn: str | None
    status: str
    is_open: bool
    phase: str
    kind: str
    kind_group: str
    lowest_age: int | None
    highest_age: int | None
    has_sixth_form: bool | None
    sexes: str | None
    capacity: int | None
    students: int | None
    trust: str
    street: str
    town: str
    postcode: str
    region: str
    district: str
    easting: int | None
    northing: int | None
    website: str
    opened_on: date | None
    closed_on: date | None
    row: int


class SchoolList:
    """A national list on disk. Iterating gives SchoolRecords and fills `rejected` as it goes.

    May be iterated again; each time the file is read anew. Raises UnreadableFile on iteration
    when the file is no such list.
    """

    def __init__(self, path: str | Path) -> None:
        """`path` is the CSV, or the zip it comes in."""
        self._path = Path(path)
        self.rejected: list[Rejected] = []

    def __iter__(self) -> Iterator[SchoolRecord]:
        """The schools in the file's order."""
        self.rejected = []
        seen: set[str] = set()
        with _opened(self._path) as text:
            reader = csv.reader(text)
            try:
                places = _places(next(reader, []), self._path.name)
                for row, cells in enumerate(reader, start=2):
                    if record := self._record(row, cells, places, seen):
                        yield record
            except csv.Error as error:
                raise UnreadableFile(
                    f"{self._path.name} is damaged near line {reader.line_num:,}."
                ) from error

    def _record(
        self, row: int, cells: Sequence[str], places: dict[str, int], seen: set[str]
    ) -> SchoolRecord | None:
        if not any(cells):
            return None
        try:
            record = _school(row, cells, places)
        except IdentifierError as error:
            self.rejected.append(Rejected(row, "URN", error.sentence, f"row {row:,}"))
            return None
        if not record.name:
            problem = ("EstablishmentName", "This school has no name.")
        elif record.urn in seen:
            problem = ("URN", f"The URN {record.urn} stands on an earlier row too.")
        else:
            seen.add(record.urn)
            return record
        self.rejected.append(Rejected(row, *problem, f"row {row:,}"))
        return None


def read_schools(path: str | Path) -> SchoolList:
    """The national list of schools at `path`: the GIAS download (CSV or zip) or a part of it."""
    return SchoolList(path)


# --- opening ------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """The list as text, in whichever encoding it is written, never all in memory at once."""
    with ExitStack() as stack:
        try:
            binary = stack.enter_context(_binary(path, stack))
            encoding = _encoding(binary, path.name)
            binary.seek(0)
        except ZIP_ERRORS as error:
            raise UnreadableFile(f"{path.name} could not be opened, or is damaged.") from error
        yield io.TextIOWrapper(binary, encoding=encoding, errors="replace", newline="")


def _binary(path: Path, stack: ExitStack) -> IO[bytes]:
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(f"{path.name} is far larger than the national list of schools.")
    if not zipfile.is_zipfile(path):
        return path.open("rb")
    archive = stack.enter_context(zipfile.ZipFile(path))
    tables = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
    if len(tables) != 1 or tables[0].file_size > LARGEST:
        raise UnreadableFile(f"{path.name} should hold one CSV, the list of schools.")
    return archive.open(tables[0])


def _encoding(binary: IO[bytes], name: str) -> str:
    """UTF-8 if the whole file is strictly that, else Windows Western, as GIAS writes it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = True
    while block := binary.read(_BLOCK):
        if first and b"\0" in block:
            raise UnreadableFile(f"{name} is not a text file.")
        first = False
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


# --- one school ---------------------------------------------------------------------------------


def _places(headings: Sequence[str], name: str) -> dict[str, int]:
    plain = [heading.strip().lower() for heading in headings[:MAX_COLUMNS]]
    places = {}
    for field, names in COLUMNS.items():
        found = next(
            (plain.index(known.lower()) for known in names if known.lower() in plain), None
        )
        if found is not None:
            places[field] = found
    missing = [COLUMNS[field][0] for field in NEEDED if field not in places]
    if missing:
        raise UnreadableFile(
            f"{name} has no column {' or '.join(missing)}, so it is not the national list of "
            "schools."
        )
    return places


def _school(row: int, cells: Sequence[str], places: dict[str, int]) -> SchoolRecord:
    width = len(cells)

    def text(field: str) -> str:
        place = places.get(field, width)
        return cells[place].strip().replace("\0", "") if place < width else ""

    status = text("status")
    return SchoolRecord(
        urn=validate_urn(text("urn")),
        name=text("name"),
        la_code=text("la_code"),
        la_name=text("la_name"),
        laestab=_laestab(text("laestab"), text("la_code"), text("establishment_number")),
        ukprn=_ukprn(text("ukprn")),
        status=status,
        is_open=not status.lower().startswith(CLOSED),
        phase=text("phase"),
        kind=text("kind"),
        kind_group=text("kind_group"),
        lowest_age=_whole(text("lowest_age")),
        highest_age=_whole(text("highest_age")),
        has_sixth_form=HAS_SIXTH_FORM.get(text("sixth_form").lower()),
        sexes=SEXES.get(text("sexes").lower()),
        capacity=_whole(text("capacity")),
        students=_whole(text("students")),
        trust=text("trust"),
        street=text("street"),
        town=text("town"),
        postcode=text("postcode").upper(),
        region=text("region"),
        district=text("district"),
        easting=_whole(text("easting")),
        northing=_whole(text("northing")),
        website=text("website"),
        opened_on=_day(text("opened_on")),
        closed_on=_day(text("closed_on")),
        row=row,
    )


def _whole(text: str) -> int | None:
    digits = text.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except CellProblem:
        return None


def _laestab(whole: str, la_code: str, number: str) -> str | None:
    joined = whole or (f"{la_code}{number.zfill(4)}" if la_code and number else "")
    try:
        return validate_laestab(joined) if joined else None
    except IdentifierError:
        return None


def _ukprn(text: str) -> str | None:
    try:
        return validate_ukprn(text) if text else None
    except IdentifierError:
        return None
