"""A school's extract and facts, kept in this process and brought up to date line by line.

The ledger is only ever added to, and a school's lines are numbered in the order in which they
become visible. So a reader goes on from the last line it has, and only the students of new
lines get new facts. A changed roll, or another day, means working all facts out again.
"""

import datetime as dt
import threading
from collections import OrderedDict
from typing import Any

from django.conf import settings
from django.utils import timezone

from fingerpost.common.academic_year import AcademicYear
from fingerpost.students.selectors import roll_columns

from .. import selectors
from .few import FewStudents

SCHOOLS_KEPT = 16
DAYS_KEPT = 4
# With more students than this in the new lines, working everything out again is quicker.
FEW = 200
_TABLES = ("ledger", "ledger_routes", "ledger_sectors")


class SchoolStore:
    """One school's tables in a DuckDB of their own, and its facts on the days asked for."""

    def __init__(self, school_id: int) -> None:
        import duckdb

        self.school_id = school_id
        self.lock = threading.Lock()
        self.roll_revision = self.ledger_revision = -1
        self.last_entry = 0
        self.facts: OrderedDict[dt.date, Any] = OrderedDict()
        # One thread: over one school's rows a second one costs more than it brings.
        self._db = duckdb.connect(":memory:", config={"threads": 1})
        self._db.execute("CREATE SCHEMA past")
        self._few = FewStudents(self._db)

    def facts_on(self, as_of: dt.date) -> tuple[tuple[int, int], Any]:
        """The revisions of the school as it stands now, and its facts (Arrow, by student)."""
        revisions = selectors.revisions(self.school_id)
        with self.lock:
            if (self.roll_revision, self.ledger_revision) != revisions:
                self._bring_up_to_date(*revisions)
            table = self.facts.get(as_of)
            if table is None:
                table = self.facts[as_of] = self._work_out("main", as_of)
                while len(self.facts) > DAYS_KEPT:
                    self.facts.popitem(last=False)
            self.facts.move_to_end(as_of)
            return (self.roll_revision, self.ledger_revision), table

    def _bring_up_to_date(self, roll_revision: int, ledger_revision: int) -> None:
        whole = roll_revision != self.roll_revision
        if whole:
            self._put("roll", roll_columns([self.school_id]))
        new = self._read_on()
        touched = self._touched(new)
        if whole or len(touched) > FEW:
            self.facts.clear()
        elif touched:
            self._renew(touched)
        self.roll_revision, self.ledger_revision = roll_revision, ledger_revision

    def _read_on(self) -> list[int]:
        """Read the lines after the last one; their numbers."""
        columns = selectors.ledger_columns(self.school_id, self.last_entry)
        first = self.last_entry == 0
        for name in _TABLES:
            if first or columns[name]["entry_id"]:
                self._put(name, columns[name], add=not first)
        numbers = columns["ledger"]["entry_id"]
        self.last_entry = numbers[-1] if numbers else self.last_entry
        return numbers

    def _put(self, name: str, columns: dict[str, list[Any]], add: bool = False) -> None:
        import pyarrow as pa

        from fingerpost.measures.extract import SCHEMAS
        from fingerpost.measures.working_out import put

        schema = SCHEMAS[name]
        new = pa.table({field.name: pa.array(columns[field.name], field.type) for field in schema})
        put(self._db, name, new, add)

    def _touched(self, numbers: list[int]) -> list[int]:
        """Students of these lines, and of the lines that these replace."""
        if not numbers:
            return []
        found = self._db.execute(
            "SELECT DISTINCT student_id FROM ledger WHERE entry_id >= $1 OR entry_id IN "
            "(SELECT supersedes FROM ledger WHERE entry_id >= $1)",
            [numbers[0]],
        ).fetchall()
        return [row[0] for row in found]

    def _renew(self, students: list[int]) -> None:
        """Work the facts of a few students out again and put them in the place of the old."""
        from fingerpost.measures.plan import facts_plan
        from fingerpost.measures.vocabulary import vocabulary
        from fingerpost.measures.working_out import renewed

        for as_of, table in self.facts.items():
            words = vocabulary(as_of)
            plan = facts_plan(words, settings.COMPILED)
            schema = self._as_it_was("main", as_of)
            new = self._few.facts(students, schema, as_of, words, plan)
            self.facts[as_of] = renewed(table, students, new.cast(plan.schema))

    def _work_out(self, schema: str, as_of: dt.date) -> Any:
        from fingerpost.measures.plan import facts_plan
        from fingerpost.measures.vocabulary import vocabulary
        from fingerpost.measures.working_out import work_out

        words = vocabulary(as_of)
        self._db.execute(f"USE memory.{self._as_it_was(schema, as_of)}")
        try:
            return work_out(self._db, as_of, words, facts_plan(words, settings.COMPILED))
        finally:
            self._db.execute("USE memory.main")

    def _as_it_was(self, schema: str, as_of: dt.date) -> str:
        """The schema with the roll as it was in an earlier academic year.

        The roll holds the year group of now, or of the year in which a student left; a year
        earlier it was one lower. Tutor groups of earlier years are not known.
        """
        now = AcademicYear.of(timezone.localdate()).start
        then = AcademicYear.of(as_of).start
        if then >= now:
            return schema
        for name in _TABLES:
            self._db.execute(f"CREATE OR REPLACE VIEW past.{name} AS SELECT * FROM {schema}.{name}")
        self._db.execute(
            "CREATE OR REPLACE TABLE past.roll AS SELECT * REPLACE ("
            "CAST(year_group - (least($1, coalesce(year(left_on - INTERVAL 8 MONTH), $1)) - $2) "
            f"AS SMALLINT) AS year_group, NULL::VARCHAR AS tutor_group) FROM {schema}.roll",
            [now, then],
        )
        self._db.execute("DELETE FROM past.roll WHERE year_group < 7")
        return "past"


_stores: OrderedDict[int, SchoolStore] = OrderedDict()
_stores_lock = threading.Lock()


def store_of(school_id: int) -> SchoolStore:
    """The school's store in this process; the least recently asked for is let go."""
    with _stores_lock:
        store = _stores.get(school_id)
        if store is None:
            store = _stores[school_id] = SchoolStore(school_id)
            while len(_stores) > SCHOOLS_KEPT:
                _stores.popitem(last=False)
        _stores.move_to_end(school_id)
        return store


def forget() -> None:
    """Let everything go: tests use school numbers again, and rules may have changed."""
    with _stores_lock:
        _stores.clear()
