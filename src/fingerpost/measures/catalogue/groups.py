"""Whom measures are about: expressions over the facts table with their words."""

from __future__ import annotations

from typing import NotRequired, TypedDict

import ibis.expr.types as ir

from fingerpost.measures.measure import Predicate


class Group(TypedDict):
    """The two fields of a measure that say whom it is about."""

    of: Predicate
    denominator: str
    only: NotRequired[str]


def years(first: int, last: int) -> Group:
    """Students in some year groups, both ends included."""
    words = f"Year {first}" if first == last else f"Years {first} to {last}"
    if last == first + 1:
        words = f"Years {first} and {last}"

    def of(t: ir.Table) -> ir.BooleanValue:
        return t.year_group.between(first, last)

    return {"of": of, "denominator": f"Students in {words}."}


INTERVIEWED: Group = {
    "of": lambda t: t.interviews_ever >= 1,
    "denominator": "Students who have had a guidance interview.",
}
WITH_OPEN_ACTION: Group = {
    "of": lambda t: t.actions_open >= 1,
    "denominator": "Students with an open action.",
}
VULNERABLE: Group = {
    "of": lambda t: t.vulnerable,
    "only": "vulnerable",
    "denominator": "Students who may need more support.",
}
