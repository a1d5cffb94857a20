"""Conditions as numpy masks over columns, each distinct condition worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from fingerpost.engines.needs.columns import Column, Columns, Mask
from fingerpost.rules import Condition


def _between(values: Any, ends: Any) -> Any:
    return (values >= ends[0]) & (values <= ends[1])


def _one_of(values: Any, wanted: Any) -> Any:
    found = values == wanted[0]
    for item in wanted[1:]:
        found = found | (values == item)
    return found


_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "is": lambda values, wanted: values == wanted,
    "is_not": lambda values, wanted: values != wanted,
    "in": _one_of,
    "under": lambda values, wanted: values < wanted,
    "at_most": lambda values, wanted: values <= wanted,
    "over": lambda values, wanted: values > wanted,
    "at_least": lambda values, wanted: values >= wanted,
    "between": _between,
}


class Masks:
    """Which students each condition holds for. The masks are shared: never change one."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._found: dict[Condition, Mask] = {}
        self.size = columns.ids.size

    def of(self, condition: Condition) -> Mask:
        """Return the mask of one condition; an unknown value fails all but `missing`."""
        if condition not in self._found:
            self._found[condition] = _holds(self.columns.column(condition.fact), condition)
        return self._found[condition]

    def all_of(self, conditions: Iterable[Condition]) -> Mask:
        """Return the students for whom every condition holds."""
        found: Mask | None = None
        for condition in conditions:
            mask = self.of(condition)
            found = mask if found is None else found & mask
        return np.ones(self.size, np.bool_) if found is None else found

    def any_of(self, conditions: Iterable[Condition]) -> Mask:
        """Return the students for whom at least one condition holds."""
        found: Mask | None = None
        for condition in conditions:
            mask = self.of(condition)
            found = mask if found is None else found | mask
        return np.zeros(self.size, np.bool_) if found is None else found


def _holds(column: Column, condition: Condition) -> Mask:
    if condition.op == "missing":
        known = np.ones(column.values.size, np.bool_) if column.known is None else column.known
        return ~known if condition.value else known.copy()
    compare = _COMPARE[condition.op]
    if column.words is not None:
        # Each distinct word is compared once; the last place answers for unknown (code -1).
        table = [bool(compare(word, condition.value)) for word in column.words]
        return np.array([*table, False], np.bool_)[column.values]
    found: Mask = compare(column.values, _stored(condition.value))
    return found if column.known is None else found & column.known


def _stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_stored(item) for item in value)
    return np.datetime64(value, "D") if isinstance(value, date) else value
