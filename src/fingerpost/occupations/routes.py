"""Which of the routes and sectors that the rules know an occupation belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from .base import Base
from .occupation import Occupation, WayIn
from .tables import FOLDER

# The lowest level of apprenticeships that are begun after Year 13.
HIGHER = 4
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
    """Names of an occupation's sectors: those of its apprenticeships, else of its families."""
    names = _sectors()
    by_standard = {
        names[base.standards[ref].route]
        for ref in one.standards
        if ref in base.standards and base.standards[ref].route in names
    }
    return tuple(sorted(by_standard or {names[field] for field in one.fields}))


def sector_named(published: str) -> str:
    """The sector that a published family of work or route belongs to; empty where none does."""
    return _sectors().get(published, "")


@lru_cache(maxsize=1)
def _sectors() -> Mapping[str, str]:
    return tomllib.loads((FOLDER / "sectors.toml").read_text(encoding="utf-8"))
