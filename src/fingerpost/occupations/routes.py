"""Which of the routes and sectors that the rules know an occupation belongs to."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .base import Base
from .occupation import Occupation, Standard, WayIn
from .tables import FOLDER

# The lowest level of apprenticeships that are begun after Year 13.
HIGHER = 4
_COLUMNS = ("sectors", "also")
_ROUTES = {
    "college": "further_education",
    "university": "university",
    # To ask an employer ("direct") is a way in, and says nothing of training beside the work.
    "work": "work_with_training",
}


def routes_of(one: Occupation) -> tuple[str, ...]:
    """Names of the routes that lead into an occupation, each once."""
    found = (route for way in one.ways_in for route in _routes(way))
    return tuple(sorted(set(found)))


def _routes(way: WayIn) -> tuple[str, ...]:
    if way.way != "apprenticeship":
        return (_ROUTES[way.way],) if way.way in _ROUTES else ()
    levels = way.levels or (1,)
    return (
        *(("apprenticeship",) if min(levels) < HIGHER else ()),
        *(("higher_apprenticeship",) if max(levels) >= HIGHER else ()),
    )


def sectors_of(base: Base, one: Occupation) -> tuple[str, ...]:
    """Names of an occupation's sectors, see `sectors_among`."""
    return sectors_among(base.standards, one)


def sectors_among(standards: Mapping[str, Standard], one: Occupation) -> tuple[str, ...]:
    """Names of an occupation's sectors: those of its SOC 2020 group, and of what is published of
    it those that fit the group. Where no group is known, what is published stands alone.
    standards: by reference.
    """
    group, published = _group_of(one), _published(standards, one)
    if group is None:
        return tuple(sorted(published))
    return tuple(sorted(group.sectors | published & group.also))


def _published(standards: Mapping[str, Standard], one: Occupation) -> set[str]:
    """The sectors of its apprenticeships and of the families of work it is published under."""
    routes = (standards[ref].route for ref in one.standards if ref in standards)
    names = _sectors()
    return {names[name] for name in (*routes, *one.fields) if name in names}


@dataclass(frozen=True, slots=True)
class _Group:
    """Sectors of a group: those of all of it, and those that some of it belong to as well."""

    sectors: frozenset[str]
    also: frozenset[str]


def _group_of(one: Occupation) -> _Group | None:
    """What is said of the occupation itself, else of the smallest group that holds it."""
    codes = (one.soc2020[:length] for length in (4, 3, 2) if len(one.soc2020) >= length)
    return next((_groups()[of] for of in (one.slug, *codes) if of in _groups()), None)


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, _Group]:
    text = (FOLDER / "sectors_of_groups.csv").read_text(encoding="utf-8")
    return {
        row["of"]: _Group(*(frozenset(filter(None, row[name].split("|"))) for name in _COLUMNS))
        for row in csv.DictReader(io.StringIO(text))
    }


def sector_named(published: str) -> str:
    """The sector that a published family of work or route belongs to; empty where none does."""
    return _sectors().get(published, "")


@lru_cache(maxsize=1)
def _sectors() -> Mapping[str, str]:
    return tomllib.loads((FOLDER / "sectors.toml").read_text(encoding="utf-8"))
