"""Where signposting meets the needs engine: facts from the ledger in, next steps out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from fingerpost import rules
from fingerpost.ledger import bridge as ledger
from fingerpost.ledger.selectors import revisions

from .selectors import overrides_in_force, overrides_revision, rules_switched_off

# The engine brings numpy, so it is imported when it is first asked, not when Django starts.
if TYPE_CHECKING:
    from fingerpost.engines.needs import Assessment, NextStep, Override
    from fingerpost.engines.needs.masks import Masks
    from fingerpost.engines.needs.steps import Action

_lock = Lock()
_kept: dict[int, tuple[Any, Assessment]] = {}
KEPT_SCHOOLS = 50


def rules_now(on: dt.date | None = None) -> tuple[rules.NextStepRule, ...]:
    """The next-step rules in force, shipped and the installation's own."""
    return rules.next_step_rules(on or timezone.localdate())


def rule_named(name: str) -> rules.NextStepRule | None:
    """The rule of this name in force today, switched off or not; or None."""
    return next((rule for rule in rules_now() if rule.id == name), None)


def assessment_of(school: Any, on: dt.date | None = None) -> Assessment:
    """The needs and next steps of every student on a school's roll.

    Kept until the roll, the ledger, a person's decision or the day changes. Rules that the
    school has switched off do not speak.
    """
    from fingerpost.engines.needs import assess

    on = on or timezone.localdate()
    off = rules_switched_off(school, on)
    key = (on, revisions(school.pk), overrides_revision(school), off)
    kept = _kept.get(school.pk)
    if kept is not None and kept[0] == key:
        return kept[1]
    facts = ledger.facts_for(school, on)
    made = assess(facts, _speaking(rules_now(on), off), on, _overrides(school, on))
    with _lock:
        if len(_kept) >= KEPT_SCHOOLS:
            _kept.clear()
        _kept[school.pk] = (key, made)
    return made


def forget() -> None:
    """Let everything kept go: tests use school numbers again."""
    with _lock:
        _kept.clear()


def _speaking(
    found: tuple[rules.NextStepRule, ...], off: frozenset[str]
) -> tuple[rules.NextStepRule, ...]:
    return tuple(rule for rule in found if rule.id not in off) if off else found


def _overrides(school: Any, on: dt.date) -> list[Override]:
    from fingerpost.engines.needs import Override

    return [
        Override(made.student_id, made.rule, cast("Action", made.kind), made.until_on, made.reason)
        for made in overrides_in_force(school, on)
    ]


def steps_for(student: Any, *, own_page: bool = False) -> tuple[NextStep, ...]:
    """One student's next steps, in order; none for someone who is not on the roll today.

    On the student's own page of several steps that lead to the same thing, such as a first
    interview and a follow-up, only the weightiest is there: nobody is to plan two at once.
    """
    assessment = assessment_of(student.school)
    try:
        return assessment.for_student(student.pk, one_per_suggestion=own_page)
    except KeyError:
        return ()


def greatest_needs(
    school: Any, students: set[int], limit: int, hidden: frozenset[str] = frozenset()
) -> list[tuple[int, NextStep]]:
    """The students of a set whose needs are greatest, each with their first step.

    A step that rests on a `hidden` fact is passed over, and a student who has no other.
    """
    assessment = assessment_of(school)
    found: list[tuple[int, NextStep]] = []
    for ranked in assessment.ranked():
        if ranked.score == 0 or len(found) == limit:
            break
        if ranked.student_id in students:
            steps = assessment.for_student(ranked.student_id)
            first = next((one for one in steps if hidden.isdisjoint(one.facts)), None)
            if first is not None:
                found.append((ranked.student_id, first))
    return found


@dataclass(frozen=True)
class Due:
    """One criterion of an entitlement, as it stands for one student."""

    framework: str
    label: str
    student_label: str
    source: str
    state: str  # "met", "not yet" or "overdue"


def dues_of(student: Any, on: dt.date | None = None) -> list[Due]:
    """What a student is due at their stage under each framework in force, and whether it is met.

    Empty for someone who is not on the roll.
    """
    from fingerpost.engines.needs.masks import Masks

    on = on or timezone.localdate()
    columns = assessment_of(student.school, on).columns
    row = columns.row_of(student.pk)
    if row is None:
        return []
    masks = Masks(columns)
    return [
        Due(
            framework.label,
            one.label,
            one.student_label,
            one.source,
            _state(one, student, masks, row, on),
        )
        for framework in rules.entitlement_frameworks(on)
        for one in framework.criteria
        if student.year_group in one.years and bool(masks.all_of(one.when)[row])
    ]


def deadline_of(name: str, on: dt.date) -> rules.Deadline | None:
    """By when what an entitlement asks for is due; None where it has no deadline."""
    asked = (one for framework in rules.entitlement_frameworks(on) for one in framework.criteria)
    return next((one.deadline for one in asked if one.name == name), None)


def _state(one: rules.Criterion, student: Any, masks: Masks, row: int, on: dt.date) -> str:
    if bool(masks.all_of(one.met)[row]):
        return "met"
    return "overdue" if student.year_group in one.years_overdue(on) else "not yet"
