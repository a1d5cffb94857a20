"""A lower bound that rises step by step: prices, a linear program near them, better prices."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event

import numpy as np

from fingerpost.engines.timetable.assignment import assign
from fingerpost.engines.timetable.instance import Instance, Ints
from fingerpost.engines.timetable.solver.cells import Floats
from fingerpost.engines.timetable.solver.prices import Prices, Pricing
from fingerpost.engines.timetable.solver.relaxation import relax, worth_keeping

_STEPS = 12
_WITHIN = 0.35  # of what an interview costs: candidates so much dearer are not looked at
_REACH = 0.6  # of what an interview costs: how far prices may rise at once, to begin with
_MOST = 40_000  # candidates looked at
_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0)  # of the way to new prices
_NEAR = 0.5  # a bound this near to the program's is its own
_ROUNDING = 1e-5


@dataclass(frozen=True, eq=False)
class Opening:
    """What the first program says: how much of which candidates, and how dear all others are."""

    candidates: Ints
    shares: Floats
    dearer: Floats  # as `Bound.dearer`


class Bound:
    """The best bound and prices so far for one instance."""

    def __init__(self, instance: Instance, cost: int) -> None:
        """cost: of a solution; what is near and far is measured by it."""
        self.pricing = Pricing(instance)
        self._scale = max(1.0, cost / max(1, len(instance.interviews.student)))
        self._reach = _REACH * self._scale
        assigned = assign(instance)
        first = replace(self.pricing.first(), interview=assigned.prices.astype(np.float64))
        self.prices: Prices = first
        self._exact = self.pricing.value(first).bound
        self.value = max(assigned.cost, self._rounded())
        self.opening: Opening | None = None
        self.opened = Event()

    def step(self, seconds: float) -> bool:
        """Solve the program near the best prices; whether another step may bring more."""
        kept = worth_keeping(self.dearer(), _WITHIN * self._scale, _MOST)
        relaxed = relax(self.pricing, self.prices, kept, self._reach, seconds)
        if relaxed is None:
            return False
        away = relaxed.prices.plus(self.prices, -1)
        best, whole = self.prices, False
        for share in _SHARES:
            prices = _allowed(relaxed.prices.plus(away, share - 1))
            bound = self.pricing.value(prices).bound
            if bound > self._exact:
                best, self._exact, whole = prices, bound, share == 1
        self.prices = best
        self.value = max(self.value, self._rounded())
        if self.opening is None:
            self.opening = Opening(relaxed.candidates, relaxed.shares, self.dearer())
        self._reach *= 2 if whole else 0.5
        return relaxed.bought_off or relaxed.objective > self._exact + _NEAR

    def rise(self, seconds_left: Callable[[], float], steps: int = _STEPS) -> None:
        """Step while there are seconds left, or until it no longer helps.

        `opened` is set when the first step is over, whatever came of it.
        """
        try:
            for _ in range(steps):
                left = seconds_left()
                more = left > 0 and self.step(left)
                self.opened.set()
                if not more:
                    return
        finally:
            self.opened.set()

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
