"""Lists in words: what their columns mean, what saving one would do, what it did."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from fingerpost.common.days import day_words
from fingerpost.exchange.lines import Column as FileColumn
from fingerpost.exchange.lines import Columns, Words, example_of
from fingerpost.web.tables import Cell, Column, Row, Table

from .comparing import Change, Comparison

SHOWN, SHOWN_PROBLEMS = 10, 50
_CHANGED_AT_MOST = 6


def columns_table(columns: Columns, words: Words, today: dt.date) -> Table:
    """What each column of a file says, and what is understood in it."""
    rows = [
        Row(
            [
                Cell(name, tag="Needed" if one.needed else ""),
                Cell(one.says, hint=_understood(one, words.get(name, {}), today)),
                Cell(_empty(one)),
            ]
        )
        for name, one in columns.items()
    ]
    heads = [Column("Column"), Column("What it says"), Column("When it is empty")]
    return Table("The columns", heads, rows, hide_caption=True)


def _understood(column: FileColumn, words: Mapping[str, str], today: dt.date) -> str:
    said = []
    if column.several:
        said.append("Put a semicolon between several.")
    if words:
        pairs = (f"{label} ({name})" if name != label else label for name, label in words.items())
        said.append(f"One of these words, or the one in brackets: {'; '.join(pairs)}.")
    if column.numbers is not None:
        said.append(f"A number from {min(column.numbers)} to {max(column.numbers)}.")
    if column.day is not None:
        day = today + dt.timedelta(days=column.day)
        said.append(f"A date, such as {day:%d/%m/%Y} or {day:%Y-%m-%d}.")
    if column.longest:
        said.append(f"Up to {column.longest} characters.")
    return " ".join(said)


def _empty(column: FileColumn) -> str:
    if column.needed:
        return f"The line is left out. {column.empty}".strip()
    return column.empty


def example_lines(columns: Columns, today: dt.date) -> str:
    """The first line of a file and one more, as the reader understands them today."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    example = example_of(columns, today)
    writer.writerow(example)
    writer.writerow(example.values())
    return out.getvalue()


def last_words(last: Any) -> str:
    """Which list was saved last: its file, when, by whom."""
    at = timezone.localtime(last.applied_at)
    by = f", by {last.made_by}" if last.made_by else ""
    return f"Saved last: {last.file_name}, {day_words(at.date())}, {at:%H:%M}{by}."


def tiles(found: Comparison) -> list[tuple[str, int]]:
    """How many of each; what is none of is left out, but for what is new, changed and wrong."""
    labels = {
        "new": "New",
        "changed": "Changed",
        "gone": "Taken out",
        "same": "Unchanged",
        "wrong": "Left out",
    }
    counts = found.counts
    return [(labels[name], counts[name]) for name in labels if counts[name] or name != "gone"]


def tables(found: Comparison, fields: Mapping[str, str], words: Words) -> list[tuple[Table, int]]:
    """A look at what is new, changed and taken out, each with how many more there are."""
    groups: list[tuple[str, str, Sequence[Change]]] = [
        ("New", "What it says", found.new),
        ("Changed", "What changes", found.changed),
        ("Taken out", "What it said", found.gone),
    ]
    return [
        (_table(heading, head, changes[:SHOWN], fields, words), max(0, len(changes) - SHOWN))
        for heading, head, changes in groups
        if changes
    ]


def _table(
    caption: str, head: str, changes: Sequence[Change], fields: Mapping[str, str], words: Words
) -> Table:
    rows = [[one.name, _said(one, fields, words), one.line] for one in changes]
    columns = [Column("What"), Column(head), Column("Line", number=True)]
    return Table(caption, columns, rows)


def _said(one: Change, fields: Mapping[str, str], words: Words) -> str:
    def value(name: str, what: Any) -> str:
        return _value(what, words.get(name, {}))

    if one.before:
        said = [
            f"{fields[name]}: {value(name, before)} → {value(name, one.values[name])}"
            for name, before in one.before.items()
            if name in fields
        ]
    else:
        values = one.values or {name: getattr(one.there, name) for name in fields}
        said = [
            f"{label}: {value(name, values[name])}"
            for name, label in fields.items()
            if values.get(name) not in (None, "", [])
        ]
    more = len(said) - _CHANGED_AT_MOST
    return "; ".join([*said[:_CHANGED_AT_MOST], *([f"and {more} more"] if more > 0 else [])])


def _value(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, dt.date):
        return day_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(one, str(one)) for one in value) or "nothing"
    return "nothing" if value in (None, "") else labels.get(value, str(value))


def saved_words(counts: Mapping[str, int], page: str) -> str:
    """What saving a list did, in a sentence; page: what the page is called that undoes it."""
    labels = {
        "new": "new",
        "changed": "changed",
        "gone": "taken out",
        "same": "unchanged",
        "wrong": "left out",
    }
    said = ", ".join(f"{counts[name]:,} {labels[name]}" for name in labels if counts[name])
    return f"Saved: {said or 'nothing'}. You can undo this under “{page}”."


def undone_words(file_name: str, kept: int) -> str:
    """What undoing a list did, in a sentence."""
    stay = f", but for {kept:,} that somebody has changed since" if kept else ""
    return f"Undone: everything is as it was before {file_name}{stay}."


def why(refusal: Exception) -> str:
    """Why a list was not saved."""
    return str(getattr(refusal, "sentence", refusal))
