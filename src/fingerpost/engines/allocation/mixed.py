"""The best sharing-out by mixed-integer programming, for what a flow cannot say.

Used only where sessions exclude each other in other ways than by slots, where students travel
together, where escorts limit a session, where the levels do not fit into one number, or where so
many sessions might fall short of their minimum that the tree of cases (`running`) does not end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from fingerpost.engines.rows import Rows

from .arranging import Arranged, conflicts_are_slots
from .core import Bools, Ints


@dataclass
class Mixed:
    """What the solver found. totals, bounds: per level; bounds are the solver's own."""

    chosen: Bools
    bounds: list[Fraction]
    is_proven: bool


class NothingFits(ValueError):
    """No sharing-out meets all requirements."""


def needs_mixed(arranged: Arranged) -> bool:
    """Whether the problem asks for something that a flow cannot say."""
    problem = arranged.problem
    if any(session.escorts is not None for session in problem.sessions) and any(
        student.accompanied for student in problem.students
    ):
        return True
    several = bool((arranged.core.places > 1).any())
    return bool(problem.together) or (
        several and bool(problem.conflicts) and not conflicts_are_slots(problem)
    )


class _Model:
    """One binary column per pair, one per session that may be cancelled, one per way to travel."""

    def __init__(self, arranged: Arranged) -> None:
        self.arranged = arranged
        self.core = arranged.core
        self.pairs = np.arange(len(self.core.student))
        self.rows = Rows()
        self.rows.add_columns(np.zeros(len(self.pairs)))
        self._places()
        self._seats()
        self._clashes()
        self._minimums()
        self._escorts()
        self._ways()

    def ask(
        self,
        row: ArrayLike,
        column: ArrayLike,
        factor: ArrayLike,
        lower: ArrayLike,
        upper: ArrayLike,
    ) -> None:
        """Rows numbered from 0: lower <= sum of factors <= upper, which two say how many."""
        low, high = np.broadcast_arrays(np.asarray(lower, float), np.asarray(upper, float))
        rows = self.rows.add_rows(len(low), low, high)
        self.rows.put(rows[np.asarray(row, np.int64)], np.asarray(column, np.int64), factor)

    def _places(self) -> None:
        core = self.core
        self.ask(core.student, self.pairs, 1.0, np.zeros(core.students), core.places)

    def _seats(self) -> None:
        core = self.core
        self.ask(core.kind, self.pairs, 1.0, np.zeros(core.kinds), core.capacity)

    def _clashes(self) -> None:
        core, problem = self.core, self.arranged.problem
        key = core.student * (int(core.slot.max(initial=0)) + 1) + core.slot
        found, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
        if (counts > 1).any():
            self.ask(inverse, self.pairs, 1.0, np.zeros(len(found)), 1)
        if not problem.conflicts or conflicts_are_slots(problem):
            return
        of_session = self._pairs_by_student_and_session()
        for one, other in problem.conflicts:
            for student in range(core.students):
                mine = of_session.get((student, one), [])
                theirs = of_session.get((student, other), [])
                if mine and theirs:
                    both = np.array(mine + theirs)
                    self.ask(np.zeros(len(both)), both, 1.0, [0], [1])

    def _pairs_by_student_and_session(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = {}
        pairs = zip(self.core.student.tolist(), self.arranged.session.tolist(), strict=True)
        for pair, key in enumerate(pairs):
            found.setdefault(key, []).append(pair)
        return found

    def _minimums(self) -> None:
        minimum, session = self.arranged.minimum, self.arranged.session
        must = must_run(self.arranged)
        optional = np.flatnonzero((minimum > 0) & ~must)
        runs = self.rows.add_columns(np.zeros(len(optional)))
        number = np.full(self.core.sessions, -1)
        number[optional] = np.arange(len(optional))
        within = number[session] >= 0
        row, column = number[session][within], self.pairs[within]
        count = len(optional)
        all_rows = np.concatenate([row, np.arange(count)])
        all_columns = np.concatenate([column, runs])
        ones = np.ones(len(row))
        seats = np.bincount(self.core.session, self.core.capacity, self.core.sessions)[optional]
        self.ask(
            all_rows,
            all_columns,
            np.concatenate([ones, -minimum[optional]]),
            np.zeros(count),
            np.inf,
        )
        self.ask(all_rows, all_columns, np.concatenate([ones, -seats]), -np.inf, np.zeros(count))
        # Follows from the two above for whole students, and makes the bound far better: nobody is
        # in a session by more than the share to which it runs.
        each = np.arange(len(row))
        self.ask(
            np.concatenate([each, each]),
            np.concatenate([column, runs[row]]),
            np.concatenate([ones, -ones]),
            -np.inf,
            np.zeros(len(row)),
        )
        needed = np.flatnonzero(must)
        for at in needed.tolist():
            mine = self.pairs[session == at]
            self.ask(np.zeros(len(mine)), mine, 1.0, [minimum[at]], [np.inf])

    def _escorts(self) -> None:
        problem, arranged = self.arranged.problem, self.arranged
        accompanied = np.array([student.accompanied for student in problem.students], bool)
        fixed = [session for student, session in problem.fixed if accompanied[student]]
        for number, session in enumerate(problem.sessions):
            if session.escorts is None:
                continue
            mine = self.pairs[(arranged.session == number) & accompanied[arranged.student]]
            left = session.escorts - fixed.count(number)
            self.ask(np.zeros(len(mine)), mine, 1.0, [0], [left])

    def _ways(self) -> None:
        """Students of a set take sessions of one way to travel only."""
        problem, arranged = self.arranged.problem, self.arranged
        ways = [session.way for session in problem.sessions]
        for members in problem.together:
            standing = {ways[session] for student, session in problem.fixed if student in members}
            mine = self.pairs[np.isin(arranged.student, members)]
            asked = sorted(
                {ways[session] for session in arranged.session[mine].tolist()} | standing
            )
            chosen = self.rows.add_columns(np.zeros(len(asked)))
            number = {way: n for n, way in enumerate(asked)}
            row = [number[ways[session]] for session in arranged.session[mine].tolist()]
            # A way that is not chosen takes nobody: a pair needs its way.
            for pair, way in zip(mine.tolist(), row, strict=True):
                self.ask([0, 0], [pair, chosen[way]], np.array([1, -1]), [-1], [0])
            self.ask(np.zeros(len(asked)), chosen, 1.0, [0], [1])
            for taken in standing:
                self.ask([0], [chosen[number[taken]]], 1.0, [1], [1])


def must_run(arranged: Arranged) -> Bools:
    """Sessions that cannot be cancelled, because places in them stand."""
    found = np.zeros(arranged.core.sessions, bool)
    for _, session in arranged.problem.fixed:
        found[session] = arranged.minimum[session] > 0
    return found


def solve_mixed(arranged: Arranged, until: float | None) -> Mixed:
    """The best sharing-out, level by level. Raises NothingFits.

    until: a moment of `time.monotonic`; what is found by then is returned with its bounds.
    """
    model = _Model(arranged)
    if not len(model.pairs):
        return Mixed(np.zeros(0, bool), [Fraction(0) for _ in arranged.scores.unit], True)
    scores = arranged.scores
    chosen = np.zeros(len(model.pairs), bool)
    bounds: list[Fraction] = []
    proven = True
    for level, unit in enumerate(scores.unit):
        earned = scores.value[level]
        left = None if until is None else max(until - time.monotonic(), 0.1)
        chosen, bound, is_proven = _solve(model, earned, left)
        total = int(earned[chosen].sum())
        bounds.append(Fraction(total if is_proven else bound, unit))
        proven &= is_proven
        if not is_proven:
            # The levels below cannot be served before this one is.
            ceiling = arranged.seats
            bounds += [
                Fraction(int(scores.value[below].max(initial=0)) * ceiling, scores.unit[below])
                for below in range(level + 1, len(scores.unit))
            ]
            break
        model.ask(np.zeros(len(earned)), model.pairs, earned, [total - 0.5], [np.inf])
    return Mixed(chosen, bounds, proven)


def _solve(model: _Model, earned: Ints, seconds: float | None) -> tuple[Bools, int, bool]:
    model.rows.charge(model.pairs, -earned)
    answer = model.rows.solve(seconds, whole=True, mip_rel_gap=0.0, mip_abs_gap=0.5)
    if answer.status == "Infeasible":
        raise NothingFits("The requirements cannot all be met.")
    if not len(answer.values):
        raise NothingFits("No sharing-out was found in the time given.")
    chosen = answer.values[: len(model.pairs)] > 0.5
    return chosen, int(np.floor(-answer.bound + 0.5)), answer.status == "Optimal"
