"""Facts of a few students, worked out quickly again and again.

For a few students planning the long query of the facts takes longer than answering it, so here
it is planned once. A plan lasts as long as its tables do: they are filled inside a transaction
that is rolled back, and never replaced.
"""

import datetime as dt
from typing import Any


class FewStudents:
    """A small DuckDB of its own with the queries for facts planned in it."""

    def __init__(self) -> None:
        self._words: Any = None
        self._db: Any = None
        self._steps: list[str] = []

    def facts(self, rows: dict[str, Any], as_of: dt.date, words: Any) -> Any:
        """The facts table (Arrow, ordered by student) of the students in an extract.

        `rows` holds the tables of the extract by name, as Arrow, with these students only.
        """
        from fingerpost.measures.facts import prepared

        if words != self._words:
            self._plan(words)
        self._db.execute("BEGIN")
        try:
            for name, table in {**rows, "clock": prepared.clock(as_of)}.items():
                if table.num_rows:
                    self._fill(name, table)
            for step in self._steps:
                found = self._db.execute(step)
            return found.to_arrow_table()
        finally:
            self._db.execute("ROLLBACK")

    def _plan(self, words: Any) -> None:
        import duckdb

        from fingerpost.measures.compiling import facts_queries
        from fingerpost.measures.facts import prepared

        self._db = duckdb.connect(":memory:", config={"threads": 1})
        # Plans are made while the tables are empty and must not rest on what is in them.
        self._db.execute(
            "SET disabled_optimizers = 'statistics_propagation,compressed_materialization'"
        )
        for name, schema in prepared.SOURCES.items():
            self._create(name, schema.empty_table())
        for name, table in words.tables().items():
            self._fill(name, table)
        *first, (last, query) = facts_queries(words)
        for name, needed in first:
            self._db.execute(f"CREATE TABLE {name} AS {needed}")
            self._db.execute(f"PREPARE to_{name} AS INSERT INTO {name} {needed}")
        self._db.execute(f"PREPARE to_{last} AS SELECT * FROM ({query}) ORDER BY student_id")
        self._steps = [f"EXECUTE to_{name}" for name, _ in (*first, (last, query))]
        self._words = words

    def _create(self, name: str, empty: Any) -> None:
        self._db.register("new_rows", empty)
        self._db.execute(f"CREATE TABLE {name} AS SELECT * FROM new_rows")
        self._db.unregister("new_rows")

    def _fill(self, name: str, table: Any) -> None:
        self._db.register("new_rows", table)
        self._db.execute(f"INSERT INTO {name} SELECT * FROM new_rows")
        self._db.unregister("new_rows")
