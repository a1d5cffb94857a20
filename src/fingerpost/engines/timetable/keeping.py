"""What of a timetable can stay as it is once something is lost, and who may be in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from math import gcd

import numpy as np

from fingerpost.engines.timetable.greedy import turns
from fingerpost.engines.timetable.instance import ANY_ROOM, NOBODY, NOT_HELD, Ints
from fingerpost.engines.timetable.listing import Listing
from fingerpost.engines.timetable.occupancy import Occupancy
from fingerpost.engines.timetable.result import Appointment


class Keeping:
    """Appointments of before in a changed problem.

    `own`: interview to the candidate that it keeps, all of them taken in `occupancy`.
    `displaced`: interviews that had an appointment which cannot stay. `before`: all that had one.
    `may_lose`: the displaced and those that follow them, which may end without a time; `weights`:
    what each of them then counts, against one another in the least whole numbers. `scale`: more
    than can move, so that nobody loses a time to save moves.
    No new time is before the day numbered `first`.
    """

    def __init__(self, listing: Listing, before: list[Appointment], first: date) -> None:
        self.listing = listing
        self.instance = listing.instance
        self.first = listing.grid.number(first)
        known = listing.grid.interviews
        self.before = {known[one.interview]: one for one in before if one.interview in known}
        self.occupancy = Occupancy(self.instance)
        self.turns = turns(self.instance)
        self.same_time = lru_cache(maxsize=None)(self._same_time)
        self.own: dict[int, int] = {}
        self._keep_what_fits()
        self.displaced = [o for o in self.turns if o in self.before and o not in self.own]
        self.may_lose = self._with_followers(self.displaced) & set(self.before)
        not_held = {one: int(self.instance.interviews.not_held[one]) for one in self.may_lose}
        unit = gcd(*not_held.values()) or 1
        self.weights = {one: cost // unit for one, cost in not_held.items()}
        self.scale = len(self.own) + 1

    def _keep_what_fits(self) -> None:
        for interview in self.turns:
            for candidate in self.same_time(interview):
                if self.occupancy.fits(candidate) and self._in_order(interview, candidate):
                    self.occupancy.take(candidate)
                    self.own[interview] = candidate
                    break

    def _in_order(self, interview: int, candidate: int) -> bool:
        """Say whether it comes late enough after the one it follows, where that one stays."""
        interviews, day = self.instance.interviews, self.instance.candidates.day
        before = int(interviews.follows[interview])
        if before == NOBODY or before not in self.own:
            return before == NOBODY or before in self.before
        return bool(day[candidate] >= day[self.own[before]] + interviews.days_after[interview])

    def _same_time(self, interview: int) -> tuple[int, ...]:
        """The candidates that are the appointment of before, its own room first."""
        before = self.before.get(interview)
        grid, candidates = self.listing.grid, self.instance.candidates
        if before is None or before.adviser not in grid.advisers:
            return ()
        mine = self._all_of(interview)
        mine = mine[
            (candidates.adviser[mine] == grid.advisers[before.adviser])
            & (candidates.day[mine] == grid.number(before.day))
            & (candidates.start[mine] == grid.down(before.since))
        ]
        own_room = grid.rooms.get((before.school, before.room or ""), ANY_ROOM)
        if len(mine) > 1 and own_room in self.listing.supply.rooms_in_pool(
            grid.schools[before.school], grid.number(before.day)
        ):
            own_room = ANY_ROOM
        return tuple(sorted(mine.tolist(), key=lambda one: (candidates.room[one] != own_room, one)))

    def _all_of(self, interview: int) -> Ints:
        begins = self.listing.begins
        return np.arange(begins[interview], begins[interview + 1])

    def rooms_of_kept(self, chosen: Ints) -> dict[int, int]:
        """Interview to the room it had, for those that keep their time."""
        rooms = self.listing.grid.rooms
        return {
            interview: rooms[one.school, one.room]
            for interview, one in self.before.items()
            if one.room is not None
            and (one.school, one.room) in rooms
            and chosen[interview] in self.same_time(interview)
        }

    def moved(self, chosen: Mapping[int, int]) -> set[int]:
        """Those of a partial solution who could have kept their time and do not.

        Whoever loses it with the one that it follows has not moved.
        """
        return {
            one
            for one, candidate in chosen.items()
            if one in self.own
            and candidate not in self.same_time(one)
            and not (candidate == NOT_HELD and one in self.may_lose)
        }

    def allowed(self, interviews: Iterable[int]) -> dict[int, list[int]]:
        """Their candidates that are not in the past, and the one that they have."""
        day = self.instance.candidates.day
        found = {}
        for interview in interviews:
            mine = self._all_of(interview)
            keeps = mine == self.own.get(interview, NOT_HELD)
            found[interview] = mine[(day[mine] >= self.first) | keeps].tolist()
        return found

    def free_for(self, interview: int, most: int) -> list[int]:
        """The cheapest candidates of somebody who keeps a time that are free as things are.

        In the order of those that follow one another, as these are.
        """
        cost = self.instance.candidates.cost
        mine = np.array(self.allowed([interview])[interview], np.int64)
        found: list[int] = []
        for candidate in mine[np.argsort(cost[mine], kind="stable")].tolist():
            if self.occupancy.can_take(candidate):
                found.append(candidate)
                if len(found) == most:
                    break
        return found

    def _with_followers(self, interviews: Iterable[int]) -> set[int]:
        """The same with all that follow them, one after another."""
        found: set[int] = set()
        waiting = list(interviews)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.occupancy.followers(one)
        return found

    def with_relatives(self, interviews: Iterable[int]) -> set[int]:
        """With all that follow them and that they follow, of those that had a time."""
        follows = self.instance.interviews.follows
        found: set[int] = set()
        waiting = list(interviews)
        while waiting:
            one = waiting.pop()
            if one in found or one not in self.before:
                continue
            found.add(one)
            waiting += self.occupancy.followers(one)
            if follows[one] != NOBODY:
                waiting.append(int(follows[one]))
        return found

    def in_the_way(self, freely: set[int]) -> set[int]:
        """Who keeps a time on an adviser's or a school's day that a candidate is on.

        And who keeps one with a student or an adult of those who are asked about. What is in
        the past or settled is not in the way: it cannot be moved.
        """
        candidates, interviews = self.instance.candidates, self.instance.interviews
        wanted = np.array([o for ones in self.allowed(freely).values() for o in ones], np.int64)
        held = np.array([one for one in self.own if one not in freely], np.int64)
        own = np.array([self.own[one] for one in held.tolist()], np.int64)
        day, days = candidates.day, self.listing.grid.days
        meets = np.zeros(len(held), np.bool_)
        for who in (candidates.adviser, candidates.place):
            meets |= np.isin(who[own] * days + day[own], who[wanted] * days + day[wanted])
        people = list(freely)
        meets |= np.isin(interviews.student[held], interviews.student[people])
        along = interviews.adult[held]
        meets |= (along != NOBODY) & np.isin(along, interviews.adult[people])
        asked = self.listing.problem.interviews
        settled = np.array([asked[one].fixed is not None for one in held.tolist()], np.bool_)
        return set(held[meets & (day[own] >= self.first) & ~settled].tolist())
