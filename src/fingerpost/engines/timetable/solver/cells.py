"""Candidates by what they take: the adviser's day, the start on it, the room.

A visit is one adviser's day at one place, or the whole day of an adviser who may be at several
places on it (travel is then left out, which a lower bound may do). Of candidates that take the
same of a visit and of a room only the cheapest counts at given prices: that is a cell. Cells that
differ only in the room are a slot. What a visit can be worth at most is found exactly, for all
visits at once, from the last start to the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from fingerpost.engines.timetable.instance import ANY_ROOM, Instance, Ints

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Rooms:
    """Moments at which rooms may be short. `takes`: (cells or candidates, moments), 0 and 1."""

    takes: csr_array
    many: Ints  # (moments,): how many rooms there are
    moments: Ints  # ordered numbers, the same for all candidates of an instance


def covered(group: Ints, start: Ints, end: Ints, ticks: int) -> tuple[Ints, Ints]:
    """Which stays cover which starts of their group: numbers of stays, and group * ticks + tick.

    Stays of one group that overlap all cover the start of one of them, so starts are enough.
    """
    starts = np.unique(group * ticks + start)
    first = np.searchsorted(starts, group * ticks + start)
    last = np.searchsorted(starts, group * ticks + end)
    many = last - first
    stay = np.repeat(np.arange(len(group)), many)
    within = np.arange(len(stay)) - np.repeat(np.cumsum(many) - many, many)
    return stay, starts[np.repeat(first, many) + within]


def rooms_of(instance: Instance, active: Ints, left: Ints | None = None) -> Rooms:
    """The moments at which more advisers could want a room than there are.

    active: candidates, the rows of `takes`. left: rooms still free, (places, days, ticks).
    """
    candidates, limits = instance.candidates, instance.limits
    free = limits.rooms if left is None else left
    places, days, ticks = free.shape
    room = candidates.room[active]
    resource = np.where(room == ANY_ROOM, candidates.place[active], places + room)
    start = candidates.start[active]
    end = start + instance.interviews.ticks[candidates.interview[active]]
    stay, moment = covered(resource * days + candidates.day[active], start, end, ticks)
    advisers = limits.caps.shape[0]
    wanted = np.unique(moment * advisers + candidates.adviser[active][stay]) // advisers
    moments, claims = np.unique(wanted, return_counts=True)
    pool = moments < free.size
    many = np.where(pool, free.ravel()[np.where(pool, moments, 0)] if free.size else 1, 1)
    tight = claims > many
    moments, many = moments[tight], many[tight]
    at = np.searchsorted(moments, moment)
    kept = np.flatnonzero(at < len(moments))
    kept = kept[moments[at[kept]] == moment[kept]]
    takes = csr_array(
        (np.ones(len(kept)), (stay[kept], at[kept])), shape=(len(active), len(moments))
    )
    return Rooms(takes, many, moments)


class Cells:
    """Candidates of an instance in the order of their cells; `order` are their numbers."""

    def __init__(self, instance: Instance) -> None:
        candidates, limits = instance.candidates, instance.limits
        days, ticks = limits.caps.shape[1], limits.rooms.shape[2] + 1
        visit, self.adviser_day, cap = _visits(instance)
        length = instance.interviews.ticks[candidates.interview]
        slot_key = (visit * ticks + candidates.start) * ticks + length
        rooms = int(candidates.room.max(initial=-1)) + 1
        places = limits.rooms.shape[0]
        resource = np.where(candidates.room == ANY_ROOM, candidates.place, places + candidates.room)
        key = slot_key * (places + rooms) + resource
        self.order = np.argsort(key, kind="stable")
        _, self.begins, inverse = np.unique(key[self.order], return_index=True, return_inverse=True)
        self.cell_of = inverse
        one = self.order[self.begins]  # one candidate of each cell
        _, self.slot_begins, self.slot_of = np.unique(
            slot_key[one], return_index=True, return_inverse=True
        )
        self.rooms = rooms_of(instance, one)
        first = one[self.slot_begins]
        rest = np.zeros(limits.caps.shape[0], np.int64) if limits.rest is None else limits.rest
        start = candidates.start[first]
        self.days = _Days(
            visit[first], start, start + length[first], rest[candidates.adviser[first]], cap
        )
        self.day_of_visit = self.adviser_day % days


def _visits(instance: Instance) -> tuple[Ints, Ints, Ints]:
    """The visit of each candidate; the adviser-day and the cap of each visit, ordered by them."""
    candidates, limits = instance.candidates, instance.limits
    places = limits.rooms.shape[0]
    place = np.where(limits.one_place_a_day[candidates.adviser], candidates.place, places)
    adviser_day = candidates.adviser * limits.caps.shape[1] + candidates.day
    keys, visit = np.unique(adviser_day * (places + 1) + place, return_inverse=True)
    of = keys // (places + 1)
    return visit, of, limits.caps.ravel()[of]


@dataclass(frozen=True, eq=False)
class _Batch:
    """Slots that begin at the same start and are equally long, one of a visit at most."""

    at: int
    slot: Ints
    visit: Ints
    then: Ints  # the start from which the adviser is free again


class _Days:
    """The best choice of slots within each visit, by their worth."""

    def __init__(self, visit: Ints, start: Ints, end: Ints, rest: Ints, cap: Ints) -> None:
        starts = np.unique(start)
        self.many = len(starts)
        slots_of = np.bincount(visit, minlength=len(cap))
        self.cap = np.clip(cap, 0, slots_of)
        at = np.searchsorted(starts, start)
        then = np.searchsorted(starts, end + rest)
        self.batches: list[list[_Batch]] = [[] for _ in range(self.many)]
        for pair in np.unique(at * (int(end.max(initial=0)) + 1) + end - start):
            number, length = divmod(int(pair), int(end.max(initial=0)) + 1)
            slot = np.flatnonzero((at == number) & (end - start == length))
            self.batches[number].append(_Batch(number, slot, visit[slot], then[slot]))

    def worth(self, value: Floats) -> tuple[Floats, Floats]:
        """The least sum of slot values of each visit, and the table from which it was read."""
        most = int(self.cap.max(initial=0))
        table = np.zeros((self.many + 1, len(self.cap), most + 1))
        for number in range(self.many - 1, -1, -1):
            now = table[number]
            now[:] = table[number + 1]
            for one in self.batches[number]:
                taken = value[one.slot, None] + table[one.then, one.visit, :-1]
                now[one.visit, 1:] = np.minimum(now[one.visit, 1:], taken)
        return table[0, np.arange(len(self.cap)), self.cap], table

    def chosen(self, value: Floats, table: Floats, wanted: Flags) -> Ints:
        """The slots of the best choice within the visits that are wanted."""
        left, free = self.cap.copy(), np.where(wanted, 0, self.many + 1)
        found = []
        for number in range(self.many):
            for one in self.batches[number]:
                visit = one.visit
                may = np.flatnonzero((free[visit] <= number) & (left[visit] > 0))
                slot, visit, then = one.slot[may], visit[may], one.then[may]
                k = left[visit]
                now = table[number, visit, k]
                took = (now < table[number + 1, visit, k] - _SAME) & (
                    value[slot] + table[then, visit, k - 1] <= now + _SAME
                )
                found.append(slot[took])
                left[visit[took]] -= 1
                free[visit[took]] = np.maximum(then[took], number + 1)
        return np.concatenate(found) if found else np.zeros(0, np.int64)
