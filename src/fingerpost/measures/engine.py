"""What every engine that computes measures does, and the shape of its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, Literal, NamedTuple, Protocol

import pyarrow as pa

from fingerpost.measures.measure import Measure, Unit

Side = Literal["counted", "not_counted", "of"]
"""Whose list: those who count, those the figure is about who do not, or all it is about."""

Where = Mapping[str, Any]
"""Column to a value, or to a list, tuple or set of values; None stands for not known."""


class Whole(Enum):
    """What stands in a group for "all of them" in a line of totals."""

    WHOLE = "all"


WHOLE = Whole.WHOLE


class Result(NamedTuple):
    """One figure for one group.

    group: a value for each column of `by`; WHOLE where the line is a total over a column.
    denominator: how many students the figure is about. numerator: how many of them count, or
    the sum of the values. Both are None when the figure is suppressed.
    """

    measure: str
    unit: Unit
    by: tuple[str, ...]
    group: tuple[Any, ...]
    numerator: int | float | None
    denominator: int | None
    suppressed: bool = False

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None for other units, when nobody is asked about, or hidden."""
        if self.unit != "students" or self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def value(self) -> int | float | None:
        """The mean or the sum; None for shares, for a mean over nobody, or hidden."""
        if self.unit == "students" or self.numerator is None:
            return None
        if self.unit == "count":
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    @property
    def where(self) -> dict[str, Any]:
        """The group as a filter: what to ask `students` for to get the list behind a figure."""
        pairs = zip(self.by, self.group, strict=True)
        return {column: value for column, value in pairs if value is not WHOLE}

    @property
    def is_total(self) -> bool:
        """Whether the line is a total over any column."""
        return WHOLE in self.group


class UnknownMeasure(KeyError):
    """A measure that is not in force on the day of the engine."""


class UnknownColumn(KeyError):
    """A column to split or filter by that is not a fact."""


class Engine(Protocol):
    """Computes measures for the students of one extract as of one day."""

    as_of: date

    @property
    def catalogue(self) -> Mapping[str, Measure]:
        """The measures in force on the day, by name."""

    def facts(self, student_ids: Sequence[int] | None = None) -> pa.Table:
        """Return the facts, a row per student on the roll in order of student_id."""

    def compute(
        self,
        measures: Sequence[str],
        by: str | Sequence[str] | None = None,
        where: Where | None = None,
        totals: bool = False,
    ) -> list[Result]:
        """Return the figures of many measures, for each group of a split.

        by: columns to split by; without any, one figure each. where: which students. totals:
        lines of totals over each column as well. Measures come in the order asked, groups in
        natural order with unknown and then totals last. Raises UnknownMeasure, UnknownColumn.
        """

    def students(
        self, measure: str, side: Side = "counted", where: Where | None = None
    ) -> list[int]:
        """Return the numbers of the students behind a figure, in order.

        Raises UnknownMeasure, UnknownColumn.
        """
