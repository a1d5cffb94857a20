"""Other ways to share places out, to compare the best one with.

Each keeps the same requirements (seats, reserved seats, clashes, at most so many each) and gives
places to students one by one. Sessions that end below their minimum are cancelled; whoever had a
place there has none.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from .arranging import arrange, seated
from .problem import Problem
from .reasons import FULL, NOT_RUNNING, NOTHING_RANKED
from .result import Result
from .scores import scores_of
from .solving import best, cancelled_by

MODES = ("fair", "first_come", "serial_dictatorship", "deferred_acceptance")
_NAMES = {
    "first_come": "first come, first served",
    "serial_dictatorship": "one after another in an order drawn by lot",
    "deferred_acceptance": "deferred acceptance, students asking",
}


def allocate(problem: Problem, mode: str = "fair", seconds: float | None = None) -> Result:
    """Share places out in one of MODES; only "fair" is the best by the criteria, and proven.

    Raises BadProblem, and ValueError for a mode that there is not.
    """
    if mode not in MODES:
        raise ValueError(f"There is no mode “{mode}”: choose one of {', '.join(MODES)}.")
    if mode == "fair":
        return best(problem, seconds)
    begun = time.monotonic()
    arrange(problem)  # refuses what contradicts itself
    room = _Room(problem)
    if mode == "first_come":
        late = (n for n in range(len(problem.students)) if n not in set(problem.arrived))
        _one_after_another(room, [*problem.arrived, *late])
    elif mode == "serial_dictatorship":
        _one_after_another(room, lot(problem))
    else:
        _deferred(room)
    return replace(_result(room, mode), seconds=time.monotonic() - begun)


def lot(problem: Problem) -> list[int]:
    """The students (numbers) in the order drawn with the problem's seed."""
    by_id = sorted(range(len(problem.students)), key=lambda n: problem.students[n].id)
    order: list[int] = np.random.default_rng(problem.seed).permutation(np.array(by_id)).tolist()
    return order


