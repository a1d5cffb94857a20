"""Conditions of the rule data as database expressions over the facts table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ibis
import ibis.expr.types as ir

from fingerpost.rules import Condition

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "is": lambda fact, value: fact == value,
    "is_not": lambda fact, value: fact != value,
    "in": lambda fact, value: fact.isin(value),
    "under": lambda fact, value: fact < value,
    "at_most": lambda fact, value: fact <= value,
    "over": lambda fact, value: fact > value,
    "at_least": lambda fact, value: fact >= value,
    "between": lambda fact, value: fact.between(*value),
}


def holds(t: ir.Table, condition: Condition) -> ir.BooleanValue:
    """Return whether a condition holds, never null.

    As `rules.conditions` says: a fact that is not known fails every comparison, `is_not`
    included, and only `missing` looks at that.
    """
    fact = t[condition.fact]
    if condition.op == "missing":
        return fact.isnull() if condition.value else fact.notnull()
    return _COMPARE[condition.op](fact, condition.value).fill_null(False)


def all_hold(t: ir.Table, conditions: Iterable[Condition]) -> ir.BooleanValue:
    """Return whether every condition holds; true where there are none."""
    result: ir.BooleanValue = ibis.literal(True)
    for condition in conditions:
        result = result & holds(t, condition)
    return result
