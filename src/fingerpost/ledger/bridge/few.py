"""Facts of a few students, worked out quickly again and again.

For a few students planning the long query of the facts takes longer than answering it, so here
it is planned once. A plan lasts as long as its tables do: they are filled inside a transaction
that is rolled back, and never replaced.
"""

import datetime as dt
from typing import Any

_OF_LINES = "entry_id IN (SELECT entry_id FROM memory.main.ledger WHERE student_id IN $1)"
_WHERE = {
    "roll": "student_id IN $1",
    "ledger": "student_id IN $1",
    "ledger_routes": _OF_LINES,
    "ledger_sectors": _OF_LINES,
}


class FewStudents:
    """A second database `few` beside a store's own, with the queries for facts planned in it."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self._words: Any = None
        self._steps: list[str] = []

    def facts(self, students: list[int], schema: str, as_of: dt.date, words: Any, plan: Any) -> Any:
        """The facts table (Arrow, ordered by student) of these students on a day.

        `schema` is where the store keeps the tables of the extract for that day; `plan` says
        how facts are worked out with these `words`.
        """
        if words != self._words:
            self._plan(words, plan)
        self._db.execute("USE few; BEGIN")
        try:
            for name, condition in _WHERE.items():
                self._db.execute(
                    f"INSERT INTO {name} SELECT * FROM memory.{schema}.{name} WHERE {condition}",
                    [students],
                )
            self._set_clock(as_of)
            for step in self._steps:
                found = self._db.execute(step)
            return found.to_arrow_table()
        finally:
            self._db.execute("ROLLBACK; USE memory.main")

    def _set_clock(self, as_of: dt.date) -> None:
        from fingerpost.measures.sources import clock

        [row] = clock(as_of).to_pylist()
        self._db.execute("INSERT INTO clock VALUES ($1, $2)", list(row.values()))

    def _plan(self, words: Any, plan: Any) -> None:
        from fingerpost.measures.sources import SOURCES
        from fingerpost.measures.working_out import put

        *first, (last, query) = plan.steps
        self._words = None
        for step in self._steps:
            self._db.execute(step.replace("EXECUTE", "DEALLOCATE"))
        self._steps = []
        self._db.execute("DETACH DATABASE IF EXISTS few; ATTACH ':memory:' AS few; USE few")
        try:
            empty = {name: schema.empty_table() for name, schema in SOURCES.items()}
            for name, table in {**empty, **words.tables()}.items():
                put(self._db, name, table)
            for name, needed in first:
                self._db.execute(f"CREATE TABLE {name} AS {needed}")
                self._prepare(name, f"INSERT INTO {name} {needed}")
            self._prepare(last, f"SELECT * FROM ({query}) ORDER BY student_id")
        finally:
            self._db.execute("USE memory.main")
        self._words = words

    def _prepare(self, name: str, query: str) -> None:
        # Planned while the tables are empty, so the plan must not rest on what is in them.
        unsafe = "statistics_propagation,compressed_materialization"
        self._db.execute(f"SET disabled_optimizers = '{unsafe}'")
        self._db.execute(f"PREPARE to_{name} AS {query}")
        self._db.execute("RESET disabled_optimizers")
        self._steps.append(f"EXECUTE to_{name}")
