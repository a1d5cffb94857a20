"""Measures in one process, by DuckDB."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from fingerpost.measures.catalogue import catalogue
from fingerpost.measures.compiling import ALIAS, Pieces, facts_queries, facts_schema, pieces_of
from fingerpost.measures.engine import (
    WHOLE,
    Result,
    Side,
    UnknownColumn,
    UnknownMeasure,
    Where,
)
from fingerpost.measures.extract import Extract
from fingerpost.measures.facts.prepared import clock
from fingerpost.measures.facts.table import FACTS
from fingerpost.measures.measure import Measure
from fingerpost.measures.vocabulary import vocabulary

_FROM = f'FROM "{FACTS}" AS "{ALIAS}"'
_MARKED = "marked_facts"

# Planning a query takes longer than running it. For many measures at once it pays to work out
# once who counts for each measure in the catalogue, and from then on only to add up; for
# many students that would take too much memory.
_FEW_MEASURES = 24
_MANY_STUDENTS = 100_000

# Without statistics of Arrow tables DuckDB guesses which side of a join is small, and guesses
# wrongly; the queries are written with the small side on the right.
_KEEP_JOINS_AS_WRITTEN = "SET disabled_optimizers = 'join_order,build_side_probe_side'"


class DuckEngine:
    """An engine for one extract and one day; the facts are worked out once, on making it.

    May be used from several threads: each question has a cursor of its own. `extra` is a
    school's own folder of rules.
    """

    def __init__(self, extract: Extract, as_of: date, extra: Path | None = None) -> None:
        self._start(as_of, extra)
        tables = {**extract.tables(), **self._words.tables(), "clock": clock(as_of)}
        self._db.execute(_KEEP_JOINS_AS_WRITTEN)
        for name, table in tables.items():
            self._db.register(name, table)
        queries = facts_queries(self._words)
        for name, query in queries:
            self._db.execute(f'CREATE TABLE "{name}" AS {query}')
        for name in tables:
            self._db.unregister(name)
        for name, _ in queries[:-1]:
            self._db.execute(f'DROP TABLE "{name}"')
        self._count()

    @classmethod
    def over_facts(cls, facts: pa.Table, as_of: date, extra: Path | None = None) -> DuckEngine:
        """Make an engine over a facts table that was worked out before, for the same day.

        Raises UnknownColumn when a fact is missing from the table.
        """
        engine = cls.__new__(cls)
        engine._start(as_of, extra)
        missing = [name for name in engine._columns if name not in facts.column_names]
        if missing:
            raise UnknownColumn(missing[0])
        engine._db.register("given", facts)
        engine._db.execute(f'CREATE TABLE "{FACTS}" AS SELECT * FROM given')
        engine._db.unregister("given")
        engine._count()
        return engine

    def _start(self, as_of: date, extra: Path | None) -> None:
        self.as_of = as_of
        self._words = vocabulary(as_of, extra)
        self._catalogue = catalogue(as_of, extra)
        self._columns = frozenset(facts_schema(self._words).names)
        self._lock = threading.Lock()
        self._marked = False
        self._db = duckdb.connect(":memory:", config={"threads": 1})

    def _count(self) -> None:
        found = self._db.execute(f"SELECT COUNT(*) {_FROM}").fetchone()
        self._too_many = found is not None and found[0] > _MANY_STUDENTS

    @property
    def catalogue(self) -> Mapping[str, Measure]:
        """The measures in force on the day, by name."""
        return self._catalogue

    def facts(self, student_ids: Sequence[int] | None = None) -> pa.Table:
        """Return the facts, a row per student on the roll in order of student_id.

        student_ids: only these students; those not on the roll are left out.
        """
        where, values = self._filter(None if student_ids is None else {"student_id": student_ids})
        query = f'SELECT * {_FROM} WHERE {where} ORDER BY "student_id"'
        with self._cursor() as cursor:
            return cursor.execute(query, values).to_arrow_table()

    def compute(
        self,
        measures: Sequence[str | Measure],
        by: str | Sequence[str] | None = None,
        where: Where | None = None,
        totals: bool = False,
    ) -> list[Result]:
        """Return the figures of many measures in one query. See Engine.compute."""
        wanted = [self._measure(one) for one in measures]
        columns = self._split(by)
        condition, values = self._filter(where)
        if not wanted:
            return []
        table, marks = self._marks(wanted)
        sums = chain.from_iterable(
            (f"{'COUNT' if one.value is None else 'SUM'}({counted})", f"COUNT({of})")
            for one, (counted, of) in zip(wanted, marks, strict=True)
        )
        names = [f'"{ALIAS}"."{column}"' for column in columns]
        query = f"SELECT {', '.join((*names, _groupings(names), *sums))}"
        query += f' FROM "{table}" AS "{ALIAS}" WHERE {condition}{_group_by(names, totals)}'
        with self._cursor() as cursor:
            rows = cursor.execute(query, values).fetchall()
        return _results(wanted, columns, rows)

    def students(
        self, measure: str | Measure, side: Side = "counted", where: Where | None = None
    ) -> list[int]:
        """Return the numbers of the students behind a figure. See Engine.students."""
        [pieces] = self._pieces([self._measure(measure)])
        condition, values = self._filter(where)
        query = f'SELECT "student_id" {_FROM} WHERE {condition} AND {_side(pieces, side)}'
        with self._cursor() as cursor:
            rows = cursor.execute(query + ' ORDER BY "student_id"', values).fetchall()
        return [row[0] for row in rows]

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            return self._db.cursor()

    def _measure(self, measure: str | Measure) -> Measure:
        if isinstance(measure, Measure):
            return measure
        if measure not in self._catalogue:
            raise UnknownMeasure(measure)
        return self._catalogue[measure]

    def _pieces(self, measures: list[Measure]) -> list[Pieces]:
        # The whole catalogue at once: compiling many together takes little longer than one.
        pieces_of(self._catalogue.values(), self._words)
        return pieces_of(measures, self._words)

    def _marks(self, measures: list[Measure]) -> tuple[str, list[tuple[str, str]]]:
        """Return the table to add up, and the two columns to add up for each measure."""
        in_catalogue = all(self._catalogue.get(one.name) is one for one in measures)
        if len(measures) <= _FEW_MEASURES or self._too_many or not in_catalogue:
            return FACTS, list(map(_mark, measures, self._pieces(measures)))
        with self._lock:
            if not self._marked:
                self._make_marked()
                self._marked = True
        return _MARKED, [(f'"counted {one.name}"', f'"of {one.name}"') for one in measures]

    def _make_marked(self) -> None:
        every = list(self._catalogue.values())
        columns = []
        for one, (counted, of) in zip(every, map(_mark, every, self._pieces(every)), strict=True):
            columns += [f'{counted} AS "counted {one.name}"', f'{of} AS "of {one.name}"']
        query = f'SELECT "{ALIAS}".*, {", ".join(columns)} {_FROM}'
        self._db.execute(f'CREATE TABLE "{_MARKED}" AS {query}')

    def _split(self, by: str | Sequence[str] | None) -> tuple[str, ...]:
        columns = (by,) if isinstance(by, str) else tuple(by or ())
        for column in columns:
            self._check(column)
        return columns

    def _filter(self, where: Where | None) -> tuple[str, list[Any]]:
        """Return a condition with a mark for each value, and the values."""
        parts, values = ["TRUE"], []
        for column, wanted in (where or {}).items():
            self._check(column)
            several = isinstance(wanted, list | tuple | set | frozenset | range)
            known = [one for one in (wanted if several else [wanted]) if one is not None]
            name = f'"{ALIAS}"."{column}"'
            part = f"{name} IN (SELECT unnest(?))" if known else "FALSE"
            values += [known] if known else []
            if (None in wanted) if several else wanted is None:
                part = f"({part} OR {name} IS NULL)"
            parts.append(part)
        return " AND ".join(parts), values

    def _check(self, column: str) -> None:
        if column not in self._columns:
            raise UnknownColumn(column)


def _mark(measure: Measure, pieces: Pieces) -> tuple[str, str]:
    """Return what a measure's numerator and denominator are counted or added up from, as SQL.

    Marks are true or null, because counting what is not null is the quickest of all sums.
    """
    of = f"CASE WHEN {pieces.of} THEN TRUE END"
    if pieces.value is None:
        return f"CASE WHEN ({pieces.of}) AND ({pieces.counted}) THEN TRUE END", of
    kind = "BIGINT" if measure.unit == "count" else "DOUBLE"
    return f"CASE WHEN {pieces.of} THEN CAST({pieces.value} AS {kind}) END", of


def _side(pieces: Pieces, side: Side) -> str:
    if side == "counted":
        return f"({pieces.of}) AND ({pieces.counted})"
    if side == "not_counted":
        return f"({pieces.of}) AND NOT ({pieces.counted})"
    return f"({pieces.of})"


def _groupings(names: Sequence[str]) -> str:
    """Return a number whose bits say over which columns a line is a total, the last lowest."""
    return f"GROUPING({', '.join(names)})" if names else "0"


def _group_by(names: Sequence[str], totals: bool) -> str:
    if not names:
        return ""
    return f" GROUP BY {'CUBE' if totals else ''} ({', '.join(names)})"


def _results(
    measures: Sequence[Measure], columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> list[Result]:
    width = len(columns)
    groups = []
    for row in rows:
        totals = row[width]
        group = tuple(
            WHOLE if totals >> (width - 1 - n) & 1 else value for n, value in enumerate(row[:width])
        )
        groups.append((tuple(map(_natural, group)), group, row))
    groups.sort(key=lambda one: one[0])
    return [
        Result(one.name, one.unit, columns, group, row[at] or 0, row[at + 1])
        for at, one in zip(
            range(width + 1, width + 1 + 2 * len(measures), 2), measures, strict=True
        )
        for _, group, row in groups
    ]


def _natural(value: Any) -> tuple[int, float, str]:
    """Order 9B before 10C and words by letter; unknown after them, totals last."""
    if value is WHOLE:
        return (3, 0, "")
    if value is None:
        return (2, 0, "")
    if isinstance(value, str):
        rest = value.lstrip("0123456789")
        digits = value[: len(value) - len(rest)]
        return (0, int(digits), rest) if digits else (1, 0, value)
    if isinstance(value, date):
        return (0, value.toordinal(), "")
    return (0, -value if isinstance(value, bool) else value, "")
