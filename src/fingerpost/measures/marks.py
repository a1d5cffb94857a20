"""The answer of a measure for every student at once.

It is a column with a value for each student: whether they are among those asked about (`of`),
and whether they count. Every figure, split and list is read off these columns, so that a figure
and the list it opens cannot differ.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fingerpost.measures.compiling import ALIAS, pieces_of
from fingerpost.measures.measure import Measure
from fingerpost.measures.vocabulary import Vocabulary


@dataclass(frozen=True)
class Marks:
    """One measure's columns over the facts table.

    counted: only among those asked about. value: what a mean or a count adds up (0 where it is
    not known, who are then not asked about); None for a share. is_mean: the sum is divided by
    the students.
    """

    of: npt.NDArray[np.bool_]
    counted: npt.NDArray[np.bool_]
    value: npt.NDArray[np.float64] | None = None
    is_mean: bool = False


def marks_of(facts: pa.Table, wanted: Sequence[Measure], words: Vocabulary) -> list[Marks]:
    """Return the marks of several measures, in one query over the facts table."""
    chosen: list[str] = []
    for number, one in enumerate(pieces_of(wanted, words)):
        chosen.append(f"coalesce({one.of}, false) AS of_{number}")
        chosen.append(f"coalesce({one.counted}, false) AS counted_{number}")
        chosen.append(f"CAST({one.value or 'NULL'} AS DOUBLE) AS value_{number}")
    with _database(os.getpid()).cursor() as db:
        db.register("facts_now", facts)
        found = db.execute(f"SELECT {', '.join(chosen)} FROM facts_now AS {ALIAS}").to_arrow_table()
    return [_marks(found, number, one) for number, one in enumerate(wanted)]


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """One for each process, never inherited: opening one takes longer than most questions.

    One thread: rows must come back in the order of the facts table.
    """
    return duckdb.connect(":memory:", config={"threads": 1})


def _marks(found: Any, number: int, measure: Measure) -> Marks:
    of = found[f"of_{number}"].to_numpy()
    counted = found[f"counted_{number}"].to_numpy() & of
    if measure.value is None:
        return Marks(of, counted)
    value = np.where(of, found[f"value_{number}"].to_numpy(), 0)
    return Marks(of, counted, value, measure.unit == "mean")
