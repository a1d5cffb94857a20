"""What can be shown to a student: the routes, levels, sectors and kinds of provider in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from fingerpost.rules.loading import in_force, load

ProspectOf = Literal["route", "level", "sector", "provider"]
PROSPECTS_OF: tuple[ProspectOf, ...] = get_args(ProspectOf)


@dataclass(frozen=True)
class Prospect:
    """One route, level, sector or kind of provider.

    name: also the name of the measure of who has been shown it. An encounter, a course or an
    interview that names any of `words` among its `field` shows it. limited_to: who alone it is
    for; empty where it is for everybody.
    """

    name: str
    label: str
    field: Literal["routes", "sectors"]
    words: frozenset[str]
    limited_to: str = ""

    def is_in(self, routes: Collection[str], sectors: Collection[str]) -> bool:
        """Say whether something of these routes and sectors shows it."""
        return not self.words.isdisjoint(routes if self.field == "routes" else sectors)


def prospects(what: ProspectOf, on: date) -> tuple[Prospect, ...]:
    """Return the routes, levels, sectors or kinds of provider in force, in listing order.

    A level or a kind of provider is known by its routes: see route_groups.toml.
    """
    book = load()
    if what == "sector":
        return tuple(
            Prospect(f"sector_{one.name}", one.label, "sectors", frozenset({one.name}))
            for one in in_force(book.sectors, on)
        )
    if what == "route":
        return tuple(
            Prospect(
                f"route_{one.name}", one.label, "routes", frozenset({one.name}), one.limited_to
            )
            for one in in_force(book.routes, on)
        )
    return tuple(
        Prospect(one.name, one.label, "routes", frozenset(one.routes))
        for one in in_force(book.route_groups, on)
        if one.what == what
    )


def prospect(name: str, on: date) -> Prospect | None:
    """Return what has this name on a day; None where nothing has."""
    found = (one for what in PROSPECTS_OF for one in prospects(what, on))
    return next((one for one in found if one.name == name), None)
