"""Occupations as entries of a search: by their names, by titles nobody lists, by their field."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fingerpost.engines.search import Entry, Index, build

from .base import Base, load
from .occupation import Occupation

# Of a group with more occupations than this a title points to those alone whose words it shares.
_FEW = 3
_SURE, _UNSURE = 0.85, 0.35


def entries(base: Base) -> Iterator[Entry]:
    """Every occupation, then every title of the coding index that leads to one."""
    for one in base.occupations:
        yield Entry(one.slug, one.title, one.other_titles, _about(base, one))
    groups: dict[str, list[Occupation]] = defaultdict(list)
    for one in base.occupations:
        groups[one.soc2020].append(one)
    for code, titles in base.titles.items():
        for title in titles if groups[code] else ():
            slugs, weight = _nearest(title, groups[code])
            yield Entry(f"title:{code}:{title}", title, points_to=slugs, weight=weight)


def _about(base: Base, one: Occupation) -> tuple[str, ...]:
    standards = (base.standards[ref].title for ref in one.standards if ref in base.standards)
    settings = (setting.replace("_", " ") for setting in one.settings)
    return (*one.fields, *settings, *one.subjects, *standards)


def _nearest(title: str, group: list[Occupation]) -> tuple[tuple[str, ...], float]:
    """The occupations of a group that share words with a title, and what it counts for; where
    none does, the first few, for less the more there are.
    """
    words = set(title.lower().split())
    shared = {
        one.slug: len(words & set(" ".join((one.title, *one.other_titles)).lower().split()))
        for one in group
    }
    most = max(shared.values())
    if most:
        return tuple(slug for slug, many in shared.items() if many == most), _SURE
    return tuple(one.slug for one in group[:_FEW]), _SURE if len(group) == 1 else _UNSURE


def everyday(base: Base) -> Mapping[str, tuple[str, ...]]:
    """What everyday words stand for: words of the trade."""
    text = (base.folder / "everyday.csv").read_text(encoding="utf-8")
    return {row["said"]: tuple(row["means"].split()) for row in csv.DictReader(io.StringIO(text))}


@dataclass(frozen=True, slots=True)
class Found:
    """An occupation that was found. by: the title by which, where that is not one of its own."""

    occupation: Occupation
    score: float
    by: str = ""


@dataclass(frozen=True, eq=False)
class Finder:
    """The occupations of a base, findable."""

    base: Base
    index: Index

    def find(self, words: str, limit: int = 20) -> list[Found]:
        """The occupations that fit what somebody typed, the best first."""
        return [
            Found(self.base.by_slug[hit.key], hit.score, hit.by)
            for hit in self.index.find(words, limit)
        ]


@lru_cache(maxsize=1)
def finder() -> Finder:
    """The shipped occupations, indexed once in a process (about half a second)."""
    base = load()
    return Finder(base, build(entries(base), everyday(base)))
