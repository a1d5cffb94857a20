"""Prices for what interviews compete for, and the lower bound that any prices give.

Whoever pays the price of an interview, of a room at a moment and of the order in which interviews
follow one another, instead of keeping to them, is left with one choice for each adviser and day.
What the best choices cost with all prices is a lower bound on the cost of every timetable
(Lagrangian relaxation). The order is priced day by day: the one that follows is not held before
day t + days_after while the one it follows is held on day t or later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fingerpost.engines.timetable.instance import NOBODY, Instance, Ints
from fingerpost.engines.timetable.solver.cells import Cells, Flags, Floats


@dataclass(frozen=True, eq=False)
class Prices:
    """Any numbers give a valid bound, all but those of `interview` not negative."""

    interview: Floats  # (m,): paid for holding it, or not holding it
    room: Floats  # (moments,)
    order: Floats  # (pairs, days): see the module
    held: Floats  # (pairs,): held although the one it follows is not

    def moved(self, step: float, gradient: Prices) -> Prices:
        """Prices a step further, those that may not be negative at least 0."""
        return Prices(
            self.interview + step * gradient.interview,
            np.maximum(0, self.room + step * gradient.room),
            np.maximum(0, self.order + step * gradient.order),
            np.maximum(0, self.held + step * gradient.held),
        )

    def plus(self, other: Prices, share: float) -> Prices:
        """This and a share of other prices."""
        return Prices(
            self.interview + share * other.interview,
            self.room + share * other.room,
            self.order + share * other.order,
            self.held + share * other.held,
        )

    def length(self, at: Prices) -> float:
        """The squared length as a direction from prices `at` that may not become negative."""
        total = float(self.interview @ self.interview)
        for mine, theirs in (
            (self.room, at.room),
            (self.order, at.order),
            (self.held, at.held),
        ):
            free = mine[(mine > 0) | (theirs > 0)]
            total += float(free @ free)
        return total


@dataclass(frozen=True, eq=False)
class Valued:
    """What prices are worth: the bound, and in which direction it grows."""

    bound: float
    gradient: Prices


class Pricing:
    """Bounds for one instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.cells = Cells(instance)
        candidates, interviews = instance.candidates, instance.interviews
        self.days = instance.limits.caps.shape[1]
        self.many = len(interviews.student)
        order = self.cells.order
        self._cost = candidates.cost[order].astype(np.float64)
        self._interview = candidates.interview[order]
        self._interview_day = self._interview * self.days + candidates.day[order]
        self.after = np.flatnonzero(interviews.follows != NOBODY)
        self.before = interviews.follows[self.after]
        shift = np.arange(self.days) - interviews.days_after[self.after, None]
        # the last day t whose price the one that follows pays not, if it is on this day
        self._unpaid = np.minimum(shift, self.days - 1)
        # the last day of the one that follows that is too early for day t
        self._too_early = np.minimum(
            np.arange(self.days) + interviews.days_after[self.after, None] - 1, self.days - 1
        )

    def first(self) -> Prices:
        """Prices to begin with: each interview pays what it costs at least."""
        instance = self.instance
        least = instance.interviews.not_held.astype(np.float64)
        np.minimum.at(least, instance.candidates.interview, instance.candidates.cost)
        pairs = len(self.after)
        return Prices(
            least,
            np.zeros(len(self.cells.rooms.many)),
            np.zeros((pairs, self.days)),
            np.zeros(pairs),
        )

    def reduced(self, prices: Prices) -> tuple[Floats, Floats]:
        """What candidates cost with their prices, in the order of the cells; the least of each.

        The second adds the rooms' prices to the least of each cell.
        """
        charge = self._charges(prices)
        of = self._cost + charge.ravel()[self._interview_day]
        if not len(of):
            return of, of
        least = np.minimum.reduceat(of, self.cells.begins)
        return of, least + self.cells.rooms.takes @ prices.room

    def dearer(self, prices: Prices) -> Floats:
        """How much each candidate costs beyond the best use of what it takes, shape (n,)."""
        of, least = self.reduced(prices)
        found = np.empty(len(of))
        if len(of):
            slots = np.minimum.reduceat(least, self.cells.slot_begins)
            rooms = self.cells.rooms.takes @ prices.room
            best = np.minimum(0, slots)[self.cells.slot_of]
            found[self.cells.order] = of + (rooms - best)[self.cells.cell_of]
        return found

    def _charges(self, prices: Prices) -> Floats:
        """What the prices of interviews and order add to a candidate, (m, days)."""
        charge = np.repeat(-prices.interview[:, None], self.days, 1)
        upto = np.cumsum(prices.order, 1)
        np.add.at(charge, self.before, upto)
        unpaid = np.where(
            self._unpaid >= 0, np.take_along_axis(upto, np.maximum(self._unpaid, 0), 1), 0
        )
        charge[self.after] += upto[:, -1:] - unpaid
        return charge

    def value(self, prices: Prices) -> Valued:
        """The bound of these prices and its gradient."""
        unheld = self.instance.interviews.not_held - prices.interview
        np.add.at(unheld, self.before, prices.order.sum(1) + prices.held)
        unheld[self.after] -= prices.held
        bound = (
            prices.interview.sum()
            - prices.room @ self.cells.rooms.many
            - prices.order.sum()
            + np.minimum(0, unheld).sum()
        )
        used, worth = self._choice(prices)
        return Valued(float(bound + worth), self._gradient(used, unheld < 0))

    def _choice(self, prices: Prices) -> tuple[Ints, float]:
        """The best choice for each adviser and day: candidates' places in the order of cells."""
        of, least = self.reduced(prices)
        if not len(of):
            return np.zeros(0, np.int64), 0.0
        cells = self.cells
        slots = np.minimum.reduceat(least, cells.slot_begins)
        worth, table = cells.days.worth(slots)
        best = _first_least(cells.adviser_day, worth)
        chosen = np.zeros(len(worth), np.bool_)
        chosen[best] = worth[best] < 0
        taken = np.zeros(len(slots), np.bool_)
        taken[cells.days.chosen(slots, table, chosen)] = True
        # one cell of each slot that is taken, one candidate of that
        in_slot = np.flatnonzero(taken[cells.slot_of])
        in_slot = in_slot[least[in_slot] <= slots[cells.slot_of[in_slot]]]
        _, first = np.unique(cells.slot_of[in_slot], return_index=True)
        cell = np.zeros(len(least), np.bool_)
        cell[in_slot[first]] = True
        own = np.minimum.reduceat(of, cells.begins)
        inside = np.flatnonzero(cell[cells.cell_of])
        inside = inside[of[inside] <= own[cells.cell_of[inside]]]
        _, first = np.unique(cells.cell_of[inside], return_index=True)
        return inside[first], float(worth[best].sum())

    def _gradient(self, used: Ints, unheld: Flags) -> Prices:
        """How far the choice is from keeping to what is priced."""
        interview = self._interview[used]
        gone = unheld.astype(np.float64)
        rooms = self.cells.rooms
        cells = np.bincount(self.cells.cell_of[used], minlength=rooms.takes.shape[0])
        on_day = np.bincount(self._interview_day[used], minlength=self.many * self.days)
        on_day = on_day.reshape(self.many, self.days).astype(np.float64)
        later = np.cumsum(on_day[self.before, ::-1], 1)[:, ::-1]
        upto = np.cumsum(on_day[self.after], 1)
        early = np.where(
            self._too_early >= 0,
            np.take_along_axis(upto, np.maximum(self._too_early, 0), 1) if upto.size else upto,
            0,
        )
        return Prices(
            1.0 - np.bincount(interview, minlength=self.many) - gone,
            rooms.takes.T @ cells - rooms.many,
            later + early + gone[self.before, None] - 1.0,
            gone[self.before] - gone[self.after],
        )


def _first_least(groups: Ints, values: Floats) -> Ints:
    """The place of the least value of each group; groups are ordered."""
    _, begins, inverse = np.unique(groups, return_index=True, return_inverse=True)
    least = np.minimum.reduceat(values, begins)
    places = np.flatnonzero(values <= least[inverse])
    _, first = np.unique(inverse[places], return_index=True)
    return places[first]
