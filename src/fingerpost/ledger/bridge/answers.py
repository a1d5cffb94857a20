"""Figures, splits, lists and the coverage grid, all read off the same marks."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fingerpost import rules

from .. import permissions
from .definitions import Criterion, Marks, marks_of, measures
from .store import extra_rules, store_of


@dataclass(frozen=True)
class Figure:
    """A figure for one group (None: everybody). Hidden ones carry no numbers."""

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
    columns: Sequence[Criterion]
    rows: Sequence[GridRow]


def small_group(on: dt.date) -> int:
    """The smallest group whose figures everybody may see."""
    return rules.disclosure_threshold(on, extra_rules())


class Engine:
    """The facts of one school on one day, and the marks of the measures asked for so far."""

    def __init__(self, facts: Any, on: dt.date) -> None:
        self.facts, self.on = facts, on
        self.students = facts["student_id"].to_numpy()
        self._marks: dict[str, Marks] = {}
        self._groups: dict[str, tuple[list[Any], Any]] = {}

    def marks(self, name: str) -> Marks:
        """The marks of a measure. Raises KeyError for a name that is not in force."""
        self.prepare([name])
        return self._marks[name]

    def prepare(self, names: Sequence[str]) -> None:
        """Work out the marks of several measures together, which is quicker than one by one."""
        new = [name for name in dict.fromkeys(names) if name not in self._marks]
        if new:
            known = measures(self.on)
            found = marks_of(self.facts, [known[name] for name in new], self.on)
            self._marks.update(zip(new, found, strict=True))

    def groups(self, by: str) -> tuple[list[Any], Any]:
        """The groups of a split in order (unknown last), and the place of each student's."""
        import numpy as np

        if by not in self._groups:
            values = self.facts[by].to_pylist()
            order = sorted({one for one in values if one is not None}, key=_natural)
            order += [None] if None in values else []
            place = {value: at for at, value in enumerate(order)}
            self._groups[by] = order, np.array([place[value] for value in values], dtype=np.int64)
        return self._groups[by]


def _natural(value: Any) -> tuple[int, Any, Any]:
    """9B before 10C, numbers by size, words by letter."""
    if isinstance(value, bool):
        return (0, not value, "")
    if isinstance(value, int):
        return (0, value, "")
    digits = "".join(value[: len(value) - len(value.lstrip("0123456789"))])
    return (1, int(digits) if digits else 0, value)


_engines: OrderedDict[tuple[int, dt.date], tuple[tuple[int, int], Engine]] = OrderedDict()
_lock = threading.Lock()
ENGINES_KEPT = 32


def engine_for(school: Any, as_of: dt.date) -> Engine:
    """The engine for a school as it stands now, as of a day; the same object until it changes."""
    key = (school.pk, as_of)
    revisions, facts = store_of(school.pk).facts_on(as_of)
    with _lock:
        kept = _engines.get(key)
        if kept is None or kept[0] != revisions or kept[1].facts is not facts:
            kept = _engines[key] = (revisions, Engine(facts, as_of))
            while len(_engines) > ENGINES_KEPT:
                _engines.popitem(last=False)
        _engines.move_to_end(key)
        return kept[1]


def catalogue(on: dt.date) -> tuple[Any, ...]:
    """Every measure in force on a day, in the order of the catalogue."""
    return tuple(measures(on).values())


def find(name: str, on: dt.date) -> Any | None:
    """The measure of a name in force on a day, or None."""
    return measures(on).get(name)


