"""Who and what is taken so far: whether one more candidate fits, in about a microsecond.

Every requirement of an `Instance` is here and nowhere else; greedy, repair and the improving
solver all ask this. A tick is a bit: what somebody does on a day is one Python integer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from fingerpost.engines.timetable.instance import (
    ANY_ROOM,
    NOBODY,
    NOT_HELD,
    Instance,
    Ints,
)

_Stays = list[tuple[int, int, int, int]]  # start, end, place, interview


def _view(column: Ints) -> memoryview:
    """Read single entries as Python integers, several times faster than from an array."""
    return np.ascontiguousarray(column, np.int64).data


class Occupancy:
    """A solution while it is made. `chosen[i]` is the candidate of interview i, or NOT_HELD.

    `release` does not look at interviews that follow: between a `release` and the next `take`
    they may stand without the one they follow. Whoever leaves an interview not held releases
    its `followers` too; `can_take` and `whole` hold the rule in both directions.
    """

    def __init__(self, instance: Instance, chosen: Ints | None = None) -> None:
        candidates, interviews, limits = instance.candidates, instance.interviews, instance.limits
        self.instance = instance
        self._days = days = limits.caps.shape[1]
        self._interview = _view(candidates.interview)
        self._start = _view(candidates.start)
        self._day = _view(candidates.day)
        self._place = _view(candidates.place)
        self._room = _view(candidates.room)
        self._adviser_day = _view(candidates.adviser * days + candidates.day)
        self._missed = None if candidates.missed is None else _view(candidates.missed)
        self._student: list[int] = interviews.student.tolist()
        self._adult: list[int] = interviews.adult.tolist()
        self._ticks: list[int] = interviews.ticks.tolist()
        self._follows: list[int] = interviews.follows.tolist()
        self._days_after: list[int] = interviews.days_after.tolist()
        self._one_place: list[bool] = limits.one_place_a_day.tolist()
        self._travel: list[list[int]] = limits.travel.tolist()
        self._rest = _rest(instance)
        self._keeps_apart = bool(limits.travel.any()) or any(self._rest)
        self._left: list[int] = limits.caps.ravel().tolist()
        self._adviser_taken = [0] * len(self._left)
        self._adviser_stays: defaultdict[int, _Stays] = defaultdict(list)
        self._student_taken: defaultdict[int, int] = defaultdict(int)
        self._room_taken: defaultdict[int, int] = defaultdict(int)
        self._adult_stays: defaultdict[int, _Stays] = defaultdict(list)
        self._free_rooms: list[list[int]] = limits.rooms.reshape(-1, limits.rooms.shape[2]).tolist()
        self._siblings = _groups(self._student)
        self._followers = _groups(self._follows)
        self.chosen: list[int] = [NOT_HELD] * len(self._ticks)
        for candidate in () if chosen is None else _parents_first(chosen, self._follows):
            if not self.can_take(candidate):
                raise ValueError(f"Candidate {candidate} does not go together with the others.")
            self.take(candidate)

    def followers(self, interview: int) -> list[int]:
        """The interviews that follow this one, directly."""
        return self._followers.get(interview, [])

    def siblings(self, interview: int) -> list[int]:
        """The interviews of the same student, this one with them."""
        return self._siblings[self._student[interview]]

    def whole(self) -> bool:
        """Say whether no interview is held without the one that it follows."""
        return all(
            self.chosen[interview] == NOT_HELD or self.chosen[before] != NOT_HELD
            for interview, before in enumerate(self._follows)
            if before != NOBODY
        )

    def as_array(self) -> Ints:
        """The solution as `Instance.cost` and `improve` take it."""
        return np.array(self.chosen, np.int64)

    def can_take(self, candidate: int) -> bool:
        """Say whether this candidate fits with all that are taken; its interview must not be."""
        return self.fits(candidate) and self._order_fits(
            self._interview[candidate], self._day[candidate]
        )

    def fits(self, candidate: int) -> bool:
        """The same without the order of interviews that follow one another."""
        interview = self._interview[candidate]
        start = self._start[candidate]
        ticks = self._ticks[interview]
        bits = ((1 << ticks) - 1) << start
        adviser_day = self._adviser_day[candidate]
        if self._left[adviser_day] <= 0 or self._adviser_taken[adviser_day] & bits:
            return False
        return (
            self._room_fits(candidate, start, ticks, bits)
            and self._adviser_can_be_there(candidate, adviser_day, start, ticks)
            and self._student_fits(candidate, interview, bits)
            and self._adult_fits(candidate, interview, start, ticks)
        )

    def take(self, candidate: int) -> None:
        """Take a candidate of an interview that is not held; unchecked, see `can_take`."""
        self._change(candidate, 1)
        self.chosen[self._interview[candidate]] = candidate

    def release(self, interview: int) -> int:
        """Give back what a held interview takes; the candidate that it had."""
        candidate = self.chosen[interview]
        self._change(candidate, -1)
        self.chosen[interview] = NOT_HELD
        return candidate

    def left(self, adviser: int, day: int) -> int:
        """How many interviews more an adviser may hold on a day."""
        return self._left[adviser * self._days + day]

    def free_rooms(self, place: int, day: int) -> list[int]:
        """How many rooms of the pool are free at each tick; not to be changed."""
        return self._free_rooms[place * self._days + day]

    def _room_fits(self, candidate: int, start: int, ticks: int, bits: int) -> bool:
        room, day = self._room[candidate], self._day[candidate]
        if room != ANY_ROOM:
            return not self._room_taken[room * self._days + day] & bits
        free = self._free_rooms[self._place[candidate] * self._days + day]
        return free[start] > 0 if ticks == 1 else min(free[start : start + ticks]) > 0

    def _adviser_can_be_there(
        self, candidate: int, adviser_day: int, start: int, ticks: int
    ) -> bool:
        stays = self._adviser_stays[adviser_day]
        if not stays:
            return True
        adviser, place = adviser_day // self._days, self._place[candidate]
        if self._one_place[adviser] and stays[0][2] != place:
            return False
        return not self._keeps_apart or self._reaches(
            stays, place, start, start + ticks, self._rest[adviser]
        )

    def _reaches(self, stays: _Stays, place: int, start: int, end: int, rest: int) -> bool:
        """Say whether somebody with these stays can be at a place from start to end."""
        travel = self._travel[place]
        return all(
            until + max(rest, self._travel[where][place]) <= start
            or end + max(rest, travel[where]) <= since
            for since, until, where, _ in stays
        )

    def _student_fits(self, candidate: int, interview: int, bits: int) -> bool:
        student = self._student[interview]
        siblings = self._siblings[student]
        if len(siblings) == 1:
            return True
        if self._student_taken[student * self._days + self._day[candidate]] & bits:
            return False
        missed = self._missed
        if missed is None or not missed[candidate]:
            return True
        return not any(
            self.chosen[other] != NOT_HELD and missed[self.chosen[other]] & missed[candidate]
            for other in siblings
        )

    def _adult_fits(self, candidate: int, interview: int, start: int, ticks: int) -> bool:
        adult = self._adult[interview]
        if adult == NOBODY:
            return True
        stays = self._adult_stays[adult * self._days + self._day[candidate]]
        return self._reaches(stays, self._place[candidate], start, start + ticks, 0)

    def _order_fits(self, interview: int, day: int) -> bool:
        before = self._follows[interview]
        if before != NOBODY:
            first = self.chosen[before]
            if first == NOT_HELD or day < self._day[first] + self._days_after[interview]:
                return False
        return all(
            self.chosen[after] == NOT_HELD
            or self._day[self.chosen[after]] >= day + self._days_after[after]
            for after in self._followers.get(interview, ())
        )

    def _change(self, candidate: int, by: int) -> None:
        """Take (1) or give back (-1) all that a candidate needs."""
        interview, start = self._interview[candidate], self._start[candidate]
        day, place, room = self._day[candidate], self._place[candidate], self._room[candidate]
        end = start + self._ticks[interview]
        bits = (1 << end) - (1 << start)
        stay = (start, end, place, interview)
        adviser_day = self._adviser_day[candidate]
        self._left[adviser_day] -= by
        self._adviser_taken[adviser_day] ^= bits
        _note(self._adviser_stays[adviser_day], stay, by)
        self._student_taken[self._student[interview] * self._days + day] ^= bits
        if self._adult[interview] != NOBODY:
            _note(self._adult_stays[self._adult[interview] * self._days + day], stay, by)
        if room != ANY_ROOM:
            self._room_taken[room * self._days + day] ^= bits
            return
        free = self._free_rooms[place * self._days + day]
        for tick in range(start, end):
            free[tick] -= by


def _rest(instance: Instance) -> list[int]:
    rest = instance.limits.rest
    return [0] * instance.limits.caps.shape[0] if rest is None else list(rest.tolist())


def _groups(of: list[int]) -> dict[int, list[int]]:
    """Return number to the places where it stands, without NOBODY."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(of):
        if number != NOBODY:
            groups[number].append(place)
    return dict(groups)


def _note(stays: _Stays, stay: tuple[int, int, int, int], by: int) -> None:
    if by > 0:
        stays.append(stay)
    else:
        stays.remove(stay)


def _parents_first(chosen: Ints, follows: list[int]) -> Iterable[int]:
    """The candidates of a solution so that no interview comes before the one it follows."""
    depths: dict[int, int] = {}

    def depth(interview: int) -> int:
        if interview not in depths:
            before = follows[interview]
            depths[interview] = 0 if before == NOBODY else depth(before) + 1
        return depths[interview]

    held = [interview for interview, candidate in enumerate(chosen.tolist()) if candidate >= 0]
    return [int(chosen[interview]) for interview in sorted(held, key=depth)]
