"""The timetable as arrays: every way to hold every interview, and what may not go together.

A candidate is one way to hold one interview: an adviser, a day, a start, a place. Days and ticks
are numbers: day 0 is the first day that the problem names, and a tick is its shortest step of
time. A solution is an array with the candidate chosen for each interview, or `NOT_HELD`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

NOT_HELD = -1
NOBODY = -1
ANY_ROOM = -1


@dataclass(frozen=True, eq=False)
class Candidates:
    """One entry for each way to hold an interview, ordered by interview; all of shape (n,)."""

    interview: Ints
    adviser: Ints
    day: Ints
    start: Ints  # tick of the day
    place: Ints  # the school where it is held
    room: Ints  # a room of its own, or ANY_ROOM of those the place has
    cost: Ints  # not negative
    missed: Ints | None = None  # bits: subjects missed, numbered for each student; None: none


@dataclass(frozen=True, eq=False)
class Interviews:
    """One entry for each interview that is asked for; all of shape (m,)."""

    student: Ints
    ticks: Ints  # how long adviser, room and student are taken, the slack after it with it
    not_held: Ints  # cost of not holding it
    follows: Ints  # the interview it follows, or NOBODY; held only if that one is
    days_after: Ints  # at least so many days after the one it follows
    adult: Ints  # somebody who comes along and can be in one place at a time, or NOBODY


@dataclass(frozen=True, eq=False)
class Limits:
    """What advisers, places and rooms can take."""

    caps: Ints  # (advisers, days): interviews on one day at most
    rooms: Ints  # (places, days, ticks): rooms that those with ANY_ROOM share
    travel: Ints  # (places, places): ticks between two places on the same day; 0 within one
    one_place_a_day: NDArray[np.bool_]  # (advisers,): never at two places on the same day
    rest: Ints | None = None  # (advisers,): ticks between two interviews at least; None: none


@dataclass(frozen=True, eq=False)
class Instance:
    """A whole timetable to be made. The cost of a solution is the sum over its interviews."""

    candidates: Candidates
    interviews: Interviews
    limits: Limits

    def cost(self, chosen: Ints) -> int:
        """What a solution costs; `chosen` has shape (m,)."""
        held = chosen >= 0
        return int(self.candidates.cost[chosen[held]].sum() + self.interviews.not_held[~held].sum())
