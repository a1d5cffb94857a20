"""Figures, splits, lists and grids, all read off the same marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from fingerpost.measures.disclosure import Result, protect, rounded
from fingerpost.measures.engine import Engine

Side = Literal["counted", "not_counted", "asked"]
"""Whose list: those who count, those the figure is about who do not, or both together."""


@dataclass(frozen=True)
class Figure:
    """A figure for one group (None: everybody). Hidden ones carry no numbers.

    of: how many students it is about. counted: how many of them count, in a share. value: the
    mean or the sum, in the others; None where it is about nobody.
    """

    group: Any
    of: int
    counted: int | None = None
    value: float | None = None
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """Counted in per cent of those asked about; None where it says nothing."""
        if self.hidden or self.counted is None or not self.of:
            return None
        return 100 * self.counted / self.of

    @property
    def missing(self) -> int | None:
        """Those asked about who are not counted."""
        return None if self.hidden or self.counted is None else self.of - self.counted


@dataclass(frozen=True)
class GridRow:
    """One group's figures, one for each column of the grid."""

    group: Any
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Grid:
    """Figures of several measures for each group."""

    by: str
    columns: Sequence[Any]
    rows: Sequence[GridRow]


class Answers:
    """Figures off one engine, for some of its students or all.

    where: numbers of the students who may be counted, None for all. threshold: hide groups
    smaller than this and what they could be worked out from, and round what is shown to a
    multiple of it; None hides and rounds nothing.
    """

    def __init__(
        self, engine: Engine, where: Sequence[int] | None = None, threshold: int | None = None
    ) -> None:
        self.engine, self.where, self.threshold = engine, where, threshold
        everyone = engine.students
        self._inside = (
            np.ones(len(everyone), bool) if where is None else np.isin(everyone, list(where))
        )

    @property
    def protects(self) -> bool:
        """Whether small groups are hidden."""
        return self.threshold is not None

    def figure(self, name: str) -> Figure:
        """Return the figure of everybody asked about. Raises KeyError for an unknown name."""
        nowhere = np.zeros(len(self.engine.students), dtype=np.int64)
        return self._figures(name, [None], nowhere)[0]

    def split(self, name: str, by: str) -> list[Figure]:
        """Return the figure of each group that has anybody asked about in it.

        Groups come in natural order, unknown last. Raises KeyError for an unknown name or fact.
        """
        groups, places = self.engine.groups(by)
        return [one for one in self._figures(name, groups, places) if one.of or one.hidden]

    def grid(self, wanted: Sequence[Any], by: str) -> Grid:
        """Return the figures of several measures for each group that has anybody in it.

        wanted: the columns, each with the name of a measure.
        """
        groups, places = self.engine.groups(by)
        self.engine.prepare([one.name for one in wanted])
        there = np.bincount(places[self._inside], minlength=len(groups))
        by_column = [self._figures(one.name, groups, places) for one in wanted]
        rows = [
            GridRow(group, tuple(figures[at] for figures in by_column))
            for at, group in enumerate(groups)
            if there[at]
        ]
        return Grid(by, wanted, rows)

    def students(
        self, name: str, side: Side = "counted", by: str = "", group: Any = None
    ) -> list[int]:
        """Return the numbers of the students behind a figure, in order; by, group: of a split."""
        marks = self.engine.marks(name)
        sides = {
            "counted": marks.counted,
            "not_counted": marks.of & ~marks.counted,
            "asked": marks.of,
        }
        chosen = sides[side] & self._inside
        if by:
            groups, places = self.engine.groups(by)
            if group not in groups:
                return []
            chosen = chosen & (places == groups.index(group))
        return [int(one) for one in self.engine.students[chosen]]

    def values(self, name: str) -> dict[int, float]:
        """Return what each student asked about adds to a mean or a sum; empty for a share."""
        marks = self.engine.marks(name)
        if marks.value is None:
            return {}
        asked = marks.of & self._inside
        numbers = self.engine.students[asked].tolist()
        return dict(zip(numbers, marks.value[asked].tolist(), strict=True))

    def _figures(
        self, name: str, groups: Sequence[Any], places: npt.NDArray[np.int64]
    ) -> list[Figure]:
        marks = self.engine.marks(name)
        of_mask = marks.of & self._inside
        of = np.bincount(places[of_mask], minlength=len(groups))
        if marks.value is None:
            counted = np.bincount(places[of_mask & marks.counted], minlength=len(groups))
            figures = [
                Figure(group, int(of[at]), int(counted[at])) for at, group in enumerate(groups)
            ]
            sums: Sequence[float] = counted.tolist()
        else:
            sums = np.bincount(
                places[of_mask], weights=marks.value[of_mask], minlength=len(groups)
            ).tolist()
            figures = [
                Figure(group, int(of[at]), value=_value(sums[at], int(of[at]), marks.is_mean))
                for at, group in enumerate(groups)
            ]
        if self.threshold is None:
            return figures
        return _protected(figures, sums, marks.is_mean, self.threshold)


def _value(total: float, of: int, is_mean: bool) -> float | None:
    """A mean or a sum over a group; None where there is nobody."""
    if not of:
        return None
    return total / of if is_mean else total


def _protected(
    figures: list[Figure], sums: Sequence[float], is_mean: bool, threshold: int
) -> list[Figure]:
    """The figures of one split, rounded, without those that would tell of a few students."""
    by = ("group",) if len(figures) > 1 else ()
    # Groups in which nobody is asked about are known to be empty, so they hide nothing.
    results = [
        Result("", "mean" if one.counted is None else "students", by, (one.group,), number, one.of)
        for one, number in zip(figures, sums, strict=True)
        if one.of
    ]
    hidden = {one.group for one in protect(results, threshold) if one.suppressed}
    return [
        _blank(one)
        if one.of and (one.group,) in hidden
        else _rounded(one, number, is_mean, threshold)
        for one, number in zip(figures, sums, strict=True)
    ]


def _blank(figure: Figure) -> Figure:
    counted = None if figure.counted is None else 0
    return replace(figure, of=0, counted=counted, value=None, hidden=True)


def _rounded(figure: Figure, total: float, is_mean: bool, threshold: int) -> Figure:
    """A figure made of rounded numbers only: a mean is a rounded sum over rounded students."""
    of = rounded(figure.of, threshold)
    if figure.counted is not None:
        return replace(figure, of=of, counted=rounded(figure.counted, threshold))
    return replace(figure, of=of, value=_value(rounded(total, threshold), of, is_mean))
