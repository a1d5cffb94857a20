"""One part of a timetable as an assignment: interviews to the slots of the visits that are made.

The starts of a visit are thinned out so that they do not overlap. Rooms and caps are kept by
interviews of nobody that must be held and take the slots too many. Subjects missed twice, adults
and rooms that overlap in part are left out: the solution is put in order with `Occupancy`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fingerpost.engines.timetable.instance import NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.solver.cells import Flags, Floats
from fingerpost.engines.timetable.solver.parts import Visits

_ENOUGH = 10**6
_ROUNDS = 200
_SPARE = 16  # slots for interviews not held; they may also be not held in a slot


@dataclass(frozen=True, eq=False)
class Held:
    """A part solved. `column`: the slot of each interview, or NOT_HELD."""

    cost: float
    open: Ints  # the slots of the visits that are made
    matched: Ints
    table: Floats  # what was solved, (interviews and those of nobody, slots and spare ones)


def thinned(instance: Instance, visits: Visits) -> tuple[Ints, Ints]:
    """Candidates whose starts do not overlap within their visit, and how long a slot is there."""
    candidates, limits = instance.candidates, instance.limits
    many = len(visits.adviser_day)
    length = instance.interviews.ticks[candidates.interview]
    longest = np.zeros(many, np.int64)
    np.maximum.at(longest, visits.of_candidate, length)
    rest = np.zeros(limits.caps.shape[0], np.int64) if limits.rest is None else limits.rest
    apart = longest + rest[visits.adviser_day // limits.caps.shape[1]]
    ticks = limits.rooms.shape[2] + 1
    keys = np.unique(visits.of_candidate * ticks + candidates.start)
    kept, last, free = [], -1, 0
    for visit, start in zip((keys // ticks).tolist(), (keys % ticks).tolist(), strict=True):
        if visit != last or start >= free:
            kept.append(visit * ticks + start)
            last, free = visit, start + int(apart[visit])
    within = np.isin(visits.of_candidate * ticks + candidates.start, np.array(kept, np.int64))
    return np.flatnonzero(within), longest


class Part:
    """The interviews and slots of one part."""

    def __init__(
        self, instance: Instance, visits: Visits, number: int, kept: Ints, longest: Ints
    ) -> None:
        candidates, limits = instance.candidates, instance.limits
        days, ticks = limits.caps.shape[1], limits.rooms.shape[2] + 1
        self.number = number
        self.interviews = np.flatnonzero(visits.of_interview == number)
        mine = kept[visits.part[visits.of_candidate[kept]] == number]
        keys, first, column = np.unique(
            visits.of_candidate[mine] * ticks + candidates.start[mine],
            return_index=True,
            return_inverse=True,
        )
        self.visit = keys // ticks
        adviser_day = visits.adviser_day[self.visit]
        self.day = adviser_day % days
        self.many = len(visits.adviser_day)
        row = np.searchsorted(self.interviews, candidates.interview[mine])
        by_cost = np.argsort(-candidates.cost[mine], kind="stable")
        self.unheld = instance.interviews.not_held[self.interviews].astype(np.float64)
        # (slots, interviews): the cheapest candidate is written last
        self.candidate = np.full((len(keys), len(self.interviews)), NOT_HELD)
        self.candidate[column[by_cost], row[by_cost]] = mine[by_cost]
        # More than all interviews together can cost, so that nobody is there who may not be.
        self._never = 2 * self.unheld.sum() + 1
        cost = np.where(self.candidate >= 0, candidates.cost[self.candidate], self._never)
        self._costs = np.minimum(cost, self.unheld)
        self.costs = self._costs.copy()
        self._order = np.argsort(self.unheld, kind="stable")
        self.cap = limits.caps.ravel()[visits.adviser_day]
        one_place = limits.one_place_a_day[adviser_day // days]
        place = candidates.place[mine[first]]
        self.moment = np.where(one_place, (place * days + self.day) * ticks + keys % ticks, -1)
        self.rooms = np.array(
            [
                int(limits.rooms[p, d, s : s + n].min(initial=_ENOUGH))
                for p, d, s, n in zip(
                    place.tolist(),
                    self.day.tolist(),
                    (keys % ticks).tolist(),
                    longest[self.visit].tolist(),
                    strict=True,
                )
            ],
            np.int64,
        )
        own = candidates.room[mine] >= 0
        self.rooms[np.unique(column[own])] = _ENOUGH

    def within(self, earliest: Ints, latest: Ints) -> None:
        """Let each interview be held from one day to another only; (m,) of the whole instance."""
        early, late = earliest[self.interviews], latest[self.interviews]
        day = self.day[:, None]
        self.costs = np.where((day < early) | (day > late), self.unheld, self._costs)

    def solve(self, made: Flags) -> Held:
        """The cheapest way to hold this part when these visits are made."""
        from scipy.optimize import linear_sum_assignment

        opened = np.flatnonzero(made[self.visit])
        blocked = [*self._too_many(self.moment, self.rooms, opened)]
        blocked += self._too_many(self.visit, self.cap[self.visit], opened)
        people, free = len(self.interviews), len(opened)
        rows = people + len(blocked)
        table = np.full((rows, free + max(_SPARE, rows - free)), self._never)
        table[:people, :free] = self.costs[opened].T
        table[:people, free:] = self.unheld[:, None]
        for number, slots in enumerate(blocked):
            table[people + number, slots] = 0
        # Those who paid little last time first: they are rarely moved again, which is quicker.
        order = np.r_[self._order, people : people + len(blocked)]
        who, slot = linear_sum_assignment(table[order])
        matched = np.empty(rows, np.int64)
        matched[order[who]] = slot
        paid = table[np.arange(rows), matched]
        self._order = np.argsort(paid[:people], kind="stable")
        return Held(float(paid.sum()), opened, matched, table)

    def _too_many(self, group: Ints, most: Ints, opened: Ints) -> list[Ints]:
        """For each slot that a group has too many, the slots of which one is to be taken."""
        groups = group[opened]
        order = np.argsort(groups, kind="stable")
        values, begins, many = np.unique(groups[order], return_index=True, return_counts=True)
        over = many - most[opened[order[begins]]]
        found: list[Ints] = []
        for one in np.flatnonzero((over > 0) & (values >= 0)).tolist():
            members = order[begins[one] : begins[one] + many[one]]
            found += [members] * int(min(over[one], many[one]))
        return found

    def candidates_of(self, held: Held) -> Ints:
        """The candidates that hold these interviews, NOT_HELD where they are not."""
        people = len(self.interviews)
        matched = held.matched[:people]
        slot = held.open[np.minimum(matched, len(held.open) - 1)] if len(held.open) else matched
        found = np.full(people, NOT_HELD)
        inside = np.flatnonzero(matched < len(held.open))
        inside = inside[self.costs[slot[inside], inside] < self.unheld[inside]]
        found[inside] = self.candidate[slot[inside], inside]
        return found

    def worth(self, held: Held) -> tuple[Floats, Floats]:
        """What each visit would save at most if it were made, and cost at least if it were not."""
        matched, table = held.matched, held.table
        paid = table[np.arange(len(matched)), matched]
        prices = np.zeros(table.shape[1])
        for _ in range(_ROUNDS):
            lower = np.minimum(prices, (table - (paid - prices[matched])[:, None]).min(0))
            if (lower >= prices - 1e-9).all():
                break
            prices = lower
        value = (paid - prices[matched])[: len(self.interviews)]
        saved = np.maximum(0, (value - self.costs).max(1, initial=0))
        lost = np.zeros(len(self.visit))
        lost[held.open] = -prices[: len(held.open)]
        return (
            np.bincount(self.visit, saved, self.many).astype(np.float64),
            np.bincount(self.visit, lost, self.many).astype(np.float64),
        )
