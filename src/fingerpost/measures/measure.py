"""What a measure is: a named figure over the facts of a group of students.

The same two expressions answer for one student, a group and a country, and select the
students behind the figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

Unit = Literal["students", "mean", "count"]
"""students: a share, so many of so many students. mean: a number per student. count: a sum."""

Good = Literal["high", "low"]
Predicate = Callable[[ir.Table], ir.BooleanValue]

START = date(2012, 9, 1)
"""The day the duty began that the 2013 report judged: no measure is older."""

OWN = "Fingerpost's own measure"


@dataclass(frozen=True, eq=False, kw_only=True)
class Measure:
    """A named figure. Compared by identity.

    meaning: in plain sentences. denominator: whom the figure is about, in words; `of`: the
    same as an expression over the facts table. `counted`: who counts among them; of a mean
    or a count it is who has anything at all, for the list. `value`: what is added up (null
    for those it is not known of, who are then left out). good: which way is better, or None.
    valid_to: the last day in force. framework: the entitlement framework it belongs to, or "".
    """

    name: str
    title: str
    meaning: str
    denominator: str
    unit: Unit
    of: Predicate
    counted: Predicate
    value: Callable[[ir.Table], ir.NumericValue] | None = None
    source: str
    valid_from: date = START
    valid_to: date | None = None
    good: Good | None = None
    framework: str = ""
    # The split whose group it asks about: to know who is asked about is to know their group.
    only: str = ""

    def in_force(self, on: date) -> bool:
        """Say whether the measure is in force on a day, first and last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def everyone(t: ir.Table) -> ir.BooleanValue:
    """All students on the roll."""
    return ibis.literal(True)


EVERYONE = "All students on the roll."


def mean(fact: str, **fields: Any) -> Measure:
    """Make the measure of the mean of a fact; `fields` are those of Measure."""
    return _of_fact("mean", fact, fields)


def total(fact: str, **fields: Any) -> Measure:
    """Make the measure of the sum of a fact; `fields` are those of Measure."""
    return _of_fact("count", fact, fields)


def share(counted: Predicate, **fields: Any) -> Measure:
    """Make the measure of the share of students who count; `fields` are those of Measure."""
    return Measure(unit="students", counted=counted, **_with_everyone(fields))


def of_judged(*found: Measure) -> tuple[Measure, ...]:
    """Return measures of encounters that a checklist may judge, each saying how that counts."""
    return tuple(replace(one, meaning=f"{one.meaning} {JUDGED}") for one in found)


JUDGED = (
    "An encounter judged not to be meaningful does not count; one that nobody has judged counts."
)


def _of_fact(unit: Unit, fact: str, fields: dict[str, Any]) -> Measure:
    return Measure(
        unit=unit,
        value=lambda t: t[fact],
        counted=lambda t: (t[fact] > 0).fill_null(False),
        **_with_everyone(fields),
    )


def _with_everyone(fields: dict[str, Any]) -> dict[str, Any]:
    return {"of": everyone, "denominator": EVERYONE, **fields}


def fact_is_true(name: str) -> Predicate:
    """Return what counts those of whom a fact of yes and no is true."""

    def counted(t: ir.Table) -> ir.BooleanValue:
        return t[name]

    return counted
