"""The measures this installation knows, and the answer of each for every student at once.

A measure's answer is a column with a value for each student: whether they are among those asked
about (`of`), and whether they count. Every figure, split and list is read off these columns, so
that a figure and the list it opens cannot differ.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fingerpost import rules

from .store import extra_rules


@dataclass(frozen=True)
class Marks:
    """One measure's columns over the facts table (numpy): of, and counted or a value."""

    of: Any
    counted: Any = None
    value: Any = None


@dataclass(frozen=True)
class Definition:
    """A named measure as pages show it. `part` computes its marks from the facts table."""

    name: str
    title: str
    meaning: str
    unit: str
    source: str
    valid_from: dt.date
    valid_to: dt.date | None
    good: str | None
    denominator: str
    framework: str
    measure: Any


@dataclass(frozen=True)
class Criterion:
    """A column of the coverage page: one thing students are due."""

    name: str
    label: str
    source: str
    url: str = ""


def frameworks(on: dt.date) -> dict[str, rules.Framework]:
    """The entitlement frameworks in force on a day, by name."""
    return {one.name: one for one in rules.entitlement_frameworks(on, extra_rules())}


def entitlements(on: dt.date) -> list[Definition]:
    """Each criterion of each framework in force as a measure of its own."""
    found = [_everything(one) for one in frameworks(on).values()]
    return found + [
        Definition(
            name=one.name,
            title=one.label,
            meaning=one.note or f"Students who have had what “{framework.label}” asks for here.",
            unit="students",
            source=one.source,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            good="high",
            denominator=f"Students in {_years(one.years_due(on) or one.years)} to whom it applies.",
            framework=framework.name,
            measure=one,
        )
        for framework in frameworks(on).values()
        for one in framework.criteria
    ]


def _everything(framework: rules.Framework) -> Definition:
    """The measure of having had all that a framework makes due."""
    return Definition(
        name=f"everything_{framework.name}",
        title=f"Have had everything due: {framework.label}",
        meaning="Students who have had each thing that is due to them by now.",
        unit="students",
        source=framework.source,
        valid_from=framework.valid_from,
        valid_to=framework.valid_to,
        good="high",
        denominator="Students to whom anything is due.",
        framework="",
        measure=framework,
    )


def framework_marks(facts: Any, framework: rules.Framework, on: dt.date) -> Marks:
    """Who is due anything of a framework, and who of them has had all that they are due."""
    import numpy as np

    due, missing = np.zeros(facts.num_rows, bool), np.zeros(facts.num_rows, bool)
    for criterion in framework.criteria:
        marks = criterion_marks(facts, criterion, on)
        due |= marks.of
        missing |= marks.of & ~marks.counted
    return Marks(due, due & ~missing)


def criterion_marks(facts: Any, criterion: rules.Criterion, on: dt.date) -> Marks:
    """Who is due a criterion on a day, and who of them has had it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    years = pa.array(criterion.years_due(on), facts["year_group"].type)
    due = pc.is_in(facts["year_group"], value_set=years)
    of = all_hold(facts, criterion.when, due)
    return Marks(as_numpy(of), as_numpy(all_hold(facts, criterion.met, of)))


def all_hold(facts: Any, conditions: Any, start: Any) -> Any:
    """Those of `start` for whom every condition holds."""
    import pyarrow.compute as pc

    for condition in conditions:
        start = pc.and_(start, _holds(facts[condition.fact], condition.op, condition.value))
    return start


def _holds(column: Any, op: str, value: Any) -> Any:
    """One condition over a column; an unknown value fails all but `missing`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if op == "missing":
        return pc.is_null(column) if value else pc.is_valid(column)
    if op == "in":
        return pc.is_in(column, value_set=pa.array(value).cast(column.type))
    if op == "between":
        inside = pc.and_(pc.greater_equal(column, value[0]), pc.less_equal(column, value[1]))
        return pc.fill_null(inside, False)
    compare = {
        "is": pc.equal,
        "is_not": pc.not_equal,
        "under": pc.less,
        "at_most": pc.less_equal,
        "over": pc.greater,
        "at_least": pc.greater_equal,
    }[op]
    return pc.fill_null(compare(column, value), False)


def as_numpy(column: Any) -> Any:
    """A column as a numpy array."""
    import numpy as np

    return np.asarray(column.to_numpy(zero_copy_only=False) if hasattr(column, "type") else column)


def _years(years: tuple[int, ...]) -> str:
    names = [str(year) for year in years]
    if len(names) == 1:
        return f"Year {names[0]}"
    return f"Years {', '.join(names[:-1])} and {names[-1]}"
