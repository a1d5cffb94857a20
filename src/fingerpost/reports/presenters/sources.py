"""The page of who showed what: advisers, organisations, and what students then mean to do."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost import rules
from fingerpost.ledger.presenters.measure import Opens
from fingerpost.ledger.presenters.words import figure_words
from fingerpost.web.tables import Cell, Column, Row, Table

from .impartiality import index_words

# An organisation that has so much of all meetings shapes what students see.
_MUCH = 0.5


def advisers_table(judged: Sequence[tuple[Any, Any]]) -> Table:
    """One row per adviser: whom they saw, how evenly they talked about routes, what is missing."""
    return Table(
        caption="Guidance interviews, by adviser",
        columns=[
            Column("Adviser"),
            Column("Students seen", number=True),
            Column("Index"),
            Column("Crowded out"),
        ],
        rows=[
            Row(
                [
                    one.name,
                    _students("adviser", str(one.adviser), one.students),
                    index_words(index) if index else "",
                    _crowded_out(index),
                ]
            )
            for one, index in judged
        ],
        empty="No interview of this year has a finished record yet.",
    )


def _crowded_out(judged: Any) -> Cell:
    names = ", ".join(judged.crowded_out) if judged else ""
    return Cell(names, tone="warn") if names else Cell("Nothing")


def organisations_table(met: Sequence[Any], on: dt.date) -> Table:
    """One row per organisation: how many met it, of all meetings, and the routes it showed."""
    labels = {one.name: one.label for one in rules.routes(on)}
    total = sum(one.students for one in met)
    return Table(
        caption="Encounters, by organisation",
        columns=[
            Column("Organisation"),
            Column("Students", number=True),
            Column("Share of all meetings"),
            Column("Routes it showed"),
        ],
        rows=[
            Row(
                [
                    one.organisation,
                    _students("organisation", one.organisation, one.students),
                    _share(one.students / total),
                    ", ".join(sorted(labels.get(route, route) for route in one.routes)) or "None",
                ]
            )
            for one in met
        ],
        empty="No student has met an organisation this year.",
    )


def _share(share: float) -> Cell:
    return Cell(f"{share:.0%}", tone="warn" if share > _MUCH else "")


def routes_table(shown: Sequence[tuple[Any, Any]], by_route: Any, opens: Opens) -> Table:
    """One row per route: what there is within reach, who has been shown it, who means to take it
    and who has a place.

    shown: each route with its figure. by_route: `selectors.ByRoute`.
    """
    return Table(
        caption="There is, shown, meant and taken",
        columns=[
            Column("Route"),
            Column("Within reach"),
            Column("Have been shown it"),
            Column("Mean to take it", number=True),
            Column("Of those who face a choice"),
            Column("Have accepted a place", number=True),
        ],
        rows=[_route_row(choice, figure, by_route, opens) for choice, figure in shown],
    )


def _route_row(choice: Any, figure: Any, by_route: Any, opens: Opens) -> Row:
    route = choice.name.removeprefix("route_")
    shown_to = Cell(
        figure_words(figure), url=opens.figure(choice.name, figure), number=figure.counted
    )
    meant = by_route.meant.get(route, ())
    return Row(
        [
            choice.label,
            _providers(route, by_route.providers.get(route, 0)),
            shown_to,
            _listed("meant", route, len(meant)),
            f"{len(meant) / by_route.facing:.0%}" if meant else "–",
            _listed("placed", route, len(by_route.placed.get(route, ()))),
        ]
    )


def _providers(route: str, many: int) -> Cell:
    if not many:
        return Cell("None known")
    words = "1 provider" if many == 1 else f"{many} providers"
    return Cell(words, url=f"{reverse('occupations:near')}?{urlencode({'route': route})}")


def _listed(which: str, route: str, many: int) -> Cell:
    return Cell(many, url=_list(which, route), number=many) if many else Cell("–")


def _students(which: str, key: str, many: int) -> Cell:
    return Cell(many, url=_list(which, key), number=many)


def _list(which: str, key: str) -> str:
    return f"{reverse('reports:impartiality_students')}?{urlencode({'list': which, 'of': key})}"


def list_title(which: str, source: Any, on: dt.date) -> str:
    """What the list behind a figure holds."""
    if which == "adviser":
        return f"Seen by {source.name} this year"
    if which == "organisation":
        return f"Met {source.name} this year"
    labels = {one.name: one.label for one in rules.routes(on)}
    route = labels.get(source.name, source.name)
    return f"Have accepted a place: {route}" if which == "placed" else f"Mean to take: {route}"
