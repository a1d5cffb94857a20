"""The rows of a timetable for some candidates: what holds between them.

Advisers are held to one interview at a time and one place a day through a column for each visit
that says whether it is made. All is exact but travel within a day, rest of advisers excepted,
siblings, adults and subjects missed twice, which are left out: whoever takes the program's answer
for a timetable checks it with `Occupancy`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fingerpost.engines.rows import Rows
from fingerpost.engines.timetable.instance import NOBODY, Instance, Ints
from fingerpost.engines.timetable.solver.cells import Floats, Rooms, covered, rooms_of


@dataclass(frozen=True, eq=False)
class Left:
    """What the interviews that stay where they are leave."""

    caps: Ints  # (advisers, days)
    rooms: Ints  # (places, days, ticks)


def left_by(instance: Instance, staying: Ints) -> Left:
    """What is left beside these candidates."""
    candidates, limits = instance.candidates, instance.limits
    caps, rooms = limits.caps.copy(), limits.rooms.copy()
    np.subtract.at(caps, (candidates.adviser[staying], candidates.day[staying]), 1)
    pooled = staying[candidates.room[staying] < 0]
    many = instance.interviews.ticks[candidates.interview[pooled]]
    taken = np.repeat(pooled, many)
    tick = candidates.start[taken] + np.arange(len(taken)) - np.repeat(np.cumsum(many) - many, many)
    np.subtract.at(rooms, (candidates.place[taken], candidates.day[taken], tick), 1)
    return Left(caps, rooms)


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is asked for, if not the cheapest timetable.

    held: what each candidate costs. unheld: what each interview costs that is not held, and inf
    for one that must be. after: the interviews that keep to the one they follow.
    """

    held: Floats
    unheld: Floats
    after: Ints


