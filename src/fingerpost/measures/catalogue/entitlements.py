"""Measures made from the entitlement frameworks of the rule data.

Each criterion is a measure; each framework has one for having had all that is due and, where
it sets deadlines, one for having missed any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from fingerpost.measures.conditions import all_hold
from fingerpost.measures.measure import Measure, share
from fingerpost.rules import Criterion, Framework


@dataclass(frozen=True)
class Due:
    """A criterion with the year groups to which it applies, and is overdue for, on a day."""

    criterion: Criterion
    years: tuple[int, ...]
    overdue: tuple[int, ...]

    def applies(self, t: ir.Table) -> ir.BooleanValue:
        """Say whether a student is due this now."""
        return _in_years(t, self.years) & all_hold(t, self.criterion.when)

    def met(self, t: ir.Table) -> ir.BooleanValue:
        """Say whether a student has had it."""
        return all_hold(t, self.criterion.met)

    def missed(self, t: ir.Table) -> ir.BooleanValue:
        """Say whether the deadline has passed and a student has not had it."""
        too_late = _in_years(t, self.overdue) & all_hold(t, self.criterion.when)
        return too_late & ~self.met(t)


def measures(framework: Framework, due: Sequence[Due]) -> tuple[Measure, ...]:
    """Return the measures of a framework; `due` are its criteria in force, in order."""
    found = [_everything(framework, due), *(_one(framework, one) for one in due)]
    if any(one.criterion.deadline for one in due):
        found.insert(1, _overdue(framework, due))
    return tuple(found)


def _one(framework: Framework, due: Due) -> Measure:
    criterion = due.criterion
    condition = " to whom it applies" if criterion.when else ""
    note = f" {criterion.note}" if criterion.note else ""
    return share(
        due.met,
        name=criterion.name,
        title=criterion.label,
        meaning=f"Students who have had this part of “{framework.label}”.{note}",
        of=due.applies,
        denominator=f"Students in {_years(due.years or criterion.years)}{condition}.",
        source=criterion.source,
        valid_from=criterion.valid_from,
        valid_to=criterion.valid_to,
        good="high",
        framework=framework.name,
    )


def _everything(framework: Framework, due: Sequence[Due]) -> Measure:
    def all_met(t: ir.Table) -> ir.BooleanValue:
        return reduce(and_, (~one.applies(t) | one.met(t) for one in due), ibis.literal(True))

    return share(
        all_met,
        name=f"everything_{framework.name}",
        title=f"Have had everything due: {framework.label}",
        meaning="Students who have had each thing that is due to them by now.",
        of=lambda t: _any(one.applies(t) for one in due),
        denominator="Students to whom anything is due.",
        source=framework.source,
        valid_from=framework.valid_from,
        valid_to=framework.valid_to,
        good="high",
        framework=framework.name,
    )


def _overdue(framework: Framework, due: Sequence[Due]) -> Measure:
    return share(
        lambda t: _any(one.missed(t) for one in due),
        name=f"overdue_{framework.name}",
        title=f"Something is overdue: {framework.label}",
        meaning="Students who have not had something whose deadline has passed.",
        of=lambda t: _any(one.applies(t) for one in due),
        denominator="Students to whom anything is due.",
        source=framework.source,
        valid_from=framework.valid_from,
        valid_to=framework.valid_to,
        good="low",
        framework=framework.name,
    )


def _any(parts: Iterable[ir.BooleanValue]) -> ir.BooleanValue:
    return reduce(or_, parts, ibis.literal(False))


def _in_years(t: ir.Table, years: Sequence[int]) -> ir.BooleanValue:
    return t.year_group.isin(years) if years else ibis.literal(False)


def _years(years: Sequence[int]) -> str:
    names = [str(year) for year in years]
    if len(names) == 1:
        return f"Year {names[0]}"
    return f"Years {', '.join(names[:-1])} and {names[-1]}"
