"""What a repair costs at least: those in the way may leave without being told where to go.

A linear program over the candidates of those who go where they like and the one that everybody
in the way has. No repair comes cheaper, since it must heed more than this.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import numpy as np

from fingerpost.engines.rows import Answer, Rows
from fingerpost.engines.timetable.instance import NOBODY, Ints
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.solver.cells import Floats
from fingerpost.engines.timetable.solver.program import Program, Wanted, left_by

_TINY = 1e-6
# Settled at the root almost always: what is meant for long searches takes longer than it saves.
_SETTLING: dict[str, Any] = {
    "presolve": "off",
    "mip_detect_symmetry": "off",
    "mip_heuristic_run_feasibility_jump": "off",
    "mip_abs_gap": 1 - _TINY,
}
# Seconds of the first try to settle it; the next ones have longer.
_FIRST_TRY = 0.45


@dataclass(frozen=True, eq=False)
class Optimum:
    """The least cost in moves, between yes and no; who loses a time counts more than all moves.

    share: how far each candidate is chosen, and each interview leaves, from 0 to 1. added: what
    the optimum rises by at least if that is done: what adds too much is in no better repair.
    price: what all that a candidate takes is worth to others; 0 where there is plenty of it.
    """

    cost: float
    candidates: dict[int, tuple[Ints, Floats, Floats]]  # of each that goes freely: share, added
    prices: dict[int, Floats]  # of the same candidates
    leaves: dict[int, tuple[float, float]]  # of each that is in the way: share, added

    @property
    def at_least(self) -> int:
        """No repair costs less."""
        return ceil(self.cost - _TINY)

    def used(self, interview: int) -> bool:
        """Say whether somebody in the way leaves, if only in part."""
        return self.leaves[interview][0] > _TINY

    def might(self, interview: int, spare: float) -> bool:
        """Say whether somebody in the way might leave at no more than there is to spare."""
        return self.leaves[interview][1] <= spare + _TINY

    def likeliest(self, interview: int, more: int, spare: float) -> list[int]:
        """The candidates that are used, and so many that add least, all within what is spare."""
        ones, share, added = self.candidates[interview]
        order = np.lexsort((ones, added, -share))[: int((share > _TINY).sum()) + more]
        return ones[order[added[order] <= spare + _TINY]].tolist()


@dataclass(frozen=True, eq=False)
class Within:
    """Whether a cost can be had with yes and no alone: None where that was not settled.

    leave: who leaves then. go: the candidate of each of the others.
    """

    possible: bool | None
    leave: Collection[int] = ()
    go: Mapping[int, int] = field(default_factory=dict)


class Leaving:
    """The program for those who go `freely`, their relatives with them."""

    def __init__(self, keeping: Keeping, freely: set[int]) -> None:
        self._keeping = keeping
        self._in_the_way = keeping.in_the_way(freely)
        both = freely | self._in_the_way
        self._free = np.array(sorted(both), np.int64)
        self._active = _active(keeping, freely, self._in_the_way)
        follows = keeping.instance.interviews.follows[self._free]
        self._related = {*follows.tolist(), *self._free[follows != NOBODY].tolist()}
        staying = [one for who, one in keeping.own.items() if who not in both]
        self._left = left_by(keeping.instance, np.array(staying, np.int64))

    def optimum(self, seconds: float) -> Optimum | None:
        """Solve it; None if that is not done in the time."""
        program = self._program(self._active)
        answer = program.rows.solve(seconds, presolve="off")  # it takes longer than it saves
        if answer.status != "Optimal":
            return None
        share, added = answer.values, np.maximum(0.0, answer.added)
        held, unheld = program.held, program.unheld
        begins = np.searchsorted(program.own, np.arange(len(self._free) + 1))
        price = answer.added[held] - program.wanted.held + answer.duals[program.each][program.own]
        candidates, prices, leaves = {}, {}, {}
        for place, interview in enumerate(self._free.tolist()):
            if interview in self._in_the_way:
                leaves[interview] = float(share[unheld[place]]), float(added[unheld[place]])
            else:
                mine = slice(begins[place], begins[place + 1])
                candidates[interview] = self._active[mine], share[held[mine]], added[held[mine]]
                prices[interview] = price[mine]
        return Optimum(answer.objective, candidates, prices, leaves)

    def within(self, cost: int, optimum: Optimum, seconds: float) -> Within:
        """Say whether so much is enough with yes and no: what adds more than that is left out.

        What there is plenty of nobody takes from others: it is one candidate, elsewhere.
        """
        active, elsewhere = self._within(optimum, cost - optimum.cost)
        program = self._program(active)
        rows = program.rows
        moved = [float(one in self._keeping.own) for one in elsewhere]
        rows.put(program.each[np.searchsorted(self._free, elsewhere)], rows.add_columns(moved))
        rows.add_limit(cost + _TINY)
        answer = _settled(rows, seconds)
        if answer.status == "Infeasible":
            return Within(False)
        if not len(answer.values):
            return Within(None)
        chosen = active[answer.values[program.held] > 0.5]
        interview = self._keeping.instance.candidates.interview[chosen]
        leaving = self._free[answer.values[program.unheld] > 0.5].tolist()
        go = dict(zip(interview.tolist(), chosen.tolist(), strict=True))
        return Within(True, set(leaving) & self._in_the_way, go)

    def _within(self, optimum: Optimum, spare: float) -> tuple[Ints, list[int]]:
        """The candidates that add no more than is spare; and who may go elsewhere as well.

        Whoever follows somebody or is followed goes to none but real places, for the order.
        """
        kept = [one for who in self._in_the_way for one in self._keeping.same_time(who)]
        elsewhere = []
        for who, (ones, _, added) in optimum.candidates.items():
            fits = added <= spare + _TINY
            plenty = fits & (np.abs(optimum.prices[who]) <= _TINY)
            plenty &= ~np.isin(ones, self._keeping.same_time(who))
            if plenty.any() and who not in self._related:
                fits &= ~plenty
                elsewhere.append(who)
            kept += ones[fits].tolist()
        return np.sort(np.array(kept, np.int64)), sorted(elsewhere)

    def _program(self, active: Ints) -> Program:
        instance = self._keeping.instance
        wanted = _wanted(self._keeping, self._free, active, self._in_the_way)
        program = Program(instance, self._free, active, self._left, wanted)
        program.tighten()
        return program


def _settled(rows: Rows, seconds: float) -> Answer:
    """Yes and no for rows that limit their cost, or that there is none, if the time suffices.

    That there is none shows most quickly where the cost counts; what there is comes up most
    quickly where it does not. Nobody knows beforehand, so the two take turns, each longer than
    before.
    """
    until, turn = time.perf_counter() + seconds, _FIRST_TRY
    while True:
        for priced in (True, False):
            left = until - time.perf_counter()
            answer = rows.solve(min(turn, left), whole=True, priced=priced, **_SETTLING)
            if answer.status == "Infeasible" or len(answer.values) or turn >= left:
                return answer
        turn *= 2


def _active(keeping: Keeping, freely: set[int], in_the_way: set[int]) -> Ints:
    """The candidates that fit beside those who stay, in order."""
    occupancy = keeping.occupancy
    released = [one for one in freely | in_the_way if one in keeping.own]
    for interview in released:
        occupancy.release(interview)
    # To be in another room at the same time is to stay.
    asked = [*keeping.allowed(freely).values(), *map(keeping.same_time, in_the_way)]
    fitting = [one for ones in asked for one in ones if occupancy.fits(one)]
    for interview in released:
        occupancy.take(keeping.own[interview])
    return np.sort(np.array(fitting, np.int64))


def _wanted(keeping: Keeping, free: Ints, active: Ints, in_the_way: set[int]) -> Wanted:
    """A move costs 1; who loses a time, more than all moves. Those who leave may keep no order."""
    interview = keeping.instance.candidates.interview[active]
    has_time = np.isin(interview, list(keeping.own))
    same = [one for who in keeping.own for one in keeping.same_time(who)]
    lose = {one: keeping.weights[one] * keeping.scale for one in keeping.may_lose}
    leave = dict.fromkeys(in_the_way, 1)
    unheld = [lose.get(one, leave.get(one, np.inf)) for one in free.tolist()]
    before = keeping.instance.interviews.follows[free]
    return Wanted(
        held=(has_time & ~np.isin(active, same)).astype(np.float64),
        unheld=np.array(unheld, np.float64),
        after=free[(before != NOBODY) & ~np.isin(before, list(in_the_way))],
    )
