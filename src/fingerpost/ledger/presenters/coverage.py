"""The coverage page: for each group, how many have not had each thing they are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from .words import HIDDEN, group_key, group_label


@dataclass(frozen=True)
class Square:
    """One group's figure for one criterion. `level` is 0 (nobody missing) to 4 (most missing)."""

    label: str
    text: str
    hint: str
    level: str
    width: str
    url: str = ""


@dataclass(frozen=True)
class Band:
    """One group with its figures; `missing_url` opens everybody in it who misses anything."""

    label: str
    squares: tuple[Square, ...]
    summary: str


def bands(grid: Any, with_lists: bool) -> list[Band]:
    """The grid as the page shows it, the group that misses most first."""
    ordered = sorted(grid.rows, key=lambda row: (-_worst(row), group_label(grid.by, row.group)))
    return [_band(grid, row, with_lists) for row in ordered]


def _worst(row: Any) -> float:
    """The share of what is due that a group has not had; nothing due comes last."""
    due = sum(one.of for one in row.figures if not one.hidden and one.of)
    missing = sum(one.of - one.counted for one in row.figures if not one.hidden and one.of)
    return missing / due if due else -1.0


def _band(grid: Any, row: Any, with_lists: bool) -> Band:
    label = group_label(grid.by, row.group)
    share = _worst(row)
    summary = "Nothing due yet" if share < 0 else f"{share:.0%} missing"
    address = urlencode({"by": grid.by, "group": group_key(row.group), "side": "not_counted"})
    return Band(
        label,
        tuple(
            _square(column, figure, address if with_lists else "")
            for column, figure in zip(grid.columns, row.figures, strict=True)
        ),
        summary,
    )


def _square(column: Any, figure: Any, address: str) -> Square:
    if figure.hidden:
        return Square(column.label, "–", HIDDEN, "none", "0%")
    if not figure.of:
        return Square(column.label, "–", "not due", "none", "0%")
    missing = figure.of - figure.counted
    share = missing / figure.of
    if not missing:
        return Square(column.label, "0", f"of {figure.of}", "0", "0%")
    # The name needs no escaping and a reverse() for each of hundreds of squares takes too long.
    url = f"{column.url}?{address}" if address else ""
    level = str(min(int(share * 4) + 1, 4))
    return Square(column.label, str(missing), f"of {figure.of}", level, f"{share:.0%}", url)


def with_address(columns: Sequence[Any]) -> list[Any]:
    """The columns with the address of the list behind them."""
    from dataclasses import replace

    return [
        replace(one, url=reverse("ledger:measure_students", args=[one.name])) for one in columns
    ]
