"""A model solved with its linear program as a guide, in which yes and no may be anything
between: quick where the two lie close together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.highs import highs, run

if TYPE_CHECKING:
    import highspy

_INFINITY = 1e30


@dataclass(frozen=True, eq=False)
class Whole:
    """What came of solving it with yes and no. `values` is None where nothing was found."""

    status: str  # optimal, feasible, infeasible or unknown
    values: NDArray[np.bool_] | None
    cost: float
    bound: float


def solve_whole(proto: Any, seconds: float, seed: int) -> Whole:
    """Solve a CP-SAT model of literals by branching on its relaxation, within a time."""
    import highspy

    solver = highs(seconds, random_seed=seed % 2**31, mip_rel_gap=0.0)
    solver.passModel(_program(proto))
    run(solver)
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Whole("infeasible", None, 0.0, 0.0)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Whole("unknown", None, 0.0, info.mip_dual_bound)
    done = status == highspy.HighsModelStatus.kOptimal
    return Whole(
        status="optimal" if done else "feasible",
        values=np.array(solver.getSolution().col_value) > 0.5,
        cost=info.objective_function_value,
        bound=info.mip_dual_bound,
    )


def _program(proto: Any) -> highspy.HighsLp:
    """A model of yes and no as an integer program.

    Knows the constraints that `Model` makes: at most and exactly one, or, and sums.
    """
    import highspy

    rows = _Rows()
    for constraint in proto.constraints:
        rows.add(constraint)
    many = len(proto.variables)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = many, len(rows.lower)
    cost = np.zeros(many)
    for variable, coefficient in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        cost[variable if variable >= 0 else -variable - 1] += (
            coefficient if variable >= 0 else -coefficient
        )
    program.col_cost_ = cost
    program.offset_ = proto.objective.offset
    program.col_lower_ = np.array([one.domain[0] for one in proto.variables], float)
    program.col_upper_ = np.array([one.domain[1] for one in proto.variables], float)
    program.row_lower_, program.row_upper_ = np.array(rows.lower), np.array(rows.upper)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array(rows.begins)
    program.a_matrix_.index_ = np.array(rows.columns)
    program.a_matrix_.value_ = np.array(rows.values, float)
    program.integrality_ = [highspy.HighsVarType.kInteger] * many
    return program


class _Rows:
    """Constraints as rows of a sparse matrix."""

    def __init__(self) -> None:
        self.begins = [0]
        self.columns: list[int] = []
        self.values: list[int] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, constraint: Any) -> None:
        """One constraint of CP-SAT as one row, or as one for each literal of an `and`."""
        if constraint.has_at_most_one():
            self._literals(constraint.at_most_one.literals, -_INFINITY, 1)
        elif constraint.has_exactly_one():
            self._literals(constraint.exactly_one.literals, 1, 1)
        elif constraint.has_bool_or():
            negated = [-one - 1 for one in constraint.enforcement_literal]
            self._literals([*constraint.bool_or.literals, *negated], 1, _INFINITY)
        elif constraint.has_bool_and():
            negated = [-one - 1 for one in constraint.enforcement_literal]
            for literal in constraint.bool_and.literals:
                self._literals([literal, *negated], 1, _INFINITY)
        elif constraint.has_linear() and not constraint.enforcement_literal:
            least, *_, most = constraint.linear.domain
            self.columns += constraint.linear.vars
            self.values += constraint.linear.coeffs
            self._end(_bounded(least), _bounded(most))

    def _literals(self, literals: Any, least: float, most: float) -> None:
        negated = 0
        for literal in literals:
            if literal >= 0:
                self.columns.append(literal)
                self.values.append(1)
            else:
                self.columns.append(-literal - 1)
                self.values.append(-1)
                negated += 1
        self._end(least - negated, most - negated)

    def _end(self, least: float, most: float) -> None:
        self.begins.append(len(self.columns))
        self.lower.append(least)
        self.upper.append(most)


def _bounded(value: int) -> float:
    return float(value) if abs(value) < 2**60 else _INFINITY if value > 0 else -_INFINITY
