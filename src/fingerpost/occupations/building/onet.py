"""Interests, values, preparation and neighbours of occupations from the O*NET database."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..occupation import INTERESTS, VALUES

_INTEREST_IDS = tuple(f"1.B.1.{letter}" for letter in "abcdef")
_VALUE_IDS = tuple(f"1.B.2.{letter}" for letter in "abcdef")


# Codes of 2010 that the release of 2026 has under another one, and occupations that had none.
# Read off the names of both; no table of the publisher is at hand.
_NEWER = Path(__file__).parent / "newer_codes.csv"


@dataclass(frozen=True)
class Onet:
    """By O*NET code. related: codes, the nearest first. newer: codes by older ones or by slugs."""

    interests: dict[str, tuple[float, ...]]
    values: dict[str, tuple[float, ...]]
    preparation: dict[str, int]
    related: dict[str, tuple[str, ...]]
    newer: dict[str, str]

    def code_of(self, slug: str, published: str) -> str:
        """The code of this release for an occupation: as published, under its newer number, or
        the first of the same kind (its first six digits); empty where there is none.
        """
        if published in self.interests:
            return published
        newer = self.newer.get(slug) or self.newer.get(published)
        if newer:
            return newer
        kind = [code for code in self.interests if code[:7] == published[:7]]
        return min(kind, default="")


def read_onet(folder: Path) -> Onet:
    """Everything that is used, from the folder of a release."""
    preparation = {
        row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in _rows(folder / "Job Zones.txt")
    }
    related: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(folder / "Related Occupations.txt"):
        related[row["O*NET-SOC Code"]].append((int(row["Index"]), row["Related O*NET-SOC Code"]))
    return Onet(
        _profiles(folder / "Interests.txt", "OI", _INTEREST_IDS, len(INTERESTS)),
        _profiles(folder / "Work Values.txt", "EX", _VALUE_IDS, len(VALUES)),
        preparation,
        {code: tuple(other for _, other in sorted(found)) for code, found in related.items()},
        _newer(),
    )


def _newer() -> dict[str, str]:
    with _NEWER.open(encoding="utf-8", newline="") as file:
        return {row["what"]: row["newer"] for row in csv.DictReader(file)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _profiles(
    path: Path, scale: str, ids: tuple[str, ...], many: int
) -> dict[str, tuple[float, ...]]:
    """Scores in the order of the ids; only occupations that have all of them."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows(path):
        if row["Scale ID"] == scale and row["Element ID"] in ids:
            found[row["O*NET-SOC Code"]][row["Element ID"]] = float(row["Data Value"])
    whole = {code: scores for code, scores in found.items() if len(scores) == many}
    return {code: tuple(scores[one] for one in ids) for code, scores in whole.items()}
