"""Small-number protection: hiding figures that would tell of a few students, or of one.

A figure is hidden when it is about fewer students than the threshold, or when some but fewer
than that many count, or do not count (primary suppression). Then others are hidden with it
until no hidden figure can be worked out from what is left (secondary suppression).

What is protected against: a reader who sees every figure that is shown, adds and subtracts
along rows and columns, and knows the size of every group. Rows, columns and totals are
seen as a flow: groups are arcs, and a hidden figure can be another number exactly when the
flow can be sent round a circle of hidden arcs. So the set hidden is extended by the cheapest
circle until each figure hidden in the first place could be any of a range of numbers. Group
sizes are protected in the same way before the numbers who count.

Numbers that are shown are rounded to a multiple of the threshold. So two reports of different
days, or two tables with other filters, differ by nothing or by the threshold at least: what
they are apart never tells of a smaller group. A change of one student may still move a number
on by one multiple, so a reader who could ask for every day would see the day on which it moves;
the days on offer are therefore few and fixed (common/report_days.py).

Not protected against: measures that are parts of each other, beyond what rounding does; and
what is entered late for a day that was already reported on, which moves a number as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, NamedTuple

from fingerpost.measures.circles import Arc, Circles
from fingerpost.measures.measure import Unit

_Cell = tuple[Any, ...]
_Numbers = tuple[float, float, float]
"""The number in a cell, the largest it can be, and the size of its group."""


class Whole(Enum):
    """What stands in a group for "all of them" in a line of totals."""

    WHOLE = "all"


WHOLE = Whole.WHOLE


class Result(NamedTuple):
    """One figure for one group.

    group: a value for each column of `by`; WHOLE where the line is a total over a column.
    denominator: how many students the figure is about. numerator: how many of them count, or
    the sum of the values. Both are None when the figure is suppressed.
    """

    measure: str
    unit: Unit
    by: tuple[str, ...]
    group: tuple[Any, ...]
    numerator: int | float | None
    denominator: int | None
    suppressed: bool = False

    @property
    def is_total(self) -> bool:
        """Whether the line is a total over any column."""
        return WHOLE in self.group


def protect(results: Sequence[Result], threshold: int) -> list[Result]:
    """Return the results with `suppressed` set, and no numbers, where they must be hidden.

    results: figures of one or several measures, split by at most two
    columns, with or without totals. Totals that are not among them are taken to be known to
    the reader from elsewhere. Order is kept. Raises ValueError for more than two columns.
    """
    tables: dict[tuple[str, tuple[str, ...]], list[Result]] = defaultdict(list)
    for one in results:
        if len(one.by) > 2:
            raise ValueError("Figures split by more than two columns cannot be protected.")
        tables[one.measure, one.by].append(one)
    hidden = {key: _hidden(rows, threshold) for key, rows in tables.items()}
    return [
        one._replace(numerator=None, denominator=None, suppressed=True)
        if one.group in hidden[one.measure, one.by]
        else one
        for one in results
    ]


def is_small(result: Result, threshold: int) -> bool:
    """Say whether a figure must be hidden for its own sake."""
    of, counted = result.denominator or 0, result.numerator or 0
    if of == 0:
        return False
    if of < threshold:
        return True
    return result.unit == "students" and (0 < counted < threshold or 0 < of - counted < threshold)


def rounded(number: float, base: int) -> int:
    """Round to the nearest multiple of `base`, upwards from half-way."""
    return int((number + base / 2) // base) * base


def _hidden(rows: Sequence[Result], threshold: int) -> set[_Cell]:
    """Return the groups of one table that are hidden."""
    shown = {one.group: one for one in rows}
    small = {group for group, one in shown.items() if is_small(one, threshold)}
    if not small or not rows[0].by:
        return small
    sizes = _Table(rows, [one.denominator or 0 for one in rows], None)
    few = {group for group in small if (shown[group].denominator or 0) < threshold}
    hidden = sizes.extend(small, few, threshold)
    limits = [one.denominator or 0 for one in rows] if rows[0].unit == "students" else None
    counted = _Table(rows, [one.numerator or 0 for one in rows], limits)
    needed = threshold if rows[0].unit == "students" else 1
    return counted.extend(hidden, small, needed)


class _Table:
    """One table of numbers with its totals, as arcs between the ends of rows and columns.

    numbers and limits: one for each of the rows; limits: the largest each can be, None for
    no limit.
    """

    def __init__(
        self,
        rows: Sequence[Result],
        numbers: Sequence[float],
        limits: Sequence[float] | None,
    ) -> None:
        self.shown = {one.group for one in rows}
        self.width = len(rows[0].by)
        tops = limits if limits is not None else [float("inf")] * len(rows)
        body: dict[_Cell, _Numbers] = {
            one.group: (number, top, one.denominator or 0)
            for one, number, top in zip(rows, numbers, tops, strict=True)
            if not one.is_total
        }
        self.cells = {**body, **_totals(body, self.width)}

    def extend(self, hidden: set[_Cell], protected: set[_Cell], needed: float) -> set[_Cell]:
        """Return `hidden` with what must be hidden too, so that no protected cell is given away.

        needed: over how wide a range of numbers each protected cell must be able to lie, or
        as wide as its limit where that is less. Where nothing else helps, all is hidden.
        """
        circles = Circles(self._arcs(), hidden & set(self.cells))
        for cell in sorted(protected & set(self.cells), key=self._order):
            if not circles.widen(cell, min(needed, self.cells[cell][1])):
                return set(self.shown)
        return hidden | circles.hidden

    def _order(self, cell: _Cell) -> tuple[float, str]:
        return (self.cells[cell][2], repr(cell))

    def _arcs(self) -> dict[_Cell, Arc]:
        # A total is dearer to hide than all groups together, and an unshown one cannot be.
        everything = 1 + sum(size for _, _, size in self.cells.values())
        arcs = {}
        for cell, (number, top, size) in self.cells.items():
            start, end = _ends(cell, self.width)
            cost = size + 1 + (everything if WHOLE in cell else 0)
            usable = cell in self.shown
            arcs[cell] = Arc(start, end, number, top, cost if usable else None)
        return arcs


def _totals(body: dict[_Cell, _Numbers], width: int) -> dict[_Cell, _Numbers]:
    """Add up rows, columns and everything."""
    found: dict[_Cell, _Numbers] = {}
    for cell, numbers in body.items():
        for total in _totals_of(cell, width):
            old = found.get(total, (0, 0, 0))
            found[total] = tuple(a + b for a, b in zip(old, numbers, strict=True))  # type: ignore[assignment]
    return found


def _totals_of(cell: _Cell, width: int) -> Iterable[_Cell]:
    if width == 1:
        return ((WHOLE,),)
    return ((cell[0], WHOLE), (WHOLE, cell[1]), (WHOLE, WHOLE))


def _ends(cell: _Cell, width: int) -> tuple[Any, Any]:
    """Return where the arc of a cell starts and ends.

    Cells go from their row to their column; totals go back, so that what comes in goes out
    at every end exactly when rows and columns add up.
    """
    if width == 1:
        return ("out", "in") if cell[0] is not WHOLE else ("in", "out")
    row, column = cell
    ends = (("row", row), ("column", column))
    return ends if (row is WHOLE) == (column is WHOLE) else (ends[1], ends[0])
