"""What is read of courses and providers, and reading a published list line by line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path


class WrongFile(ValueError):
    """A file is refused as a whole; the sentence names it, its line and the reason."""


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider. kind: as routes name it (`kind_of_provider`). degrees: latitude and longitude;
    grid: easting and northing in metres; both None where only the postcode is published.
    """

    key: str
    name: str
    kind: str
    source: str
    town: str = ""
    postcode: str = ""
    degrees: tuple[float, float] | None = None
    grid: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One course, apprenticeship or other next place; provider: the key of its provider.

    sector: empty for any kind of work. The place is the provider's where `postcode` is empty.
    """

    provider: str
    title: str
    route: str
    source: str
    level: int | None = None
    sector: str = ""
    postcode: str = ""
    degrees: tuple[float, float] | None = None
    gcses: int | None = None
    grade: int | None = None
    subjects: tuple[str, ...] = ()
    open_day: dt.date | None = None
    apply_by: dt.date | None = None
    link: str = ""
    starts_on: dt.date | None = None
    english_grade: int | None = None
    maths_grade: int | None = None
    requirements: str = ""
    opens_on: dt.date | None = None
    details: str = ""


@dataclass
class Lists:
    """Everything read of a folder.

    known_places: postcodes with their grid references, of schools of every kind, to reckon where
    postcode districts are. read: lines by file. problems: sentences with file and line, of lines
    that were left out. sources: the lists that were read, as rows name them.
    """

    providers: dict[str, ProviderRow] = field(default_factory=dict)
    courses: dict[tuple[str, str, str, str], CourseRow] = field(default_factory=dict)
    known_places: list[tuple[str, int, int]] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def add_provider(self, row: ProviderRow) -> ProviderRow:
        """Keep a provider; the first list that names it counts. Gives the one that is kept."""
        return self.providers.setdefault(row.key, row)

    def add_course(self, row: CourseRow) -> None:
        """Keep a course; of two that are the same the later counts."""
        self.courses[row.provider, row.title, row.route, row.postcode] = row
        self.sources.add(row.source)


def lines(path: Path, needed: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a published CSV with their numbers. Raises WrongFile."""
    reader = csv.DictReader(io.StringIO(_text(path)))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise WrongFile(f"{path.name}, line 1: there is no column “{missing[0]}”.")
    try:
        for cells in reader:
            yield (
                reader.line_num,
                {
                    name: (text or "").strip()
                    for name, text in cells.items()
                    if isinstance(name, str)
                },
            )
    except csv.Error as error:
        raise WrongFile(f"{path.name}, line {reader.line_num}: {error}.") from error


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongFile(f"{path.name}, line 1: this is no text.")