class _Room:
    """Who has which place so far, and whether another one fits."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.there: dict[int, set[int]] = {n: set() for n in range(len(problem.sessions))}
        self.held: dict[int, set[int]] = {n: set() for n in range(len(problem.students))}
        self.way: dict[int, int] = {
            member: n for n, members in enumerate(problem.together) for member in members
        }
        for student, session in problem.fixed:
            self.take(student, session)

    def take(self, student: int, session: int) -> None:
        self.there[session].add(student)
        self.held[student].add(session)

    def leave(self, student: int, session: int) -> None:
        self.there[session].discard(student)
        self.held[student].discard(session)

    def is_free_for(self, student: int, session: int) -> bool:
        """Whether a student may take a place: their own limits."""
        problem, held = self.problem, self.held[student]
        if len(held) >= problem.students[student].places:
            return False
        if any(problem.clash(session, other) for other in held):
            return False
        return self._travels_along(student, session)

    def _travels_along(self, student: int, session: int) -> bool:
        if student not in self.way:
            return True
        sessions = self.problem.sessions
        return all(
            sessions[other].way == sessions[session].way
            for member in self.problem.together[self.way[student]]
            for other in self.held[member]
        )

    def has_seat(self, student: int, session: int) -> bool:
        """Whether the session takes one more, this one."""
        return self.fits(session, [*self.there[session], student])

    def fits(self, session: int, students: Iterable[int]) -> bool:
        """Whether a session has seats for all of these."""
        one, listed = self.problem.sessions[session], sorted(students)
        if len(listed) > one.capacity:
            return False
        accompanied = sum(self.problem.students[student].accompanied for student in listed)
        if one.escorts is not None and accompanied > one.escorts:
            return False
        if not one.reserved:
            return True
        general = one.capacity - sum(one.reserved.values())
        return seated(self.problem, session, listed).count(None) <= general


def _one_after_another(room: _Room, order: Iterable[int]) -> None:
    for student in order:
        for session in room.problem.students[student].preferences:
            if room.is_free_for(student, session) and room.has_seat(student, session):
                room.take(student, session)


def _deferred(room: _Room) -> None:
    """Students ask down their lists; a session keeps those who come first by all but preference."""
    problem = room.problem
    standing = set(problem.fixed)
    priority = _priorities(problem)
    asked: dict[int, int] = dict.fromkeys(range(len(problem.students)), 0)
    waiting = lot(problem)[::-1]
    while waiting:
        student = waiting.pop()
        ranked = problem.students[student].preferences
        while asked[student] < len(ranked):
            session = ranked[asked[student]]
            asked[student] += 1
            if not room.is_free_for(student, session):
                continue
            for loser in _refused(room, student, session, priority, standing):
                if loser != student:
                    room.leave(loser, session)
                    waiting.append(loser)
                    asked[loser] = min(
                        asked[loser], problem.students[loser].preferences.index(session) + 1
                    )


def _refused(
    room: _Room,
    student: int,
    session: int,
    priority: dict[tuple[int, int], tuple[list[Fraction], int]],
    standing: set[tuple[int, int]],
) -> list[int]:
    """Let a student ask; who has no place then, themselves or those who come after them."""
    room.take(student, session)
    kept: list[int] = [one for one in room.there[session] if (one, session) in standing]
    asking = [one for one in room.there[session] if (one, session) not in standing]
    heap = [(priority[one, session], one) for one in asking]
    heapq.heapify(heap)
    refused = []
    while heap:
        one = heapq.heappop(heap)[1]
        if room.fits(session, [*kept, one]):
            kept.append(one)
        else:
            refused.append(one)
    if student in refused:
        room.leave(student, session)
    return refused


def _priorities(problem: Problem) -> dict[tuple[int, int], tuple[list[Fraction], int]]:
    """For each ranked pair its place in the session's order, the first being the smallest."""
    criteria = tuple(c for c in problem.criteria if c.name != "preference")
    drawn = {student: n for n, student in enumerate(lot(problem))}
    pairs = [(n, session) for n, one in enumerate(problem.students) for session in one.preferences]
    table = np.array(pairs, np.int64).reshape(-1, 2)
    scores = scores_of(
        replace(problem, criteria=criteria),
        table[:, 0],
        table[:, 1],
        np.zeros(len(table), np.int64),
    )
    return {
        pair: ([Fraction(-int(v)) for v in scores.value[:, at]], drawn[pair[0]])
        for at, pair in enumerate(pairs)
    }


def _result(room: _Room, mode: str) -> Result:
    problem = room.problem
    fixed = {session for _, session in problem.fixed}
    for number, session in enumerate(problem.sessions):
        if len(room.there[number]) < session.minimum and number not in fixed:
            for student in list(room.there[number]):
                room.leave(student, number)
    places = sorted((student, session) for student in room.held for session in room.held[student])
    objective = objective_of(problem, places)
    cancelled = cancelled_by(problem, places)
    return Result(
        status="feasible",
        objective=objective,
        bound=(),
        places=tuple(places),
        unplaced={
            student: _reason(problem, student, set(cancelled))
            for student, held in room.held.items()
            if not held
        },
        cancelled=tuple(cancelled),
        method=_NAMES[mode],
        mode=mode,
    )


def _reason(problem: Problem, student: int, off: set[int]) -> str:
    ranked = problem.students[student].preferences
    if not ranked:
        return NOTHING_RANKED
    running = [session for session in ranked if session not in off]
    if not running:
        return NOT_RUNNING
    return FULL.format(session=problem.sessions[running[0]].id)


def objective_of(problem: Problem, places: list[tuple[int, int]]) -> tuple[Fraction, ...]:
    """What places earn, per level."""
    table = np.array(places, np.int64).reshape(-1, 2)
    ranks = [
        problem.students[student].preferences.index(session)
        if session in problem.students[student].preferences
        else -1
        for student, session in places
    ]
    scores = scores_of(problem, table[:, 0], table[:, 1], np.array(ranks, np.int64))
    return tuple(scores.totals(np.ones(len(table), bool)))
