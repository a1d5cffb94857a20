"""The best sharing-out by mixed-integer programming, for what a flow cannot say.

Used only where sessions exclude each other in other ways than by slots, where students travel
together, where escorts limit a session, where the levels do not fit into one number, or where so
many sessions might fall short of their minimum that the tree of cases (`running`) does not end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

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


@dataclass
class _Rows:
    """Linear constraints: lower <= sum of coefficients <= upper, gathered row by row in blocks."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    factor: list[np.ndarray] = field(default_factory=list)
    lower: list[np.ndarray] = field(default_factory=list)
    upper: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(
        self,
        row: ArrayLike,
        column: ArrayLike,
        factor: ArrayLike,
        lower: ArrayLike,
        upper: ArrayLike,
    ) -> None:
        """A block of rows numbered from 0; lower and upper say how many."""
        lower, upper = np.broadcast_arrays(np.asarray(lower, float), np.asarray(upper, float))
        rows = np.asarray(row, np.int64)
        self.row.append(rows + self.count)
        self.column.append(np.asarray(column, np.int64))
        self.factor.append(np.broadcast_to(np.asarray(factor, float), len(rows)))
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += len(lower)


class _Model:
    """One binary column per pair, one per session that may be cancelled, one per way to travel."""

    def __init__(self, arranged: Arranged) -> None:
        self.arranged = arranged
        self.core = arranged.core
        self.pairs = np.arange(len(self.core.student))
        self.columns = len(self.pairs)
        self.rows = _Rows()
        self._places()
        self._seats()
        self._clashes()
        self._minimums()
        self._escorts()
        self._ways()

    def _new(self, count: int) -> Ints:
        first, self.columns = self.columns, self.columns + count
        return np.arange(first, first + count)

    def _places(self) -> None:
        core = self.core
        self.rows.add(core.student, self.pairs, np.ones(1), np.zeros(core.students), core.places)

    def _seats(self) -> None:
        core = self.core
        self.rows.add(core.kind, self.pairs, np.ones(1), np.zeros(core.kinds), core.capacity)

    def _clashes(self) -> None:
        core, problem = self.core, self.arranged.problem
        key = core.student * (int(core.slot.max(initial=0)) + 1) + core.slot
        found, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
        if (counts > 1).any():
            self.rows.add(inverse, self.pairs, np.ones(1), np.zeros(len(found)), 1)
        if not problem.conflicts or conflicts_are_slots(problem):
            return
        of_session = self._pairs_by_student_and_session()
        for one, other in problem.conflicts:
            for student in range(core.students):
                mine = of_session.get((student, one), [])
                theirs = of_session.get((student, other), [])
                if mine and theirs:
                    both = np.array(mine + theirs)
                    self.rows.add(np.zeros(len(both)), both, np.ones(1), [0], [1])

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
        runs = self._new(len(optional))
        number = np.full(self.core.sessions, -1)
        number[optional] = np.arange(len(optional))
        within = number[session] >= 0
        row, column = number[session][within], self.pairs[within]
        count = len(optional)
        all_rows = np.concatenate([row, np.arange(count)])
        all_columns = np.concatenate([column, runs])
        ones = np.ones(len(row))
        seats = np.bincount(self.core.session, self.core.capacity, self.core.sessions)[optional]
        self.rows.add(
            all_rows,
            all_columns,
            np.concatenate([ones, -minimum[optional]]),
            np.zeros(count),
            np.inf,
        )
        self.rows.add(
            all_rows, all_columns, np.concatenate([ones, -seats]), -np.inf, np.zeros(count)
        )
        # Follows from the two above for whole students, and makes the bound far better: nobody is
        # in a session by more than the share to which it runs.
        each = np.arange(len(row))
        self.rows.add(
            np.concatenate([each, each]),
            np.concatenate([column, runs[row]]),
            np.concatenate([ones, -ones]),
            -np.inf,
            np.zeros(len(row)),
        )
        needed = np.flatnonzero(must)
        for at in needed.tolist():
            mine = self.pairs[session == at]
            self.rows.add(np.zeros(len(mine)), mine, np.ones(1), [minimum[at]], [np.inf])

    def _escorts(self) -> None:
        problem, arranged = self.arranged.problem, self.arranged
        accompanied = np.array([student.accompanied for student in problem.students], bool)
        fixed = [session for student, session in problem.fixed if accompanied[student]]
        for number, session in enumerate(problem.sessions):
            if session.escorts is None:
                continue
            mine = self.pairs[(arranged.session == number) & accompanied[arranged.student]]
            left = session.escorts - fixed.count(number)
            self.rows.add(np.zeros(len(mine)), mine, np.ones(1), [0], [left])

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
            chosen = self._new(len(asked))
            number = {way: n for n, way in enumerate(asked)}
            row = [number[ways[session]] for session in arranged.session[mine].tolist()]
            # A way that is not chosen takes nobody: a pair needs its way.
            for pair, way in zip(mine.tolist(), row, strict=True):
                self.rows.add([0, 0], [pair, chosen[way]], np.array([1, -1]), [-1], [0])
            self.rows.add(np.zeros(len(asked)), chosen, np.ones(1), [0], [1])
            for taken in standing:
                self.rows.add([0], [chosen[number[taken]]], np.ones(1), [1], [1])


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
    if not model.columns:
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
        model.rows.add(
            np.zeros(len(earned)), model.pairs, earned.astype(float), [total - 0.5], [np.inf]
        )
    return Mixed(chosen, bounds, proven)


def _solve(model: _Model, earned: Ints, seconds: float | None) -> tuple[Bools, int, bool]:
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("random_seed", 0)
    if seconds is not None:
        solver.setOptionValue("time_limit", float(seconds))
    solver.passModel(_program(model, earned))
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise NothingFits("The requirements cannot all be met.")
    info = solver.getInfo()
    if info.primal_solution_status != 2:  # kSolutionStatusFeasible
        raise NothingFits("No sharing-out was found in the time given.")
    values = np.array(solver.getSolution().col_value[: len(model.pairs)])
    proven = status == highspy.HighsModelStatus.kOptimal
    return values > 0.5, int(np.floor(-info.mip_dual_bound + 0.5)), proven


def _program(model: _Model, earned: Ints):
    import highspy
    from scipy.sparse import coo_array

    rows = model.rows
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = model.columns, rows.count
    cost = np.zeros(model.columns)
    cost[: len(earned)] = -earned
    program.col_cost_ = cost
    program.col_lower_, program.col_upper_ = np.zeros(model.columns), np.ones(model.columns)
    program.row_lower_ = np.concatenate(rows.lower)
    program.row_upper_ = np.concatenate(rows.upper)
    table = coo_array(
        (
            np.concatenate(rows.factor),
            (np.concatenate(rows.row), np.concatenate(rows.column)),
        ),
        shape=(rows.count, model.columns),
    ).tocsc()
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = table.indptr
    program.a_matrix_.index_ = table.indices
    program.a_matrix_.value_ = table.data
    program.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
    return program
