"""Expressions compiled to SQL once and kept, because compiling is slower than answering.

The facts are compiled once per vocabulary (`plan.facts_plan`). Of measures, each expression is
compiled once and kept as a piece of SQL over the facts table; queries are put together from the
pieces, so any choice of measures, split and filter needs no further compiling.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import ibis
import ibis.expr.types as ir

from fingerpost.measures.facts import facts_for
from fingerpost.measures.facts.table import FACTS, steps
from fingerpost.measures.measure import Measure
from fingerpost.measures.vocabulary import Vocabulary

ALIAS = "t0"
"""The name by which pieces of SQL speak of the facts table."""

_IBIS_KINDS = {
    "int": "int64",
    "float": "float64",
    "bool": "boolean",
    "str": "string",
    "date": "date",
}


@dataclass(frozen=True, slots=True)
class Pieces:
    """A measure's expressions as SQL over the facts table; `of` holds only known values."""

    of: str
    counted: str
    value: str | None


def facts_queries(words: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return the steps to the facts table as pairs of a table name and DuckDB SQL."""
    found = steps(facts_for(words), words)
    return tuple((name, str(ibis.to_sql(step, dialect="duckdb"))) for name, step in found)


def facts_table(words: Vocabulary) -> ir.Table:
    """Return the facts table of a vocabulary as an unbound ibis table."""
    return ibis.table({fact.name: _IBIS_KINDS[fact.kind] for fact in facts_for(words)}, name=FACTS)


_pieces: WeakKeyDictionary[Measure, Pieces] = WeakKeyDictionary()
_lock = threading.Lock()


def pieces_of(measures: Iterable[Measure], words: Vocabulary) -> list[Pieces]:
    """Return the pieces of each measure, compiling together those not yet compiled.

    A measure belongs to the vocabulary it was made for, so its pieces are kept by measure.
    """
    wanted = list(measures)
    with _lock:
        new = list(dict.fromkeys(one for one in wanted if one not in _pieces))
        if new:
            _pieces.update(zip(new, _compile(new, words), strict=True))
        return [_pieces[one] for one in wanted]


def _compile(measures: list[Measure], words: Vocabulary) -> list[Pieces]:
    from ibis.backends.sql.compilers import DuckDBCompiler

    t = facts_table(words)
    columns: dict[str, ir.Value] = {}
    for n, one in enumerate(measures):
        of = one.of(t)
        if one.value is not None:
            columns[f"value_{n}"] = one.value(t)
            of = of & one.value(t).notnull()
        columns[f"of_{n}"] = of
        columns[f"counted_{n}"] = one.counted(t)
    query = DuckDBCompiler().to_sqlglot(t.select(**columns))
    sql = {found.alias_or_name: found.unalias().sql(dialect="duckdb") for found in query.selects}
    return [
        Pieces(sql[f"of_{n}"], sql[f"counted_{n}"], sql.get(f"value_{n}"))
        for n in range(len(measures))
    ]
