"""A linear or integer program for HiGHS, put together block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fingerpost.engines.highs import highs, run

if TYPE_CHECKING:
    from highspy import HighsLp

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS found; `values`, `duals` and `added` are empty where it found nothing.

    bound: no whole numbers cost less; asked of whole numbers only. duals: of the rows. added: what
    the optimum rises by for each unit of a column.
    """

    status: str
    objective: float
    bound: float
    values: Floats
    duals: Floats
    added: Floats


class Rows:
    """Columns between 0 and an upper limit, and rows between two limits; costs are minimised."""

    def __init__(self) -> None:
        self._costs: list[Floats] = []
        self._upper: list[Floats] = []
        self._blocks: list[tuple[Ints, Ints, Floats]] = []
        self._limits: list[tuple[Floats, Floats]] = []
        self.columns = 0
        self.rows = 0

    def add_columns(self, cost: ArrayLike, upper: ArrayLike = 1.0) -> Ints:
        """Add columns; their numbers."""
        costs = np.atleast_1d(np.asarray(cost, np.float64))
        self._costs.append(costs)
        self._upper.append(np.broadcast_to(np.asarray(upper, np.float64), costs.shape))
        self.columns += len(costs)
        return np.arange(self.columns - len(costs), self.columns)

    def add_rows(self, many: int, least: ArrayLike, most: ArrayLike) -> Ints:
        """Add rows; their numbers."""
        low, high = (
            np.broadcast_to(np.asarray(side, np.float64), (many,)) for side in (least, most)
        )
        self._limits.append((low, high))
        self.rows += many
        return np.arange(self.rows - many, self.rows)

    def put(self, rows: Ints, columns: Ints, values: ArrayLike = 1.0) -> None:
        """Enter numbers into the matrix."""
        numbers = np.broadcast_to(np.asarray(values, np.float64), rows.shape)
        self._blocks.append((rows, columns, numbers))

    def charge(self, columns: Ints, costs: ArrayLike) -> None:
        """Let these columns cost this, and the others nothing."""
        self._costs = [np.zeros(self.columns)]
        self._costs[0][columns] = costs

    def add_limit(self, most: float) -> None:
        """Ask that all together cost no more than this."""
        costs = np.concatenate(self._costs)
        priced = np.flatnonzero(costs)
        row = self.add_rows(1, -np.inf, most)
        self.put(np.repeat(row, len(priced)), priced, costs[priced])

    def solve(
        self,
        seconds: float | None,
        start: Floats | None = None,
        whole: bool = False,
        priced: bool = True,
        **options: str | float | int,
    ) -> Answer:
        """Solve with HiGHS. whole: all columns are whole numbers; start: a try; priced: as cheaply
        as can be, else anything that heeds the rows.
        """
        from highspy import HighsSolution

        solver = highs(seconds, **options)
        solver.passModel(self._program(whole, priced))
        if start is not None:
            solution = HighsSolution()
            solution.col_value = start
            solver.setSolution(solution)
        run(solver)
        answer, info = solver.getSolution(), solver.getInfo()
        return Answer(
            solver.modelStatusToString(solver.getModelStatus()),
            info.objective_function_value,
            info.mip_dual_bound,
            _finite(answer.col_value if answer.value_valid else ()),
            _finite(answer.row_dual if answer.dual_valid else ()),
            _finite(answer.col_dual if answer.dual_valid else ()),
        )

    def _program(self, whole: bool, priced: bool) -> HighsLp:
        from highspy import HighsLp, HighsVarType, MatrixFormat
        from scipy.sparse import coo_array

        rows, columns, values = (
            np.concatenate([block[part] for block in self._blocks]) for part in range(3)
        )
        matrix = coo_array((values, (rows, columns)), shape=(self.rows, self.columns)).tocsc()
        program = HighsLp()
        program.num_col_, program.num_row_ = self.columns, self.rows
        program.col_cost_ = np.concatenate(self._costs) if priced else np.zeros(self.columns)
        program.col_lower_ = np.zeros(self.columns)
        program.col_upper_ = np.concatenate(self._upper)
        program.row_lower_ = np.concatenate([low for low, _ in self._limits])
        program.row_upper_ = np.concatenate([high for _, high in self._limits])
        program.a_matrix_.format_ = MatrixFormat.kColwise
        program.a_matrix_.start_ = matrix.indptr
        program.a_matrix_.index_ = matrix.indices
        program.a_matrix_.value_ = matrix.data
        if whole:
            program.integrality_ = [HighsVarType.kInteger] * self.columns
        return program


def _finite(numbers: Sequence[float]) -> Floats:
    """The numbers, or none if one of them is not a number."""
    found = np.asarray(numbers, np.float64)
    return found if np.isfinite(found).all() else found[:0]
