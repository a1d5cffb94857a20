"""What a fact is: one named value for one student on one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.types as ir

from fingerpost.rules.facts import FactKind

Layer = Literal[
    "roll", "lines", "routes", "sectors", "threads", "intentions", "applications", "later"
]
"""Which prepared table the expression of a fact reads.

roll: one row per student on the roll. lines: the lines that count, to be added up for each
student; routes: those that showed routes; sectors: once for each sector shown. threads: one
row per interview, record, action or idea, to be added up likewise. intentions: one row per
student for the intention and one for the fallback. applications: one row per
application as it stands, to be added up likewise. later: one row per student with the facts
of all other layers.
"""

Expression = Callable[[ir.Table], ir.Value]
Empty = Literal["zero", "unknown"]


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact and how it is worked out.

    kind: int, float, bool, str or date. expression: from the table of its layer to a column
    (or, where a layer has many rows per student, to an aggregate). empty: what a student
    with no rows has, 0 or False ("zero") or null ("unknown").
    """

    name: str
    title: str
    meaning: str
    kind: FactKind
    layer: Layer
    expression: Expression
    empty: Empty = "zero"

    @property
    def filler(self) -> Any:
        """What stands where a student has no rows: 0, 0.0, False, or None for unknown."""
        fillers: dict[str, Any] = {"int": 0, "float": 0.0, "bool": False}
        return fillers.get(self.kind) if self.empty == "zero" else None


def count(name: str, title: str, meaning: str, where: Expression, layer: Layer = "lines") -> Fact:
    """Make a fact that counts the rows of its layer for which `where` holds."""
    return Fact(name, title, meaning, "int", layer, lambda t: t.count(where=where(t)))


def flag(name: str, title: str, meaning: str, where: Expression, layer: Layer = "lines") -> Fact:
    """Make a fact that is true when `where` holds for any row of its layer."""
    return Fact(name, title, meaning, "bool", layer, lambda t: where(t).any())


def whether(name: str, title: str, meaning: str, expression: Expression) -> Fact:
    """Make a true-or-false fact from other facts of the same student."""
    return Fact(name, title, meaning, "bool", "later", expression)
