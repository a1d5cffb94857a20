"""What one student has been shown, in tables: how often, when last, and what not yet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from fingerpost import rules
from fingerpost.web.tables import Cell, Column, Row, Table

from ..bridge import WHAT


@dataclass(frozen=True)
class Part:
    """One table and a sentence about it."""

    table: Table
    sentence: str


def shown_table(what: rules.ProspectOf, lines: Sequence[Any], on: dt.date) -> Part:
    """One row for each route, level, sector or kind of provider that is for everybody.

    what: a key of `WHAT`. lines: encounters, oldest first.
    """
    many, single = WHAT[what]
    offered = [one for one in rules.prospects(what, on) if not one.limited_to]
    seen = {
        one.name: [line for line in lines if one.is_in(line.routes, line.sectors)]
        for one in offered
    }
    missing = [one.label for one in offered if not seen[one.name]]
    table = Table(
        caption=f"{many} shown",
        columns=[Column(single), Column("How often"), Column("Last")],
        rows=[_row(one.label, seen[one.name]) for one in offered],
    )
    sentence = f"{len(offered) - len(missing)} of {len(offered)} shown."
    if missing and len(missing) <= len(offered) / 2:
        sentence += f" Not yet: {', '.join(missing)}."
    return Part(table, sentence)


def _row(label: str, lines: Sequence[Any]) -> Row:
    if not lines:
        return Row([label, Cell("Not yet", tone="warn"), ""])
    last = lines[-1]
    often = "Once" if len(lines) == 1 else f"{len(lines)} times"
    kinds = {kind.name: kind.label for kind in rules.kinds(last.happened_on)}
    return Row(
        [
            label,
            often,
            Cell(date_format(last.happened_on, "j F Y"), hint=kinds.get(last.kind, "")),
        ]
    )
