"""The part of the rules that the facts are built from: kinds, routes, sectors, points.

It is plain, frozen and hashable, so a query compiled for one vocabulary can be kept and used
again for as long as the rules do not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pyarrow as pa

from fingerpost import rules

# The bits of a signed 64-bit number.
_MOST = 62


PURPOSES = (
    "personal_guidance",
    "employer",
    "workplace",
    "provider",
    "curriculum",
    "labour_market",
    "careers_programme",
)
"""What a ledger line can count towards."""


@dataclass(frozen=True)
class Term:
    """A route or sector as it is named in the ledger and as people read it."""

    name: str
    label: str


@dataclass(frozen=True)
class RouteGroup:
    """Routes with something in common (`what`: the level or the provider) and their names."""

    name: str
    label: str
    what: str
    routes: tuple[str, ...]


@dataclass(frozen=True)
class LineKind:
    """A kind of ledger line. counts_if_named: only where the line names an organisation."""

    name: str
    label: str
    encounter: bool
    counts_for: tuple[str, ...]
    counts_if_named: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """A decision point and the year groups that face it.

    close_from: the month of the last of these years from which the choice is close.
    """

    name: str
    label: str
    years: tuple[int, ...]
    close_from: int


@dataclass(frozen=True)
class Vocabulary:
    """The words of the ledger that count on a day."""

    kinds: tuple[LineKind, ...]
    routes: tuple[Term, ...]
    technical_routes: tuple[str, ...]
    route_groups: tuple[RouteGroup, ...]
    sectors: tuple[Term, ...]
    points: tuple[Point, ...]

    @property
    def encounters(self) -> tuple[LineKind, ...]:
        """The kinds that are encounters."""
        return tuple(kind for kind in self.kinds if kind.encounter)

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables `kinds`, `routes` and `sectors` that queries join to the ledger.

        Each has a name and a bit of its own, a power of two, so that what a student has seen
        adds up to one number.
        """
        kinds: dict[str, list[object]] = {
            "kind": [kind.name for kind in self.kinds],
            "kind_bit": _bits(len(self.kinds)),
            "encounter": [kind.encounter for kind in self.kinds],
        }
        for purpose in PURPOSES:
            kinds[purpose] = [purpose in kind.counts_for for kind in self.kinds]
            kinds[f"{purpose}_if_named"] = [purpose in kind.counts_if_named for kind in self.kinds]
        return {
            "kinds": pa.table(kinds, schema=KINDS),
            "routes": _table("route", self.routes, ROUTES),
            "sectors": _table("sector", self.sectors, SECTORS),
        }


KINDS = pa.schema(
    [
        ("kind", pa.string()),
        ("kind_bit", pa.int64()),
        ("encounter", pa.bool_()),
        *((f"{p}{suffix}", pa.bool_()) for p in PURPOSES for suffix in ("", "_if_named")),
    ]
)
ROUTES = pa.schema([("route", pa.string()), ("route_bit", pa.int64())])
SECTORS = pa.schema([("sector", pa.string()), ("sector_bit", pa.int64())])


def vocabulary(on: date) -> Vocabulary:
    """Return the vocabulary in force on a day."""
    return _of(rules.load(), on)


@lru_cache(maxsize=64)
def _of(book: rules.RuleBook, on: date) -> Vocabulary:
    """Kept by the book, so that rules read anew are seen. Building it takes a millisecond."""
    routes = rules.routes(on)
    return Vocabulary(
        kinds=tuple(_line_kind(kind) for kind in rules.kinds(on)),
        routes=tuple(Term(route.name, route.label) for route in routes),
        technical_routes=tuple(route.name for route in routes if route.technical),
        route_groups=tuple(
            RouteGroup(one.name, one.label, one.what, one.routes) for one in rules.route_groups(on)
        ),
        sectors=tuple(Term(one.name, one.label) for one in rules.sectors(on)),
        points=tuple(
            Point(one.name, one.label, one.years, one.close_from)
            for one in rules.decision_points(on)
        ),
    )


def bit(terms: Sequence[LineKind | Term], name: str) -> int:
    """Return the bit of a kind, route or sector; 0, which nothing matches, where unknown."""
    return next((1 << n for n, term in enumerate(terms) if term.name == name), 0)


def _line_kind(kind: rules.Kind) -> LineKind:
    named = kind.needs_organisation
    always = tuple(purpose for purpose in kind.counts_for if purpose not in named)
    return LineKind(kind.name, kind.plural, kind.family == "encounter", always, named)


def _table(column: str, terms: Sequence[Term], schema: pa.Schema) -> pa.Table:
    bits = _bits(len(terms))
    return pa.table({column: [t.name for t in terms], f"{column}_bit": bits}, schema=schema)


def _bits(count: int) -> list[object]:
    if count > _MOST:
        raise ValueError(f"There are more than {_MOST} kinds, routes or sectors in force.")
    return [1 << n for n in range(count)]
