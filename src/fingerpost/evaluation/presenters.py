"""Feedback as pages show it."""

from typing import Any

from django.utils import timezone

from fingerpost.rules import question_sets
from fingerpost.web.tables import Column, Table

from .selectors import Tally


def tally_tables(tally: Tally) -> list[Table]:
    """One table per question set: questions down, answers across, counts inside."""
    tables = []
    for entry in question_sets(timezone.localdate()):
        asked = [q for q in entry.questions if (entry.name, q.name) in tally.counts]
        answers = list(dict.fromkeys(answer for q in asked for answer in q.answers))
        if not asked:
            continue
        rows: list[list[Any]] = [
            [q.text, *(tally.counts[entry.name, q.name][answer] for answer in answers)]
            for q in asked
        ]
        columns = [Column("Question"), *(Column(answer, number=True) for answer in answers)]
        caption = f"{entry.label}: {tally.label}" if tally.label else entry.label
        tables.append(Table(caption, columns, rows, hide_caption=True))
    return tables


def shown(tally: Tally) -> dict[str, Any]:
    """A tally as the template wants it."""
    return {"tally": tally, "tables": tally_tables(tally)}
