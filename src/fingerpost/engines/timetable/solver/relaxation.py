"""The linear program behind the prices, on the candidates that can matter.

Prices of a program that knows a part of the candidates are worth little for the others unless
they stay near prices that are known to be good: each may exceed those by so much, and what it
would exceed them more can be bought off at that rate (a box step). Every bound is that of
`Pricing` on all candidates, so that nothing hangs on which ones the program knew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fingerpost.engines.timetable.instance import Ints
from fingerpost.engines.timetable.solver.cells import Floats
from fingerpost.engines.timetable.solver.prices import Prices, Pricing
from fingerpost.engines.timetable.solver.program import Left, Program

_NOTHING = 1e-4


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A fractional timetable: how much of each candidate, and the prices that go with it."""

    candidates: Ints
    shares: Floats
    prices: Prices
    objective: float
    bought_off: bool  # whether prices would rise further than they may


def relax(
    pricing: Pricing, near: Prices, kept: Ints, reach: float, seconds: float
) -> Relaxed | None:
    """Solve the program of the candidates `kept` (sorted); None if the time does not suffice.

    reach: how far the prices may exceed those `near`.
    """
    instance = pricing.instance
    free = np.arange(len(instance.interviews.student))
    program = Program(instance, free, kept, Left(instance.limits.caps, instance.limits.rooms))
    rows = program.rows
    first = rows.columns
    bought = rows.add_columns(near.interview + reach, np.inf)
    rows.put(program.each, bought)
    pair = np.searchsorted(pricing.after, program.order[:, 0])
    bought = rows.add_columns(near.order[pair, program.order[:, 1]] + reach, np.inf)
    rows.put(program.order_rows, bought, -1.0)
    bought = rows.add_columns(near.held + reach, np.inf)
    rows.put(program.held_rows, bought, -1.0)
    answer = rows.solve(seconds, solver="ipm", run_crossover="off")
    if not (len(answer.duals) and len(answer.values)):
        return None
    duals = answer.duals
    order = np.zeros_like(near.order)
    order[pair, program.order[:, 1]] = np.maximum(0, -duals[program.order_rows])
    prices = Prices(
        duals[program.each],
        _room_prices(pricing, program, np.maximum(0, -duals[program.room_rows])),
        order,
        np.maximum(0, -duals[program.held_rows]),
    )
    bought_off = bool(answer.values[first:].sum() > _NOTHING)
    return Relaxed(kept, answer.values[program.held], prices, answer.objective, bought_off)


def _room_prices(pricing: Pricing, program: Program, prices: Floats) -> Floats:
    """The prices of the program's moments at the moments of `pricing`."""
    found = np.zeros(len(pricing.cells.rooms.many))
    at = np.searchsorted(pricing.cells.rooms.moments, program.rooms.moments)
    np.add.at(found, at, prices)
    return found


def worth_keeping(dearer: Floats, within: float, most: int) -> Ints:
    """The candidates hardly dearer than what is taken instead, so many at most, in order."""
    kept = np.flatnonzero(dearer < within)
    if len(kept) > most:
        kept = np.sort(kept[np.argpartition(dearer[kept], most)[:most]])
    return kept
