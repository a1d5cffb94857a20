"""What a place earns, as whole numbers: each level's score, and all levels in one number.

Scores are fractions (a third of a hundred for the second of three choices), and sums of them must
be compared without rounding. So each level is counted in the largest unit that makes all its
scores whole.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .core import Ints
from .problem import FULL_SCORE, MISSED_SCORE, Criterion, Problem

# Lists of preferences of so many different lengths that their steps have no common part up to the
# first number are counted in the second: no sum of them is then off by more than a hair.
_FINEST = 10**11
_CUT = 10**6
# Scores that are given as decimals count to so many places.
_DECIMALS = 3


@dataclass(frozen=True, eq=False)
class Scores:
    """Per level, what each pair earns in units of 1/unit, shape (levels, pairs)."""

    value: Ints
    unit: tuple[int, ...]

    def totals(self, chosen: np.ndarray) -> list[Fraction]:
        """The total of each level over chosen pairs (a mask or numbers)."""
        sums = self.value[:, chosen].sum(axis=1)
        return [Fraction(int(total), unit) for total, unit in zip(sums, self.unit, strict=True)]


def scores_of(problem: Problem, students: Ints, sessions: Ints, ranks: Ints) -> Scores:
    """Score pairs; all three of shape (pairs,). A rank of -1 is a place that was not ranked."""
    levels = [
        _level(
            [c for c in problem.criteria if c.level == level], problem, students, sessions, ranks
        )
        for level in problem.levels
    ]
    value = np.array([level for level, _ in levels], np.int64).reshape(len(levels), len(students))
    return Scores(value, tuple(unit for _, unit in levels))


def _level(
    criteria: Sequence[Criterion], problem: Problem, students: Ints, sessions: Ints, ranks: Ints
) -> tuple[Ints, int]:
    parts = [
        (
            Fraction(str(criterion.weight)),
            *_score(criterion.name, problem, students, sessions, ranks),
        )
        for criterion in criteria
    ]
    unit = math.lcm(*(weight.denominator * part for weight, _, part in parts))
    total = np.zeros(len(students), np.int64)
    for weight, score, part in parts:
        total += score * int(weight * unit / part)
    # The largest common part is taken out: smaller numbers leave room for more levels.
    common = math.gcd(int(np.gcd.reduce(total)) if len(total) else 0, unit)
    return total // max(common, 1), unit // max(common, 1)


def _score(
    name: str, problem: Problem, students: Ints, sessions: Ints, ranks: Ints
) -> tuple[Ints, int]:
    """One criterion's score of each pair, in units of 1/part, and the part."""
    if name == "preference":
        return _preference(problem, students, ranks)
    if name == "missed_before":
        missed = np.array([one.missed_before for one in problem.students], np.int64)
        return np.minimum(MISSED_SCORE * missed, FULL_SCORE)[students], 1
    if name == "need":
        given = np.array([one.need for one in problem.students], float)[students]
    else:
        given = _benefit(problem, students, sessions)
    part = 1 if (given == np.rint(given)).all() else 10**_DECIMALS
    return np.rint(given * part).astype(np.int64), part


def _benefit(problem: Problem, students: Ints, sessions: Ints) -> np.ndarray:
    given = np.zeros(len(students))
    tables = [session.benefit for session in problem.sessions]
    if any(tables):
        pairs = zip(students.tolist(), sessions.tolist(), strict=True)
        given[:] = [tables[session].get(student, 0) for student, session in pairs]
    return given


def _preference(problem: Problem, students: Ints, ranks: Ints) -> tuple[Ints, int]:
    """100 for the first of n choices, in equal steps down to 100/n; 0 where it was not ranked."""
    counts = np.array([len(one.preferences) for one in problem.students], np.int64)[students]
    part = 1
    for count in np.unique(counts[counts > 0]).tolist():
        part = math.lcm(part, count // math.gcd(FULL_SCORE, count))
        if part > _FINEST:
            part = _CUT
            break
    steps = np.where(ranks >= 0, counts - ranks, 0)
    return FULL_SCORE * part * steps // np.maximum(counts, 1), part


def in_one_number(scores: Scores, seats: int, largest: int) -> tuple[Ints, list[int]] | None:
    """All levels of each pair in one number, such that comparing sums compares level by level.

    seats: how many places are given at most. largest: what no number may exceed. Returns the
    numbers and the factor of each level, or None where they would be too large.
    """
    factors: list[int] = [1] * len(scores.unit)
    reach = 1
    for level in reversed(range(len(scores.unit))):
        factors[level] = reach
        highest = int(scores.value[level].max(initial=0))
        reach *= highest * seats + 1
        if factors[level] * highest > largest:
            return None
    total = sum(
        (scores.value[level] * factors[level] for level in range(len(factors))),
        np.zeros(scores.value.shape[1], np.int64),
    )
    return (total, factors) if int(total.max(initial=0)) <= largest else None
