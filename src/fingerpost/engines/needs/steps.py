"""What goes into and comes out of an assessment besides the facts: overrides and next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from fingerpost.rules.entries import Who

Action = Literal["dismiss", "raise", "add"]
ALL_RULES = "*"


@dataclass(frozen=True, slots=True)
class Override:
    """A person's word on a student's next steps, which stays visible with its reason.

    dismiss sets a step aside; raise adds points to a step that the rules propose; add gives
    a step that they do not. `rule_id` may be "*" for all rules, except with add. `until` is
    the last day it holds; None means until it is withdrawn. Raises ValueError when there is
    no reason, or for an add without a rule.
    """

    student_id: int
    rule_id: str
    action: Action
    until: date | None
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("An override needs a reason.")
        if self.action == "add" and self.rule_id == ALL_RULES:
            raise ValueError("To add a next step, name its rule.")

    def holds(self, on: date) -> bool:
        """Say whether the override holds on a day, its last day included."""
        return self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class AppliedBoost:
    """Points that were added to a step, why, and the facts this rests on."""

    add: int
    because: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One next step for one student, with its reasons and the rule behind it.

    score: 1 to 100. reason is for staff, student_title and student_reason for the student;
    all are filled in. facts: what the rule and its reason rest on. override: the word of a
    person that changed, added or set aside this step.
    """

    student_id: int
    rule_id: str
    need: str
    suggests: str
    score: int
    title: str
    reason: str
    student_title: str
    student_reason: str
    boosts: tuple[AppliedBoost, ...]
    source: str
    who: Who
    facts: tuple[str, ...]
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A student with a score from 0 to 100."""

    student_id: int
    score: int
