"""How many more seats would have given a student a place: found by sharing out again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from .problem import Problem
from .result import MoreSeats, Result
from .solving import best

# More seats than this would be another session, not an explanation.
SEATS_TRIED = 5


def counterfactuals(
    problem: Problem, result: Result, seconds: float = float("inf")
) -> Mapping[int, MoreSeats]:
    """For students (by number) without a place, the fewest more seats in one session that they
    ranked with which they would have had a place there; of several sessions, that ranked highest.

    Every answer is checked: the round is shared out again with those seats by the same seed, to
    the proof, and before that with each smaller number. Nobody is told where no number up to
    `SEATS_TRIED` would have done it. seconds: after so long no more is tried; what has been found
    by then is true all the same.
    """
    until = time.monotonic() + seconds
    waiting = set(result.unplaced)
    found: dict[int, MoreSeats] = {}
    for seats in range(1, SEATS_TRIED + 1):
        for session in _wanted(problem, result, waiting):
            left = until - time.monotonic()
            if left <= 0:
                return found
            for student in waiting & _placed(problem, session, seats, left):
                rank = problem.students[student].preferences.index
                before = found.get(student)
                if before is None or rank(session) < rank(before.session):
                    found[student] = MoreSeats(session, seats)
        waiting -= found.keys()
    return found


def _wanted(problem: Problem, result: Result, waiting: set[int]) -> list[int]:
    """The sessions that run and that somebody without a place ranked."""
    ranked = {one for student in waiting for one in problem.students[student].preferences}
    return sorted(ranked - set(result.cancelled))


def _placed(problem: Problem, session: int, seats: int, seconds: float) -> set[int]:
    """Who provably has a place in a session that has so many more seats."""
    sessions = list(problem.sessions)
    sessions[session] = replace(sessions[session], capacity=sessions[session].capacity + seats)
    shared = best(replace(problem, sessions=tuple(sessions)), seconds)
    if not shared.is_proven:
        return set()
    return {student for student, there in shared.places if there == session}
