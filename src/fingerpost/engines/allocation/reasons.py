"""Why a student has no place, in words that a 13 year old reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arranging import Arranged
from .core import Ints, Solution
from .level import level_pairs
from .problem import Problem

NOTHING_RANKED = "You did not choose any session."
NOT_RUNNING = "The sessions you chose do not run: too few students wanted them."
NO_PLACES_LEFT = "You have all the places you may have."
BY_LOT = (
    "“{session}” was full. You were level with others for the last place, and it was drawn by lot."
)
FULL = (
    "“{session}” was full. Its places went to students who come first by the rules of this round."
)
NOT_TOGETHER = (
    "No place fitted with the others: with those you travel with, or with the adults who go along."
)


def reasons_for(
    arranged: Arranged,
    solution: Solution,
    places: Sequence[tuple[int, int]],
    cancelled: Sequence[int],
    has_prices: bool,
) -> dict[int, str]:
    """A sentence for each student (by number) without any place."""
    problem = arranged.problem
    placed = {student for student, _ in places}
    waiting = [n for n in range(len(problem.students)) if n not in placed]
    if not waiting:
        return {}
    level = _level_with_others(arranged, solution) if has_prices else {}
    off = set(cancelled)
    there = np.bincount([session for _, session in places], minlength=len(problem.sessions))
    return {student: _reason(problem, student, off, there, level) for student in waiting}


def _level_with_others(arranged: Arranged, solution: Solution) -> dict[int, int]:
    """Students who were level with somebody for a seat, and the best ranked such session."""
    found: dict[int, int] = {}
    for pair in level_pairs(arranged.core, solution)[::-1].tolist():
        found[int(arranged.student[pair])] = int(arranged.session[pair])
    return found


def _reason(
    problem: Problem, student: int, off: set[int], there: Ints, level: dict[int, int]
) -> str:
    ranked = problem.students[student].preferences
    if not ranked:
        return NOTHING_RANKED
    if problem.students[student].places == 0:
        return NO_PLACES_LEFT
    running = [session for session in ranked if session not in off]
    if not running:
        return NOT_RUNNING
    if student in level:
        return BY_LOT.format(session=problem.sessions[level[student]].id)
    full = [n for n in running if there[n] >= problem.sessions[n].capacity]
    if not full and not any(problem.sessions[n].reserved for n in running):
        return NOT_TOGETHER
    return FULL.format(session=problem.sessions[running[0]].id)
