"""From the tables of an extract to the facts, in a DuckDB."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from fingerpost.measures.extract import Extract
from fingerpost.measures.plan import Plan, facts_plan
from fingerpost.measures.sources import clock
from fingerpost.measures.vocabulary import Vocabulary


def put(db: duckdb.DuckDBPyConnection, name: str, table: pa.Table, add: bool = False) -> None:
    """Put rows into the table of that name: in place of what is in it, or after it (`add`)."""
    db.register("new_rows", table)
    if add:
        db.execute(f"INSERT INTO {name} SELECT * FROM new_rows")
    else:
        db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM new_rows")
    db.unregister("new_rows")


def work_out(db: duckdb.DuckDBPyConnection, as_of: date, words: Vocabulary, plan: Plan) -> pa.Table:
    """Return the facts on a day, a row per student on the roll, in order of student_id.

    Reads the four tables of an extract in the schema that `db` is using, and leaves the steps
    to the facts beside them.
    """
    for name, table in {"clock": clock(as_of), **words.tables()}.items():
        put(db, name, table)
    for name, query in plan.steps:
        db.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    found = db.execute(f"SELECT * FROM {plan.steps[-1][0]}").to_arrow_table()
    return found.cast(plan.schema).sort_by("student_id").combine_chunks()


def renewed(facts: pa.Table, students: list[int], new: pa.Table) -> pa.Table:
    """Return the facts with those of some students replaced by their new rows, still in order.

    A student without a new row is no longer among the facts. Rows in between are taken over in
    slices, so what this costs depends on the number of students and not on that of the facts.
    """
    ids, there = facts["student_id"].to_numpy(), new["student_id"].to_pylist()
    row_of = {student: row for row, student in enumerate(there)}
    pieces, done = [], 0
    for student in sorted(students):
        first, last = np.searchsorted(ids, (student, student + 1)).tolist()
        pieces.append(facts.slice(done, first - done))
        if student in row_of:
            pieces.append(new.slice(row_of[student], 1))
        done = last
    return pa.concat_tables([*pieces, facts.slice(done)]).combine_chunks()


def facts_of(extract: Extract, as_of: date, words: Vocabulary) -> pa.Table:
    """Return the facts of a whole extract on a day; see `work_out`."""
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        for name, table in extract.tables().items():
            put(db, name, table)
        return work_out(db, as_of, words, facts_plan(words))
