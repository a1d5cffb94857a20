"""Which next places are shown: some of every route, whatever somebody's grades are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from .needing import Distance, Have, Need, distance


@dataclass(frozen=True, slots=True)
class Place:
    """A course, an apprenticeship or another next place. sector: empty for any kind of work.
    miles: how far off it is, None where that is not known.
    """

    key: int
    route: str
    sector: str = ""
    miles: float | None = None
    need: Need = field(default_factory=Need)


@dataclass(frozen=True, slots=True)
class NextPlace:
    """A place that is shown. is_liked: it is for a kind of work that somebody likes. other_ways:
    the other routes within reach to the same kind of work that ask for no more than is there.
    """

    place: Place
    distance: Distance
    is_liked: bool
    other_ways: tuple[str, ...]


def next_places(
    places: Sequence[Place],
    have: Have,
    liked: Collection[str] = (),
    *,
    reach: float | None = None,
    each: int = 3,
) -> list[NextPlace]:
    """Up to `each` places of every route that has one within reach, the routes taking turns.

    reach: miles that somebody can travel, None for any; a place whose distance is not known is
    within reach. Where nothing at all is, the nearest of every route are given instead. In a
    route, what is liked comes first, then what is nearest. Grades never take a place away: they
    only see to it that a place that asks for no more than is there is among those of its route,
    if there is one.
    """
    near = [one for one in places if reach is None or one.miles is None or one.miles <= reach]
    chosen_from = near or list(places)
    found = [(one, distance(have, one.need)) for one in chosen_from]
    open_routes = _open_routes(found)
    by_route: dict[str, list[tuple[Place, Distance]]] = {}
    for pair in sorted(found, key=lambda pair: _order(pair[0], liked)):
        by_route.setdefault(pair[0].route, []).append(pair)
    shown = [_of_route(pairs, each) for pairs in by_route.values()]
    turns = (pair for turn in zip_longest(*shown) for pair in turn if pair is not None)
    return [
        NextPlace(one, far, one.sector in liked, _others(one, open_routes)) for one, far in turns
    ]


def _order(one: Place, liked: Collection[str]) -> tuple[int, bool, float, int]:
    fits = 0 if one.sector in liked else 1 if not one.sector else 2
    return (fits, one.miles is None, one.miles or 0.0, one.key)


def _of_route(pairs: Sequence[tuple[Place, Distance]], each: int) -> list[tuple[Place, Distance]]:
    """The first of a route; the last of them makes room for one that asks for no more than is
    there, where none of them is such.
    """
    first = list(pairs[:each])
    if not any(far.is_there for _, far in first):
        there = next((pair for pair in pairs[each:] if pair[1].is_there), None)
        if there is not None and first:
            first[-1] = there
    return first


def _open_routes(found: Iterable[tuple[Place, Distance]]) -> dict[str, set[str]]:
    """By sector, the routes that have a place which asks for no more than is there."""
    routes: dict[str, set[str]] = {}
    for one, far in found:
        if far.is_there:
            routes.setdefault(one.sector, set()).add(one.route)
    return routes


def _others(one: Place, open_routes: dict[str, set[str]]) -> tuple[str, ...]:
    """Other routes to the same kind of work; a place for any kind of work is one to each."""
    routes = open_routes.get(one.sector, set()) | open_routes.get("", set())
    return tuple(sorted(routes - {one.route}))