class Program:
    """Rows and columns for the interviews `free` and their candidates `active` (sorted)."""

    def __init__(
        self, instance: Instance, free: Ints, active: Ints, left: Left, wanted: Wanted | None = None
    ) -> None:
        self.instance, self.free, self.active, self.left = instance, free, active, left
        candidates, interviews = instance.candidates, instance.interviews
        if wanted is None:
            after = free[interviews.follows[free] != NOBODY]
            cost = candidates.cost[active].astype(np.float64)
            wanted = Wanted(cost, interviews.not_held[free].astype(np.float64), after)
        self.wanted = wanted
        self.rows = Rows()
        self.held = self.rows.add_columns(wanted.held)
        may = np.isfinite(wanted.unheld)
        self.unheld = self.rows.add_columns(np.where(may, wanted.unheld, 0), may)
        self._place = np.full(len(instance.interviews.student), -1)
        self._place[free] = np.arange(len(free))
        self.own = self._place[candidates.interview[active]]
        self.each = self.rows.add_rows(len(free), 1, 1)
        self.rows.put(self.each[self.own], self.held)
        self.rows.put(self.each, self.unheld)
        self._advisers()
        self.rooms, self.room_rows = self._rooms()
        self._order(wanted.after)

    def _advisers(self) -> None:
        """Visits, one interview at a time within each, and caps."""
        candidates, limits = self.instance.candidates, self.instance.limits
        active, rows = self.active, self.rows
        days, places = limits.caps.shape[1], limits.rooms.shape[0]
        adviser = candidates.adviser[active]
        place = np.where(limits.one_place_a_day[adviser], candidates.place[active], places)
        adviser_day = adviser * days + candidates.day[active]
        keys, self.visit = np.unique(adviser_day * (places + 1) + place, return_inverse=True)
        of = keys // (places + 1)
        self.visit_keys = keys
        _, day, alternatives = np.unique(of, return_inverse=True, return_counts=True)
        several = np.flatnonzero(alternatives[day] > 1)
        self.made = np.full(len(keys), -1)
        self.made[several] = rows.add_columns(np.zeros(len(several)))
        one_place = rows.add_rows(len(alternatives), -np.inf, 1)
        rows.put(one_place[day[several]], self.made[several])
        start = candidates.start[active]
        rest = 0 if limits.rest is None else limits.rest[adviser]
        end = start + self.instance.interviews.ticks[candidates.interview[active]] + rest
        ticks = int(end.max(initial=0)) + 1
        stay, moment = covered(self.visit, start, end, ticks)
        moments, at = np.unique(moment, return_inverse=True)
        self._at_most(moments // ticks, at, self.held[stay], np.ones(len(keys), np.int64))
        starts = np.bincount(np.unique(self.visit * ticks + start) // ticks, minlength=len(keys))
        caps = self.left.caps.ravel()[of]
        short = np.flatnonzero(starts > caps)
        number = np.full(len(keys), -1)
        number[short] = np.arange(len(short))
        mine = np.flatnonzero(number[self.visit] >= 0)
        self._at_most(short, number[self.visit[mine]], self.held[mine], caps)

    def _at_most(self, visits: Ints, row: Ints, columns: Ints, most: Ints) -> None:
        """A row for each of some visits: so many of the columns at most, none if not made."""
        made = self.made[visits]
        limit = most[visits]
        rows = self.rows.add_rows(len(visits), -np.inf, np.where(made >= 0, 0, limit))
        self.rows.put(rows[row], columns)
        chosen = np.flatnonzero(made >= 0)
        self.rows.put(rows[chosen], made[chosen], -limit[chosen])

    def tighten(self) -> None:
        """Ask of each interview that a visit be made which it is part of.

        Says nothing new of yes and no, but more of what lies between.
        """
        several = np.flatnonzero(self.made[self.visit] >= 0)
        pair = self.own[several] * len(self.made) + self.visit[several]
        pairs, row, starts = np.unique(pair, return_inverse=True, return_counts=True)
        number = np.cumsum(starts > 1) - 1
        rows = self.rows.add_rows(int((starts > 1).sum()), -np.inf, 0)
        self.rows.put(rows, self.made[pairs[starts > 1] % len(self.made)], -1.0)
        mine = np.flatnonzero(starts[row] > 1)
        self.rows.put(rows[number[row[mine]]], self.held[several[mine]])

    def _rooms(self) -> tuple[Rooms, Ints]:
        rooms = rooms_of(self.instance, self.active, self.left.rooms)
        numbers = self.rows.add_rows(len(rooms.many), -np.inf, rooms.many)
        stay, moment = rooms.takes.nonzero()
        self.rows.put(numbers[moment], self.held[stay])
        return rooms, numbers

    def _order(self, after: Ints) -> None:
        """Who follows whom, day by day: see `prices`. `order` has (follower, day) of each row."""
        interviews = self.instance.interviews
        day = self.instance.candidates.day[self.active]
        begins = np.searchsorted(self.own, np.arange(len(self.free) + 1))
        self.after = after[self._place[interviews.follows[after]] >= 0]
        before = interviews.follows[self.after]
        order: list[tuple[int, int]] = []
        rows: list[Ints] = []
        columns: list[Ints] = []
        for one, first in zip(self.after.tolist(), before.tolist(), strict=True):
            mine = np.arange(*begins[self._place[one] + np.arange(2)])
            theirs = np.arange(*begins[self._place[first] + np.arange(2)])
            unheld = self.unheld[self._place[first]]
            for t in np.unique(day[theirs]).tolist():
                early = mine[day[mine] < t + interviews.days_after[one]]
                if len(early):
                    entries = np.r_[early, theirs[day[theirs] >= t], unheld]
                    rows.append(np.full(len(entries), len(order)))
                    columns.append(entries)
                    order.append((one, t))
        self.order = np.array(order, np.int64).reshape(-1, 2)
        self.order_rows = self.rows.add_rows(len(order), -np.inf, 1)
        if order:
            self.rows.put(self.order_rows[np.concatenate(rows)], np.concatenate(columns))
        self.held_rows = self.rows.add_rows(len(before), -np.inf, 0)
        self.rows.put(self.held_rows, self.unheld[self._place[before]])
        self.rows.put(self.held_rows, self.unheld[self._place[self.after]], -1.0)
