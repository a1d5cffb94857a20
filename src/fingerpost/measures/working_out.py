"""From the tables of an extract to the facts, in a DuckDB."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from fingerpost.measures.compiling import facts_queries, facts_schema
from fingerpost.measures.extract import Extract
from fingerpost.measures.facts import prepared
from fingerpost.measures.vocabulary import Vocabulary


def put(db: duckdb.DuckDBPyConnection, name: str, table: pa.Table, add: bool = False) -> None:
    """Put rows into the table of that name: in place of what is in it, or after it (`add`)."""
    db.register("new_rows", table)
    if add:
        db.execute(f"INSERT INTO {name} SELECT * FROM new_rows")
    else:
        db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM new_rows")
    db.unregister("new_rows")


def work_out(db: duckdb.DuckDBPyConnection, as_of: date, words: Vocabulary) -> pa.Table:
    """Return the facts on a day, a row per student on the roll, in order of student_id.

    Reads the four tables of an extract in the schema that `db` is using, and leaves the steps
    to the facts beside them.
    """
    for name, table in {"clock": prepared.clock(as_of), **words.tables()}.items():
        put(db, name, table)
    queries = facts_queries(words)
    for name, query in queries:
        db.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    found = db.execute(f"SELECT * FROM {queries[-1][0]}").to_arrow_table()
    return found.cast(facts_schema(words)).sort_by("student_id").combine_chunks()


def facts_of(extract: Extract, as_of: date, words: Vocabulary) -> pa.Table:
    """Return the facts of a whole extract on a day; see `work_out`."""
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        for name, table in extract.tables().items():
            put(db, name, table)
        return work_out(db, as_of, words)
