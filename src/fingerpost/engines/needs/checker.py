"""An independent check of assessments: one student at a time, in plain Python.

Shares nothing with the vectorised code but the rules themselves. Slow on purpose: it follows
the words of the definition, so that the fast code can be held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.engines.needs.assessment import Assessment
from fingerpost.engines.needs.steps import Override
from fingerpost.rules import Condition, NeedScale, NextStepRule, need_scale


@dataclass(frozen=True, slots=True)
class Expected:
    """What a student should get: (rule id, score) in order, those set aside, overall need."""

    steps: tuple[tuple[str, int], ...]
    set_aside: tuple[str, ...]
    need_score: int


def holds(condition: Condition, value: Any) -> bool:
    """Say whether a condition holds of one value, None being unknown."""
    op, wanted = condition.op, condition.value
    if op == "missing":
        return (value is None) == wanted
    if value is None:
        return False
    if op == "is":
        return bool(value == wanted)
    if op == "is_not":
        return bool(value != wanted)
    return _ordered(op, wanted, value)


def _ordered(op: str, wanted: Any, value: Any) -> bool:
    if op == "in":
        return value in wanted
    if op == "between":
        low, high = wanted
        return bool(low <= value <= high)
    if op == "under":
        return bool(value < wanted)
    if op == "at_most":
        return bool(value <= wanted)
    if op == "over":
        return bool(value > wanted)
    return bool(value >= wanted)


def expected(
    row: Mapping[str, Any],
    rules: Sequence[NextStepRule],
    on: date,
    overrides: Iterable[Override] = (),
    scale: NeedScale | None = None,
) -> Expected:
    """Work out what one student should get. row: fact name to value, None being unknown."""
    by_scale = scale or need_scale(on)
    said = [o for o in overrides if o.student_id == row["student_id"] and o.holds(on)]
    given: list[tuple[int, int, NextStepRule]] = []
    aside: list[str] = []
    for place, rule in enumerate(rules):
        if not rule.looked_at(on):
            continue
        score, dismissed = _score(rule, row, said, by_scale.raise_by)
        if dismissed:
            aside.append(rule.id)
        elif score:
            given.append((-score, place, rule))
    given.sort(key=lambda item: item[:2])
    best: dict[str, int] = {}
    for minus, _, rule in given:
        best[rule.need] = max(best.get(rule.need, 0), -minus)
    return Expected(
        tuple((rule.id, -minus) for minus, _, rule in given),
        tuple(aside),
        _overall(best.values(), by_scale.shares),
    )


def _score(
    rule: NextStepRule, row: Mapping[str, Any], said: list[Override], raise_by: int
) -> tuple[int, bool]:
    """Return a rule's score for one student (0: not given) and whether it was dismissed."""
    fires = all(holds(c, row[c.fact]) for c in rule.when)
    fires = fires and not any(holds(c, row[c.fact]) for c in rule.unless)
    score = rule.weight
    for boost in rule.boosts:
        if all(holds(c, row[c.fact]) for c in boost.when):
            score += boost.add
    score = min(score, 100)
    last = [o for o in said if o.rule_id in ("*", rule.id)][-1:]
    action = last[0].action if last else None
    if action == "add":
        return score, False
    if not fires:
        return 0, False
    if action == "raise":
        return min(100, score + raise_by), False
    return score, action == "dismiss"


def _overall(scores: Iterable[int], shares: Sequence[int]) -> int:
    top = sorted(scores, reverse=True)[: len(shares)]
    total = sum(score * share for score, share in zip(top, shares, strict=False))
    return (total + 50) // 100


def problems(
    assessment: Assessment,
    rows: Iterable[Mapping[str, Any]],
    rules: Sequence[NextStepRule],
    overrides: Sequence[Override] = (),
    scale: NeedScale | None = None,
) -> tuple[str, ...]:
    """Return a sentence for every way in which an assessment differs from the plain reading."""
    found: list[str] = []
    seen = set()
    for row in rows:
        student = row["student_id"]
        seen.add(student)
        should = expected(row, rules, assessment.on, overrides, scale)
        steps = tuple((step.rule_id, step.score) for step in assessment.for_student(student))
        aside = {step.rule_id for step in assessment.set_aside_for(student)}
        if steps != should.steps:
            found.append(f"Student {student}: steps are {steps}, and should be {should.steps}.")
        if aside != set(should.set_aside):
            found.append(f"Student {student}: set aside are {aside}, not {should.set_aside}.")
        if assessment.need_score(student) != should.need_score:
            found.append(f"Student {student}: overall need should be {should.need_score}.")
    if seen != set(assessment.student_ids):
        found.append("The students assessed are not the students in the facts.")
    return tuple(found)