class Answers:
    """Figures of one school on one day, for some of its students or all.

    where: numbers of the students who may be counted, None for all. protects: hide small groups.
    """

    def __init__(
        self,
        school: Any,
        on: dt.date,
        where: Sequence[int] | None = None,
        protects: bool = False,
    ) -> None:
        import numpy as np

        self.engine = engine_for(school, on)
        self.on, self.where, self.protects = on, where, protects
        everyone = self.engine.students
        self._inside = (
            np.ones(len(everyone), bool) if where is None else np.isin(everyone, list(where))
        )

    def figure(self, name: str) -> Figure:
        """The figure of everybody asked about."""
        import numpy as np

        nowhere = np.zeros(len(self.engine.students), dtype=np.int64)
        return self._figures(name, [None], nowhere)[0]

    def split(self, name: str, by: str) -> list[Figure]:
        """The figure of each group of a split, groups without anybody left out."""
        groups, places = self.engine.groups(by)
        return [one for one in self._figures(name, groups, places) if one.of or one.hidden]

    def grid(self, wanted: Sequence[Criterion], by: str) -> Grid:
        """The figures of several measures for each group that has anybody in it."""
        import numpy as np

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
        self, name: str, side: str = "counted", by: str = "", group: Any = None
    ) -> list[int]:
        """The students behind a figure: counted, or due and not counted (`not_counted`)."""
        marks = self.engine.marks(name)
        chosen = marks.of & self._inside
        if marks.counted is not None:
            chosen = chosen & (marks.counted if side == "counted" else ~marks.counted)
        if by:
            groups, places = self.engine.groups(by)
            if group not in groups:
                return []
            chosen = chosen & (places == groups.index(group))
        return [int(one) for one in self.engine.students[chosen]]

    def _figures(self, name: str, groups: Sequence[Any], places: Any) -> list[Figure]:
        import numpy as np

        marks = self.engine.marks(name)
        of_mask = marks.of & self._inside
        of = np.bincount(places[of_mask], minlength=len(groups))
        if marks.counted is not None:
            counted = np.bincount(places[of_mask & marks.counted], minlength=len(groups))
            figures = [
                Figure(group, int(of[at]), int(counted[at])) for at, group in enumerate(groups)
            ]
        else:
            total = np.bincount(
                places[of_mask], weights=marks.value[of_mask], minlength=len(groups)
            )
            figures = [
                Figure(group, int(of[at]), value=_value(total[at], of[at], marks.is_mean))
                for at, group in enumerate(groups)
            ]
        return _protected(name, figures, small_group(self.on)) if self.protects else figures


def _value(total: Any, of: Any, is_mean: bool) -> float | None:
    """A mean or a sum over a group; None where there is nobody."""
    if not of:
        return None
    return float(total / of) if is_mean else float(total)


def _protected(name: str, figures: Sequence[Figure], threshold: int) -> list[Figure]:
    """The figures of one split, those hidden from which a few students could be worked out."""
    from fingerpost.measures.disclosure import protect
    from fingerpost.measures.engine import Result

    by = ("group",) if len(figures) > 1 else ()
    # Groups in which nobody is asked about are known to be empty, so they hide nothing.
    asked = [one for one in figures if one.of]
    results = [
        Result(name, "students", by, (one.group,), one.counted, one.of)
        if one.counted is not None
        else Result(name, "mean", by, (one.group,), (one.value or 0) * one.of, one.of)
        for one in asked
    ]
    hidden = {one.group for one in protect(results, threshold) if one.suppressed}
    return [_blank(one) if one.of and (one.group,) in hidden else one for one in figures]


def _blank(figure: Figure) -> Figure:
    counted = None if figure.counted is None else 0
    return replace(figure, of=0, counted=counted, value=None, hidden=True)


class Question(Answers):
    """Figures as a viewer may see them: their school, their students, small groups hidden."""

    def __init__(self, viewer: Any, on: dt.date) -> None:
        super().__init__(
            viewer.school,
            on,
            permissions.scope_of(viewer),
            permissions.hides_small_groups(viewer),
        )


def compute(
    school: Any,
    names: Sequence[str],
    on: dt.date,
    *,
    by: str = "",
    where: Sequence[int] | None = None,
    protects: bool = False,
) -> dict[str, list[Figure]]:
    """Several measures at once: one figure each, or one for each group of a split."""
    answers = Answers(school, on, where, protects)
    return {name: answers.split(name, by) if by else [answers.figure(name)] for name in names}


def students_counted(
    school: Any, name: str, on: dt.date, *, side: str = "counted", **group: Any
) -> list[int]:
    """The students behind a figure, in number order."""
    return Answers(school, on).students(name, side, **group)


def facts_for(school: Any, on: dt.date, students: Sequence[int] | None = None) -> Any:
    """The facts table (Arrow, one row per student on the roll), perhaps of some students."""
    import pyarrow as pa
    import pyarrow.compute as pc

    facts = engine_for(school, on).facts
    if students is None:
        return facts
    wanted = pa.array(list(students), pa.int64())
    return facts.filter(pc.is_in(facts["student_id"], value_set=wanted))
