"""A lower bound that rises step by step: prices, a linear program near them, better prices."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from fingerpost.engines.timetable.assignment import assign
from fingerpost.engines.timetable.instance import Instance, Ints
from fingerpost.engines.timetable.solver.cells import Floats
from fingerpost.engines.timetable.solver.prices import Prices, Pricing
from fingerpost.engines.timetable.solver.relaxation import Relaxed, relax, worth_keeping

_STEPS = 6
_WITHIN = 0.35  # of what an interview costs: candidates so much dearer are not looked at
_REACH = 0.6  # of what an interview costs: how far prices may rise at once
_MOST = 40_000  # candidates looked at
_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0)  # of the way to new prices
_NEAR = 0.5  # a bound this near to the program's is its own
_ROUNDING = 1e-5


class Bound:
    """The best bound and prices so far for one instance."""

    def __init__(self, instance: Instance, cost: int) -> None:
        """cost: of a solution; what is near and far is measured by it."""
        self.pricing = Pricing(instance)
        self._scale = max(1.0, cost / max(1, len(instance.interviews.student)))
        assigned = assign(instance)
        first = replace(self.pricing.first(), interview=assigned.prices.astype(np.float64))
        self.prices: Prices = first
        self._exact = self.pricing.value(first).bound
        self.value = max(assigned.cost, self._rounded())
        self.relaxed: Relaxed | None = None

    def step(self, seconds: float) -> bool:
        """Solve the program near the best prices; whether another step may bring more."""
        kept = worth_keeping(self.dearer(), _WITHIN * self._scale, _MOST)
        relaxed = relax(self.pricing, self.prices, kept, _REACH * self._scale, seconds)
        if relaxed is None:
            return False
        self.relaxed = relaxed
        away = relaxed.prices.plus(self.prices, -1)
        before, best = self._exact, self.prices
        for share in _SHARES:
            prices = _allowed(relaxed.prices.plus(away, share - 1))
            bound = self.pricing.value(prices).bound
            if bound > self._exact:
                best, self._exact = prices, bound
        self.prices = best
        self.value = max(self.value, self._rounded())
        gained = self._exact > before + _ROUNDING * abs(before)
        return gained and relaxed.objective > self._exact + _NEAR

    def rise(self, until: float, steps: int = _STEPS) -> None:
        """Step until a moment of `time.perf_counter`, or until it no longer helps."""
        for _ in range(steps):
            left = until - time.perf_counter()
            if left <= 0 or not self.step(left):
                return

    def dearer(self) -> Floats:
        """How much dearer each candidate is than what the best prices would take instead."""
        return self.pricing.dearer(self.prices)

    def _rounded(self) -> int:
        """Costs are whole numbers, so the bound is the next one; not one for a rounding error."""
        return math.ceil(self._exact - _ROUNDING * max(1.0, abs(self._exact) * 1e-3))


def _allowed(prices: Prices) -> Prices:
    """The same without what a rounding error made negative."""
    return Prices(
        prices.interview,
        np.maximum(0, prices.room),
        np.maximum(0, prices.order),
        np.maximum(0, prices.held),
    )


def shares_of(bound: Bound, chosen: Ints) -> tuple[Ints, Floats]:
    """Candidates and how much of each: of the program if it was solved, else of a solution."""
    if bound.relaxed is not None:
        return bound.relaxed.candidates, bound.relaxed.shares
    held = chosen[chosen >= 0]
    return held, np.ones(len(held))
