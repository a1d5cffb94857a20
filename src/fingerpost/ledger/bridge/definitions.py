"""The measures in force, and the answer of each for every student at once.

A measure's answer is a column with a value for each student: whether they are among those asked
about (`of`), and whether they count. Every figure, split and list is read off these columns, so
that a figure and the list it opens cannot differ.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost import rules

from .store import extra_rules


@dataclass(frozen=True)
class Marks:
    """One measure's columns over the facts table (numpy bools, and floats for a value).

    A measure that adds up has a value and no `counted`; `is_mean` divides it by the students.
    """

    of: Any
    counted: Any = None
    value: Any = None
    is_mean: bool = True


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


def measures(on: dt.date) -> Mapping[str, Any]:
    """The measures in force on a day, by name, in the order of the catalogue."""
    from fingerpost.measures.catalogue import catalogue

    return catalogue(on, extra_rules())


def columns(framework: str, on: dt.date) -> list[Criterion]:
    """The criteria of a framework that anybody is due on a day; each is a measure."""
    return [
        Criterion(one.name, one.label, one.source)
        for one in frameworks(on)[framework].criteria
        if one.years_due(on)
    ]


def marks_of(facts: Any, wanted: Sequence[Any], on: dt.date) -> list[Marks]:
    """The marks of several measures, in one query over the facts table (Arrow)."""
    import duckdb

    from fingerpost.measures.compiling import ALIAS, pieces_of
    from fingerpost.measures.vocabulary import vocabulary

    chosen: list[str] = []
    for number, one in enumerate(pieces_of(wanted, vocabulary(on, extra_rules()))):
        chosen.append(f"coalesce({one.of}, false) AS of_{number}")
        chosen.append(f"coalesce({one.counted}, false) AS counted_{number}")
        chosen.append(f"CAST({one.value or 'NULL'} AS DOUBLE) AS value_{number}")
    # One thread: rows must come back in the order of the facts table.
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        db.register("facts_now", facts)
        found = db.execute(f"SELECT {', '.join(chosen)} FROM facts_now AS {ALIAS}").to_arrow_table()
    return [_marks(found, number, one) for number, one in enumerate(wanted)]


def _marks(found: Any, number: int, measure: Any) -> Marks:
    import numpy as np

    of = found[f"of_{number}"].to_numpy()
    if measure.value is None:
        return Marks(of, found[f"counted_{number}"].to_numpy() & of)
    value = found[f"value_{number}"].to_numpy()
    known = ~np.isnan(value)  # of those it is not known of, nothing can be added up
    return Marks(of & known, value=np.where(known, value, 0), is_mean=measure.unit == "mean")
