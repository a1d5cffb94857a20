"""The facts table: all facts side by side, one row per student on the roll."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from fingerpost.measures.facts import prepared
from fingerpost.measures.facts.applied import applications
from fingerpost.measures.facts.fact import Fact, Layer
from fingerpost.measures.facts.seen import HIDDEN
from fingerpost.measures.vocabulary import Vocabulary

FACTS = "facts"
"""The name of the facts table in an engine."""

_STUDENTS = "students_on_roll"
_LINES = "standing_lines"


def steps(facts: Sequence[Fact], words: Vocabulary) -> tuple[tuple[str, ir.Table], ...]:
    """Return the steps to the facts table: pairs of a table name and its expression.

    An engine works each out and keeps it under its name before the next; the last is FACTS,
    with a column per fact in the given order. They read the tables of `SOURCES`.
    """
    students = prepared.on_roll(words)
    kept_students = ibis.table(students.schema(), name=_STUDENTS)
    lines = prepared.lines(kept_students)
    kept_lines = ibis.table(lines.schema(), name=_LINES)
    return (
        (_STUDENTS, students),
        (_LINES, lines),
        (FACTS, _facts(facts, kept_students, kept_lines)),
    )


def _facts(facts: Sequence[Fact], roll: ir.Table, lines: ir.Table) -> ir.Table:
    by_student: dict[Layer, ir.Table] = {
        "lines": lines,
        "routes": prepared.lines_by_route(lines),
        "sectors": prepared.lines_by_sector(lines),
        "threads": prepared.threads(lines),
        "intentions": prepared.intentions(lines),
        "applications": applications(lines),
    }
    t = roll.select(**{fact.name: fact.expression(roll) for fact in _of(facts, "roll")})
    # One long join and one selection: a query nested layer by layer takes longer to plan.
    for layer, rows in by_student.items():
        added = rows.group_by("student_id").aggregate(
            **{fact.name: fact.expression(rows) for fact in _of((*HIDDEN, *facts), layer)}
        )
        t = t.left_join(added, "student_id", rname=f"{{name}}_{layer}")
    now = [*HIDDEN, *(fact for fact in facts if fact.layer != "later")]
    t = t.select(*(_filled(t[fact.name], fact) for fact in now))
    later = {fact.name: fact.expression(t) for fact in _of(facts, "later")}
    return t.select(
        *(_typed(later[fact.name] if fact.name in later else t[fact.name], fact) for fact in facts)
    )


def _filled(column: ir.Value, fact: Fact) -> ir.Value:
    if fact.layer == "roll" or fact.filler is None:
        return column.name(fact.name)
    return column.fill_null(fact.filler).name(fact.name)


def _typed(column: ir.Value, fact: Fact) -> ir.Value:
    kinds = {"int": "int64", "float": "float64", "bool": "boolean", "str": "string", "date": "date"}
    return column.cast(kinds[fact.kind]).name(fact.name)


def _of(facts: Sequence[Fact], layer: Layer) -> list[Fact]:
    return [fact for fact in facts if fact.layer == layer]
