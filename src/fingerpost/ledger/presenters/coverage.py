"""The coverage page: for each group, how many have not had each thing they are due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .measure import Opens
from .words import HIDDEN, group_label


@dataclass(frozen=True)
class Square:
    """One group's figure for one criterion. `level` is 0 (nobody missing) to 4 (most missing)."""

    label: str
    text: str
    hint: str
    level: str
    width: str
    url: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Band:
    """One group with its figures; `anything` counts everybody in it who misses anything."""

    label: str
    anything: Square
    squares: tuple[Square, ...]

    @property
    def about(self) -> str:
        """What a number of it is said to be to those who hear the page."""
        return f"missing, {self.label}"


def bands(grid: Any, opens: Opens) -> list[Band]:
    """The grid as the page shows it, the group that misses most first.

    The first column of the grid asks who has had everything.
    """
    ordered = sorted(grid.rows, key=lambda row: (-_worst(row), group_label(grid.by, row.group)))
    return [_band(grid, row, opens) for row in ordered]


def _worst(row: Any) -> float:
    """The share of what is due that a group has not had; nothing due comes last."""
    shown = [one for one in row.figures[1:] if not one.hidden and one.of]
    due = sum(one.of for one in shown)
    missing = sum(one.of - one.counted for one in shown)
    return missing / due if due else -1.0


def _band(grid: Any, row: Any, opens: Opens) -> Band:
    query = opens.query("not_counted", grid.by, row.group)
    anything, *squares = (
        _square(column, figure, query)
        for column, figure in zip(grid.columns, row.figures, strict=True)
    )
    return Band(group_label(grid.by, row.group), anything, tuple(squares))


def _square(column: Any, figure: Any, query: str) -> Square:
    if figure.hidden:
        return Square(column.label, "–", HIDDEN, "none", "0%")
    if not figure.of:
        return Square(column.label, "–", "not due", "none", "0%")
    missing = figure.of - figure.counted
    share = missing / figure.of
    # The name needs no escaping and a reverse() for each of hundreds of squares takes too long.
    url = f"{column.url}?{query}"
    level = str(min(int(share * 4) + 1, 4)) if missing else "0"
    width = f"{share:.0%}"
    return Square(column.label, f"{missing:,}", f"of {figure.of:,}", level, width, url, missing)


def with_address(columns: Sequence[Any], opens: Opens) -> list[Any]:
    """The columns with the address of what is behind their figures."""
    return [replace(one, url=opens.page(one.name)) for one in columns]
