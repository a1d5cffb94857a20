"""The budget as its page shows it."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import SessionState
from ..selectors.budget import Spending
from .words import pounds


def budget_table(lines: Iterable[Any], spending: Mapping[int, Spending], may_change: bool) -> Table:
    """Each line with what is kept, spent and planned; what is over is marked.

    A sum opens the sessions it adds up.
    """
    return Table(
        caption="Budget lines",
        hide_caption=True,
        columns=[
            Column("Line"),
            Column("Kept"),
            Column("Spent", number=True),
            Column("Planned", number=True),
            Column("Left"),
        ],
        rows=[_row(line, spending[line.pk], may_change) for line in lines],
    )


def _row(line: Any, spent: Spending, may_change: bool) -> Row:
    url = reverse("programme:budget_line", args=[line.pk]) if may_change else ""
    left = line.pence - spent.pence
    return Row(
        [
            Cell(line.name, url=url),
            pounds(line.pence),
            _sum(line, SessionState.HELD, spent.held_pence, spent.held),
            _sum(line, SessionState.PLANNED, spent.planned_pence, spent.planned),
            Cell(pounds(left)) if left >= 0 else Cell(tag=f"{pounds(-left)} too much", tone="bad"),
        ]
    )


def _sum(line: Any, state: str, pence: int, sessions: int) -> Cell:
    query = urlencode({"line": line.pk, "state": state})
    return Cell(
        pounds(pence),
        url=f"{reverse('programme:sessions')}?{query}",
        about=f"for {sessions} session{'s' if sessions != 1 else ''} paid from {line.name}",
        number=sessions,
    )


def whole(lines: list[Any], spending: Mapping[int, Spending]) -> dict[str, Any]:
    """All lines together: kept, spent and planned in words, how far that is, and whether over."""
    kept = sum(line.pence for line in lines)
    spent = sum(one.held_pence for one in spending.values())
    planned = sum(one.planned_pence for one in spending.values())
    return {
        "kept": kept,
        "used": spent + planned,
        "words": f"{pounds(spent)} spent and {pounds(planned)} planned of {pounds(kept)}",
        "is_over": spent + planned > kept,
        "over": pounds(max(0, spent + planned - kept)),
    }


def without_line(spent: Spending) -> str:
    """What is paid from no line, in a sentence; empty where nothing is."""
    if not spent.pence:
        return ""
    return (
        f"{pounds(spent.held_pence)} spent and {pounds(spent.planned_pence)} planned are paid "
        "from no line."
    )
