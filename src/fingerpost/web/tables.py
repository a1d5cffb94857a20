"""Tables as pages show them: presenters build these, `{% data_table %}` draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict


@dataclass(frozen=True)
class Count:
    """A figure in words, such as a mean, with how many the list has that it opens."""

    words: str
    number: int


@dataclass(frozen=True)
class Column:
    """One column. `sort` is the value of `?sort=` that orders by it (`-` in front: downwards).

    plain: what stands in it says itself what it is, such as a date: on a phone's card it needs no
    heading, and runs on in one line with the plain ones beside it.
    beside: short; on a card it keeps its heading and stands next to others like it.
    """

    label: str
    sort: str = ""
    number: bool = False
    actions: bool = False
    plain: bool = False
    beside: bool = False

    def css_class(self, cell: "Cell") -> str:
        """The classes of this column's cell."""
        kinds = {"number": self.number, "actions": self.actions, "plain": self.plain}
        kinds |= {"beside": self.beside, "none": cell.is_empty}
        return " ".join(f"fp-table__{kind}" for kind, so in kinds.items() if so)


@dataclass(frozen=True)
class Cell:
    """One cell: words, a link, a tag with a tone, or several of these."""

    text: Any = ""
    url: str = ""
    tag: str = ""
    tone: str = ""
    hint: str = ""
    # Said to screen readers after a link's words, where these alone are not enough ("Open").
    about: str = ""
    # Of a figure: how many the list has that `url` opens.
    number: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it: a card leaves it out, heading and all."""
        return self.text in (None, "", "–") and self.number is None and not (self.tag or self.hint)


@dataclass(frozen=True)
class Row:
    """A row. `key` is the value of its tick box; the first cell is the row's heading."""

    cells: Sequence[Any]
    key: str = ""
    name: str = ""


@dataclass(frozen=True)
class Table:
    """A table. With `tick` every row has a tick box of that name, and the head one for all."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row | Sequence[Any]]
    hide_caption: bool = False
    tick: str = ""
    # The form that the tick boxes belong to, when the table is outside it.
    tick_form: str = ""
    empty: str = "Nothing to show."
    cards: bool = True
    # Of people: on a phone the plain columns stand beside the name, as they are short.
    people: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


def laid_out(table: Table, request: HttpRequest | None) -> dict[str, Any]:
    """The table as its template wants it: heads with sort links, cells with their column."""
    query = request.GET if request is not None else QueryDict()
    return {
        "table": table,
        "heads": [_head(column, query) for column in table.columns],
        "lines": [_line(row, table.columns) for row in table.rows],
        "width": len(table.columns) + bool(table.tick),
    }


def _head(column: Column, query: QueryDict) -> dict[str, Any]:
    now = query.get("sort", "")
    up, down = now == column.sort, now == f"-{column.sort}"
    if not column.sort:
        return {"column": column, "url": "", "order": ""}
    return {
        "column": column,
        "url": with_query(query, sort=f"-{column.sort}" if up else column.sort, page=None),
        "order": "ascending" if up else "descending" if down else "",
    }


def _line(row: Row | Sequence[Any], columns: Sequence[Column]) -> dict[str, Any]:
    if not isinstance(row, Row):
        row = Row(row)
    cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row.cells]
    return {
        "row": row,
        "name": row.name or (str(cells[0].text) if cells else ""),
        "cells": [
            (column, cell, column.css_class(cell))
            for column, cell in zip(columns, cells, strict=True)
        ],
    }


def with_query(query: QueryDict, **changes: str | int | None) -> str:
    """`query` as an address with some values changed; None removes one."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"
