"""The result of an assessment: scores for everyone, next steps made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.needs.columns import Columns, Mask
from fingerpost.engines.needs.masks import Masks
from fingerpost.engines.needs.steps import NextStep, Override, Ranked
from fingerpost.engines.needs.wording import facts_needed, step
from fingerpost.rules import NextStepRule, aim_of

ENGINE_VERSION = "1"
"""Changes when the same facts and rules would give another result."""

MOST = 100
"""The highest score a step can have."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of every rule (rows) for every student (columns).

    points: what a step scores where it is given; scores: 0 where it is not given.
    boosts: for each rule, one mask over students for each of its boosts.
    """

    points: NDArray[np.int16]
    scores: NDArray[np.int16]
    boosts: tuple[tuple[Mask, ...], ...]


@dataclass(frozen=True, eq=False)
class Assessment:
    """The needs and next steps of every student on a day, and what they were made from.

    rules_hash, facts_hash, engine_version and `on` say from what the result was made: the
    same four give the same result. unused_overrides: those for students or rules that are
    not there, or whose last day has passed.
    """

    on: date
    rules: tuple[NextStepRule, ...]
    columns: Columns
    scores: Scores
    overrides: dict[int, dict[int, Override]]
    set_aside: dict[int, tuple[int, ...]]
    unused_overrides: tuple[Override, ...]
    needs: dict[str, NDArray[np.int16]]
    shares: tuple[int, ...]
    rules_hash: str
    engine_version: str

    @cached_property
    def facts_hash(self) -> str:
        """A hash of the facts that the rules read, worked out when it is first asked for."""
        return self.columns.digest(facts_needed(self.rules))

    @cached_property
    def _masks(self) -> Masks:
        return Masks(self.columns)

    @property
    def student_ids(self) -> tuple[int, ...]:
        """Every student assessed, in order of id."""
        return tuple(self.columns.ids.tolist())

    def for_student(
        self, student_id: int, *, limit: int | None = None, one_per_suggestion: bool = False
    ) -> tuple[NextStep, ...]:
        """Return a student's next steps, the highest score first, then in rule order.

        one_per_suggestion keeps only the first of those that have the same aim, for pages where
        a student is met as a whole. Raises KeyError for a student who was not assessed.
        """
        row = self._row(student_id)
        scores = self.scores.scores[:, row]
        places = np.argsort(-scores, kind="stable")[: np.count_nonzero(scores)].tolist()
        if one_per_suggestion:
            first: dict[str, int] = {}
            for place in places:
                first.setdefault(aim_of(self.rules[place].suggests), place)
            places = list(first.values())
        return tuple(self._step(place, row, int(scores[place])) for place in places[:limit])

    def outlines(self) -> dict[int, tuple[tuple[str, int], ...]]:
        """Return rule id and score of every student's next steps, ordered as in `for_student`.

        For all students at once, and without the words of the steps.
        """
        by_student = self.scores.scores.T
        rows, places = np.nonzero(by_student)
        scores = by_student[rows, places]
        order = np.lexsort((-scores, rows))
        # The same pair of rule and score comes again and again, so each is made only once.
        codes, which = np.unique(places * (MOST + 1) + scores, return_inverse=True)
        pairs = np.empty(codes.size, dtype=object)
        for place, code in enumerate(codes.tolist()):
            rule, score = divmod(code, MOST + 1)
            pairs[place] = (self.rules[rule].id, score)
        steps = pairs[which[order]].tolist()
        ends = np.searchsorted(rows, np.arange(len(by_student)), side="right").tolist()
        starts = [0, *ends[:-1]]
        bounds = zip(self.student_ids, starts, ends, strict=True)
        return {student_id: tuple(steps[start:end]) for student_id, start, end in bounds}

    def set_aside_for(self, student_id: int) -> tuple[NextStep, ...]:
        """Return the steps that a person dismissed, each with that override and its reason."""
        row = self._row(student_id)
        places = sorted(self.set_aside.get(row, ()))
        steps = [self._step(place, row, int(self.scores.points[place, row])) for place in places]
        return tuple(sorted(steps, key=lambda found: -found.score))

    def need_score(self, student_id: int) -> int:
        """Return the overall need of a student, 0 to 100. Raises KeyError when not assessed."""
        return int(self.overall[self._row(student_id)])

    def needs_of(self, student_id: int) -> dict[str, int]:
        """Return the score of each need a student has, the highest first."""
        row = self._row(student_id)
        found = {need: int(scores[row]) for need, scores in self.needs.items() if scores[row]}
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def ranked(self, limit: int | None = None) -> tuple[Ranked, ...]:
        """Return students by overall need, the highest first, then by id."""
        return self._ranked(self.overall, limit)

    def students_with(
        self,
        *,
        need: str | None = None,
        suggests: str | None = None,
        rule: str | None = None,
        limit: int | None = None,
    ) -> tuple[int, ...]:
        """Return the ids of the students who have a need, a suggestion or a rule's step.

        The highest score comes first, then the lower id; of several given, all must hold of
        the same step.
        """
        found = self.scored_with(need=need, suggests=suggests, rule=rule)
        return tuple(ranked.student_id for ranked in found)[:limit]

    def scored_with(
        self, *, need: str | None = None, suggests: str | None = None, rule: str | None = None
    ) -> tuple[Ranked, ...]:
        """Return the same students as `students_with`, each with the score that ranks them."""
        best = np.zeros(self.columns.ids.size, np.int16)
        for place, one in enumerate(self.rules):
            if (
                need in (None, one.need)
                and suggests in (None, one.suggests)
                and rule in (None, one.id)
            ):
                np.maximum(best, self.scores.scores[place], out=best)
        return tuple(found for found in self._ranked(best, None) if found.score)

    def counts(self, student_ids: Iterable[int] | None = None) -> dict[str, int]:
        """Return rule id to the number of students (of those given, or of all) with its step."""
        scores = self.scores.scores
        if student_ids is not None:
            scores = scores[:, np.isin(self.columns.ids, list(student_ids))]
        given = np.count_nonzero(scores, axis=1).tolist()
        return {rule.id: count for rule, count in zip(self.rules, given, strict=True)}

    def steps(self, student_ids: Iterable[int] | None = None) -> Iterable[NextStep]:
        """Yield the next steps of the given students, or of all, student by student."""
        for student_id in self.student_ids if student_ids is None else student_ids:
            yield from self.for_student(student_id)

    @cached_property
    def overall(self) -> NDArray[np.int16]:
        """The overall need of every student, in order of id, 0 to 100."""
        size = self.columns.ids.size
        top = [np.zeros(size, np.int16) for _ in self.shares]
        for scores in self.needs.values():
            falling = scores
            for place, held in enumerate(top):
                top[place], falling = np.maximum(held, falling), np.minimum(held, falling)
        total = np.zeros(size, np.int32)
        for share, held in zip(self.shares, top, strict=True):
            total += held.astype(np.int32) * share
        return ((total + 50) // 100).astype(np.int16)

    def _row(self, student_id: int) -> int:
        row = self.columns.row_of(student_id)
        if row is None:
            raise KeyError(student_id)
        return row

    def _ranked(self, scores: NDArray[np.int16], limit: int | None) -> tuple[Ranked, ...]:
        rows = np.argsort(-scores, kind="stable")[:limit]
        pairs = zip(self.columns.ids[rows].tolist(), scores[rows].tolist(), strict=True)
        return tuple(Ranked(student_id, score) for student_id, score in pairs)

    def _step(self, place: int, row: int, score: int) -> NextStep:
        rule = self.rules[place]
        boosts = self.scores.boosts[place]
        held = [boost for boost, mask in zip(rule.boosts, boosts, strict=True) if mask[row]]
        override = self.overrides.get(row, {}).get(place)
        return step(rule, held, self._masks, row, score, override)
