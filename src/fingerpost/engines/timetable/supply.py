"""What advisers and rooms offer: every start in a window that breaks, diaries and rooms allow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.timetable.grid import Grid
from fingerpost.engines.timetable.instance import ANY_ROOM, Ints
from fingerpost.engines.timetable.problem import Adviser, Stretch, Window

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Openings:
    """Starts at one school for one length, each of shape (n,)."""

    adviser: Ints
    day: Ints
    start: Ints
    room: Ints


@dataclass(frozen=True, eq=False)
class Supply:
    """Windows, rooms and diaries of a problem on its grid."""

    grid: Grid

    @cached_property
    def open_to_all(self) -> dict[int, list[tuple[int, int, int, int]]]:
        """School to windows on single days without a room: adviser, day, since, until."""
        return self._windows(named=False)

    def _windows(self, named: bool) -> dict[int, list[tuple[int, int, int, int]]]:
        grid = self.grid
        found: dict[int, list[tuple[int, int, int, int]]] = {}
        for number, adviser in enumerate(grid.problem.advisers):
            for window in adviser.windows:
                if (window.room is not None) == named:
                    since, until = grid.up(window.since), grid.down(window.until)
                    found.setdefault(grid.schools[window.school], []).extend(
                        (number, day, since, until) for day in grid.days_of(window).tolist()
                    )
        return found

    @cached_property
    def rooms_open(self) -> Bools:
        """Which room is open when: (rooms, days, ticks), what is kept for a window with it."""
        grid = self.grid
        is_open = np.ones((len(grid.rooms), grid.days, grid.ticks), np.bool_)
        for school in grid.problem.schools:
            for room in school.rooms or ():
                if room.open is not None:
                    is_open[grid.rooms[school.id, room.id]] = grid.open_in(room.open)
        return is_open

    @cached_property
    def _rooms_kept(self) -> Bools:
        """Which room is kept when, for a window or a settled appointment that names it."""
        grid, problem = self.grid, self.grid.problem
        kept = np.zeros((len(grid.rooms), grid.days, grid.ticks), np.bool_)
        for adviser in problem.advisers:
            for window in adviser.windows:
                if window.room is not None:
                    number = grid.rooms[window.school, window.room]
                    kept[number] |= grid.taken_by([window])
        for interview in problem.interviews:
            if interview.fixed is not None and interview.fixed.room is not None:
                school = problem.students[grid.students[interview.student]].school
                until = interview.fixed.since + interview.minutes + problem.slack_minutes
                kept[grid.rooms[school, interview.fixed.room]] |= grid.taken_by(
                    [Stretch(interview.fixed.since, until, (interview.fixed.day,))]
                )
        return kept

    @cached_property
    def _rooms_free(self) -> Bools:
        """Which room is open and kept for nobody: (rooms, days, ticks)."""
        return self.rooms_open & ~self._rooms_kept

    @cached_property
    def _shared(self) -> tuple[Ints, dict[tuple[int, int], list[int]]]:
        """Rooms in the pool of (school, day), and the rooms that are free for a part of it.

        Only rooms free all the while that anybody can be seen are counted as a pool: then
        whatever the pool has room for can be put into its rooms, one after another by start.
        The others are offered one by one.
        """
        grid = self.grid
        pool = np.zeros((len(grid.schools), grid.days), np.int64)
        parts: dict[tuple[int, int], list[int]] = {}
        hull = self._hull
        free = self._rooms_free
        for school in grid.problem.schools:
            number = grid.schools[school.id]
            if school.rooms is None:
                pool[number] = len(grid.advisers) + 1
                continue
            for room in school.rooms:
                which = grid.rooms[school.id, room.id]
                whole = (free[which] | ~hull[number]).all(axis=1)
                pool[number] += whole
                some = ~whole & (free[which] & hull[number]).any(axis=1)
                for day in np.flatnonzero(some).tolist():
                    parts.setdefault((number, day), []).append(which)
        return pool, parts

    @cached_property
    def _hull(self) -> Bools:
        """When rooms without a name may be needed: (schools, days, ticks), each day in one go."""
        grid, problem = self.grid, self.grid.problem
        wanted = np.zeros((len(grid.schools), grid.days, grid.ticks), np.bool_)
        for school, windows in self.open_to_all.items():
            for _, day, since, until in windows:
                wanted[school, day, since:until] = True
        for interview in problem.interviews:
            if interview.fixed is not None and interview.fixed.room is None:
                school = grid.schools[problem.students[grid.students[interview.student]].school]
                since = interview.fixed.since
                until = grid.up(since + interview.minutes + problem.slack_minutes)
                wanted[school, grid.used[interview.fixed.day], grid.down(since) : until] = True
        before = np.logical_or.accumulate(wanted, axis=2)
        after = np.logical_or.accumulate(wanted[:, :, ::-1], axis=2)[:, :, ::-1]
        return before & after

    @cached_property
    def pool(self) -> Ints:
        """Rooms that (school, day, tick) has for those who need any room."""
        return np.repeat(self._shared[0][:, :, None], self.grid.ticks, axis=2)

    def rooms_in_pool(self, school: int, day: int) -> list[int]:
        """The numbers of the rooms that make up the pool of a school on a day."""
        hull = self._hull[school, day]
        return [
            number
            for (name, _), number in self.grid.rooms.items()
            if self.grid.schools[name] == school and (self._rooms_free[number, day] | ~hull).all()
        ]

    def rooms_for(self, school: int, day: int, start: int, ticks: int) -> list[int]:
        """The rooms that one interview may have: ANY_ROOM of the pool, and those free in part."""
        pool, parts = self._shared
        return [ANY_ROOM] * bool(pool[school, day]) + [
            room
            for room in parts.get((school, day), ())
            if self._rooms_free[room, day, start : start + ticks].all()
        ]

    def openings(self, school: int, ticks: int) -> Openings:
        """Every start at a school for an interview that takes so many ticks."""
        grid = self.grid
        pool, parts = self._shared
        starts = self._starts(np.array(self.open_to_all.get(school, []), np.int64), ticks)
        adviser, day, start = starts
        any_room = pool[school, day] > 0
        found = [np.stack([*starts[:, any_room], np.full(any_room.sum(), ANY_ROOM)])]
        for (where, on), rooms in parts.items():
            if where == school:
                there = starts[:, day == on]
                for room in rooms:
                    fits = _runs(self._rooms_free[room], ticks)[on, there[2]]
                    found.append(np.stack([*there[:, fits], np.full(fits.sum(), room)]))
        for number, one in enumerate(grid.problem.advisers):
            found += self._in_own_rooms(number, one, school, ticks)
        adviser, day, start, room = self._allowed(np.concatenate(found, axis=1), school, ticks)
        order = np.lexsort((room, start, day, adviser))
        return Openings(adviser[order], day[order], start[order], room[order])

    def _in_own_rooms(self, number: int, one: Adviser, school: int, ticks: int) -> list[Ints]:
        grid = self.grid
        found = []
        for window in one.windows:
            if window.room is not None and grid.schools[window.school] == school:
                room = grid.rooms[window.school, window.room]
                starts = self._starts(_on_days(number, window, grid), ticks)
                fits = _runs(self.rooms_open[room], ticks)[starts[1], starts[2]]
                found.append(np.stack([*starts[:, fits], np.full(fits.sum(), room)]))
        return found

    def _starts(self, windows: Ints, ticks: int) -> Ints:
        """Rows adviser, day and start of every start in the windows that leaves enough time."""
        if not windows.size:
            return np.zeros((3, 0), np.int64)
        problem = self.grid.problem
        step = (problem.start_every or problem.tick_minutes) // problem.tick_minutes
        adviser, day, since, until = windows.T
        counts = np.maximum(0, (until - since - ticks) // step + 1)
        which = np.repeat(np.arange(len(counts)), counts)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.stack([adviser[which], day[which], since[which] + nth * step])

    def _allowed(self, found: Ints, school: int, ticks: int) -> Ints:
        """Leave out what breaks and diaries forbid, and what is there twice."""
        grid = self.grid
        adviser, day, start, _ = found
        keep = np.ones(found.shape[1], np.bool_)
        for number, one in enumerate(grid.problem.advisers):
            if one.breaks or one.booked:
                mine = adviser == number
                free = _runs(~self._engaged(one, school), ticks)
                keep[mine] = free[day[mine], start[mine]]
        found = found[:, keep]
        width = (grid.days, grid.ticks, len(grid.rooms) + 1)
        keys = np.ravel_multi_index(
            (found[0], found[1], found[2], found[3] + 1), (len(grid.advisers) or 1, *width)
        )
        return found[:, np.unique(keys, return_index=True)[1]]

    def _engaged(self, adviser: Adviser, school: int) -> Bools:
        """When an adviser cannot be at a school: breaks, diary, the way there and back."""
        grid = self.grid
        engaged = grid.taken_by([*adviser.breaks, *adviser.booked])
        for booking in adviser.booked:
            if booking.school is None or grid.schools[booking.school] == school:
                continue
            if adviser.one_school_a_day:
                engaged[grid.days_of(booking)] = True
            elsewhere = grid.schools[booking.school]
            since = max(0, grid.down(booking.since) - int(grid.travel[school, elsewhere]))
            until = grid.up(booking.until) + int(grid.travel[elsewhere, school])
            engaged[grid.days_of(booking), since:until] = True
        return engaged

    @cached_property
    def caps(self) -> Ints:
        """Interviews that (adviser, day) can take beside what is booked.

        What is settled stays, even above the cap: then nothing comes to it.
        """
        grid, problem = self.grid, self.grid.problem
        caps = np.full((len(grid.advisers), grid.days), grid.ticks, np.int64)
        for number, adviser in enumerate(problem.advisers):
            if adviser.cap is not None:
                caps[number] = adviser.cap
                for booking in adviser.booked:
                    np.subtract.at(caps[number], grid.days_of(booking), 1)
        settled = np.zeros_like(caps)
        for interview in problem.interviews:
            if interview.fixed is not None:
                adviser_number = grid.advisers[interview.fixed.adviser]
                settled[adviser_number, grid.used[interview.fixed.day]] += 1
        return np.maximum(np.maximum(caps, 0), settled)


def _on_days(adviser: int, window: Window, grid: Grid) -> Ints:
    since, until = grid.up(window.since), grid.down(window.until)
    days = grid.days_of(window)
    return np.stack(
        [np.full_like(days, adviser), days, np.full_like(days, since), np.full_like(days, until)],
        axis=1,
    )


def _runs(free: Bools, ticks: int) -> Bools:
    """Where (day, tick) is free from the tick on for so many ticks, within the day."""
    taken = np.zeros((free.shape[0], free.shape[1] + 1), np.int64)
    np.cumsum(~free, axis=1, out=taken[:, 1:])
    runs = np.zeros_like(free)
    fits = free.shape[1] - ticks + 1
    if fits > 0:
        runs[:, :fits] = taken[:, ticks:] == taken[:, :fits]
    return runs
