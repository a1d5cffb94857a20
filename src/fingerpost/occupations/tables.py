"""The tables that ship: one line an item, so that a new edition shows as a plain difference."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from .occupation import Occupation, Requirement, Standard, WayIn
from .outlook import Outlook
from .sources import Gap

FOLDER = Path(__file__).parent / "data"
OCCUPATIONS, WAYS_IN, TITLES = "occupations.csv", "ways_in.csv", "titles.txt.gz"
STANDARDS, OUTLOOKS, GAPS = "standards.csv", "outlooks.csv", "gaps.csv"
AREAS_OF_AUTHORITIES = "areas_of_authorities.csv"
_BETWEEN = "|"
Row = Mapping[str, str]

_TEXTS = ("slug", "title", "soc2010", "soc2020", "soc2020_by", "onet", "hours_vary", "times")
_WHOLE = ("pay_to_start", "pay_with_experience", "preparation")
_NUMBERS = ("hours_from", "hours_to")
_LISTS = ("other_titles", "fields", "skills", "settings", "restrictions", "standards", "related")
_SCORES = ("interests", "values")
_OF_OCCUPATION = (*_TEXTS, *_WHOLE, *_NUMBERS, *_SCORES, *_LISTS)
_OF_WAY = ("slug", "way", "level", "gcses", "grade", "a_levels", "subjects", "degree", "is_read")


# Writing ------------------------------------------------------------------------------------


def write_occupations(path: Path, occupations: Iterable[Occupation]) -> None:
    """One line an occupation; what is not known stays empty."""
    _write(
        path,
        _OF_OCCUPATION,
        ([_text(getattr(one, name)) for name in _OF_OCCUPATION] for one in occupations),
    )


def write_ways_in(path: Path, occupations: Iterable[Occupation]) -> None:
    """One line a requirement; a way without any has one line with nothing else."""
    _write(
        path,
        _OF_WAY,
        (
            [one.slug, way.way, *_needs(need)]
            for one in occupations
            for way in one.ways_in
            for need in way.requirements or (None,)
        ),
    )


def _needs(need: Requirement | None) -> list[str]:
    if need is None:
        return [""] * (len(_OF_WAY) - 2)
    return [_text(getattr(need, name)) for name in _OF_WAY[2:]]


def write_titles(path: Path, titles: Mapping[str, Sequence[str]]) -> None:
    """Per code a line with the code, then a line a title; packed the same way every time."""
    lines = (
        f"={code}\n" + "".join(f"{name}\n" for name in names) for code, names in titles.items()
    )
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


def write_rows(path: Path, rows: Sequence[Standard] | Sequence[Outlook] | Sequence[Gap]) -> None:
    """Dataclasses as lines, a field a column."""
    names = tuple(rows[0].__slots__) if rows else ()
    _write(path, names, ([_text(getattr(row, name)) for name in names] for row in rows))


def _write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _BETWEEN.join(_text(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


# Reading ------------------------------------------------------------------------------------


def read_occupations(folder: Path) -> tuple[Occupation, ...]:
    """Every occupation with its ways in."""
    ways: dict[str, tuple[WayIn, ...]] = {}
    for slug, rows in groupby(_read(folder / WAYS_IN), key=lambda row: row["slug"]):
        ways[slug] = tuple(
            WayIn(way, tuple(_requirement(row) for row in lines if row["is_read"]))
            for way, lines in groupby(rows, key=lambda row: row["way"])
        )
    return tuple(_occupation(row, ways.get(row["slug"], ())) for row in _read(folder / OCCUPATIONS))


def _occupation(row: Row, ways_in: tuple[WayIn, ...]) -> Occupation:
    values: dict[str, Any] = {name: row[name] for name in _TEXTS}
    values |= {name: _maybe(int, row[name]) for name in _WHOLE}
    values |= {name: _maybe(float, row[name]) for name in _NUMBERS}
    values |= {name: _list(row[name]) for name in _LISTS}
    values |= {name: tuple(map(float, _list(row[name]))) or None for name in _SCORES}
    return Occupation(**values, ways_in=ways_in)


def _requirement(row: Row) -> Requirement:
    return Requirement(
        level=_maybe(int, row["level"]),
        gcses=_pair(row["gcses"]),
        grade=_maybe(int, row["grade"]),
        a_levels=_pair(row["a_levels"]),
        subjects=_list(row["subjects"]),
        degree=row["degree"],
        is_read=row["is_read"] == "yes",
    )


def read_titles(folder: Path) -> dict[str, tuple[str, ...]]:
    """Titles people use, by SOC 2020 unit group."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in gzip.decompress((folder / TITLES).read_bytes()).decode().splitlines():
        if line.startswith("="):
            names = found.setdefault(line[1:], [])
        else:
            names.append(line)
    return {code: tuple(titles) for code, titles in found.items()}


def read_standards(folder: Path) -> tuple[Standard, ...]:
    """Apprenticeship standards."""
    return tuple(
        Standard(
            row["reference"],
            row["title"],
            int(row["level"]),
            _maybe(int, row["months"]),
            row["route"],
        )
        for row in _read(folder / STANDARDS)
    )


def read_outlooks(folder: Path) -> tuple[Outlook, ...]:
    """The outlook of each group in each area."""
    return tuple(
        Outlook(
            row["area"],
            row["area_name"],
            row["sub_major"],
            row["group"],
            *(float(row[name]) for name in ("jobs_2020", "jobs_2035", "openings")),
        )
        for row in _read(folder / OUTLOOKS)
    )


def read_areas_of_authorities(folder: Path) -> dict[str, str]:
    """The area of each local authority, by its three digits; empty where no figures are published
    of an area that holds it.
    """
    return {row["authority"]: row["area"] for row in _read(folder / AREAS_OF_AUTHORITIES)}


def read_gaps(folder: Path) -> tuple[Gap, ...]:
    """What the published files do not say."""
    return tuple(Gap(row["slug"], row["what"], row["because"]) for row in _read(folder / GAPS))


def _read(path: Path) -> Iterator[Row]:
    yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))


def _maybe(kind: Callable[[str], Any], text: str) -> Any:
    return kind(text) if text else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(_BETWEEN)) if text else ()


def _pair(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    low, high = map(int, _list(text))
    return (low, high)
