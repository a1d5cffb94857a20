"""Which facts a ledger line would change, asked of the facts themselves.

A made-up student with that one line and nothing else is compared with one who has none. So what
a planned session would count for is decided where everything that counts is decided, and there
is no second list of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from fingerpost.measures.extract import SCHEMAS, Extract
from fingerpost.measures.plan import facts_plan
from fingerpost.measures.vocabulary import Vocabulary
from fingerpost.measures.working_out import put, work_out


@dataclass(frozen=True)
class Trial:
    """A line that nobody has yet, of a student who is in `year_group` in that academic year."""

    year_group: int
    happened_on: date
    kind: str
    organisation: str = ""
    subject: str = ""
    in_school_hours: bool = True
    routes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def facts_fed(
    trials: tuple[Trial, ...], as_of: date, words: Vocabulary, folder: Path | None = None
) -> tuple[frozenset[str], ...]:
    """Return the names of the facts that each line would change, in the order of the lines.

    as_of: a day of the academic year of all trials, none of which is later. folder: where the
    compiled plan is kept.
    """
    if not trials:
        return ()
    years = sorted({trial.year_group for trial in trials})
    without = {year: len(trials) + place for place, year in enumerate(years)}
    rows = {row["student_id"]: row for row in _facts(trials, without, as_of, words, folder)}
    return tuple(
        _changed(rows[number], rows[without[trial.year_group]])
        for number, trial in enumerate(trials)
    )


def _facts(
    trials: Sequence[Trial],
    without: dict[int, int],
    as_of: date,
    words: Vocabulary,
    folder: Path | None,
) -> list[dict[str, Any]]:
    """The facts of a student for each trial, and of one without any line for each year group."""
    import duckdb

    students = [*enumerate(trial.year_group for trial in trials)]
    students += [(number, year) for year, number in without.items()]
    extract = Extract(
        roll=_table(
            "roll", [{"student_id": n, "school_id": 0, "year_group": y} for n, y in students]
        ),
        ledger=_table("ledger", [_line(number, one) for number, one in enumerate(trials)]),
        ledger_routes=_words("ledger_routes", "route", [one.routes for one in trials]),
        ledger_sectors=_words("ledger_sectors", "sector", [one.sectors for one in trials]),
    )
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        for name, table in extract.tables().items():
            put(db, name, table)
        found = work_out(db, as_of, words, facts_plan(words, folder))
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def _line(number: int, trial: Trial) -> dict[str, Any]:
    return {
        "entry_id": number,
        "student_id": number,
        "school_id": 0,
        "happened_on": trial.happened_on,
        "kind": trial.kind,
        "organisation": trial.organisation or None,
        "subject": trial.subject or None,
        "school_hours": trial.in_school_hours,
        "void": False,
    }


def _words(name: str, column: str, lists: Sequence[Sequence[str]]) -> pa.Table:
    return _table(
        name, [{"entry_id": n, column: word} for n, words in enumerate(lists) for word in words]
    )


def _table(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[name])


def _changed(row: dict[str, Any], without: dict[str, Any]) -> frozenset[str]:
    return frozenset(
        name for name, value in row.items() if name != "student_id" and value != without[name]
    )
