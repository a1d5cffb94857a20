"""Dated rule data: kinds of encounter, routes, entitlements, next-step rules and the rest.

Everything here is data in TOML with `valid_from`, `valid_to` and `source`; ask for what was
in force on a day. The installation's own files count with the product's (`own_rules`).
"""

from __future__ import annotations

from datetime import date

from fingerpost.rules.conditions import OPS, Condition, ConditionError
from fingerpost.rules.entries import (
    Boost,
    Checklist,
    ChecklistItem,
    Criterion,
    Deadline,
    DecisionPoint,
    Disclosure,
    FeedbackQuestion,
    Finding,
    Framework,
    Kind,
    NeedScale,
    NextStepRule,
    PlanMark,
    QuestionSet,
    Route,
    RouteGroup,
    Sector,
    Threshold,
    Variant,
    WaitingTime,
    WordList,
)
from fingerpost.rules.facts import (
    CHOICES,
    FACTS,
    SENSITIVE_FACTS,
    SUGGESTIONS,
    FactKind,
    aim_of,
)
from fingerpost.rules.loading import (
    RuleBook,
    forget,
    frameworks_in_force,
    in_force,
    load,
    next_steps_in_force,
    own_rules,
)
from fingerpost.rules.prospects import Prospect, ProspectOf, prospect, prospects
from fingerpost.rules.reading import RuleError

__all__ = [
    "CHOICES",
    "FACTS",
    "OPS",
    "SENSITIVE_FACTS",
    "SUGGESTIONS",
    "Boost",
    "Checklist",
    "ChecklistItem",
    "Condition",
    "ConditionError",
    "Criterion",
    "Deadline",
    "DecisionPoint",
    "Disclosure",
    "FactKind",
    "FeedbackQuestion",
    "Finding",
    "Framework",
    "Kind",
    "NeedScale",
    "NextStepRule",
    "PlanMark",
    "Prospect",
    "ProspectOf",
    "QuestionSet",
    "Route",
    "RouteGroup",
    "RuleBook",
    "RuleError",
    "Sector",
    "Threshold",
    "Variant",
    "WaitingTime",
    "WordList",
    "aim_of",
    "checklists",
    "decision_point_of",
    "decision_points",
    "disclosure_threshold",
    "entitlement_frameworks",
    "findings",
    "forget",
    "kinds",
    "least_shown",
    "load",
    "need_scale",
    "next_step_rules",
    "own_rules",
    "plan_marks",
    "prospect",
    "prospects",
    "question_sets",
    "route_groups",
    "route_words",
    "routes",
    "sectors",
    "thresholds",
    "version",
    "waiting_time",
    "word_lists",
]


def kinds(on: date) -> tuple[Kind, ...]:
    """Return the kinds of ledger line in force on a day."""
    return in_force(load().kinds, on)


def routes(on: date) -> tuple[Route, ...]:
    """Return the routes in force on a day, in listing order."""
    return in_force(load().routes, on)


def route_groups(on: date) -> tuple[RouteGroup, ...]:
    """Return the groups of routes in force on a day, in listing order within what they are of."""
    return in_force(load().route_groups, on)


def sectors(on: date) -> tuple[Sector, ...]:
    """Return the sectors in force on a day, in listing order."""
    return in_force(load().sectors, on)


def decision_points(on: date) -> tuple[DecisionPoint, ...]:
    """Return the decision points in force on a day, earliest first."""
    return in_force(load().decision_points, on)


def decision_point_of(year_group: int, on: date) -> DecisionPoint | None:
    """Return the decision point a year group faces, or None (Year 7)."""
    return next((point for point in decision_points(on) if year_group in point.years), None)


def entitlement_frameworks(on: date) -> tuple[Framework, ...]:
    """Return the entitlement frameworks in force on a day with their criteria then in force."""
    return frameworks_in_force(load(), on)


def next_step_rules(on: date) -> tuple[NextStepRule, ...]:
    """Return the next-step rules in force on a day, in the order of the files."""
    return next_steps_in_force(load(), on)


def need_scale(on: date) -> NeedScale:
    """Return how needs make one overall need, as in force on a day (the last one listed)."""
    return in_force(load().need_scales, on)[-1]


def disclosure_threshold(on: date) -> int:
    """Return the smallest group whose figures may be shown to roles that see no names.

    Where a school sets a higher threshold of its own, the higher one counts.
    """
    return max(rule.threshold for rule in in_force(load().disclosures, on))


def waiting_time(name: str, on: date) -> WaitingTime:
    """Return how long after a student has left something follows, as in force on a day.

    Where an installation has an entry of its own, that one counts.
    """
    return [rule for rule in in_force(load().waiting_times, on) if rule.leads(name)][-1]


def checklists(on: date) -> tuple[Checklist, ...]:
    """Return the checklists of what makes an encounter meaningful, in force on a day."""
    return in_force(load().checklists, on)


def thresholds(on: date) -> dict[str, int]:
    """Return the numbers that the review of plans uses on a day, by name."""
    return {entry.name: entry.value for entry in in_force(load().thresholds, on)}


def word_lists(on: date) -> dict[str, tuple[str, ...]]:
    """Return the words that the review of plans looks for on a day, by list."""
    return {entry.name: entry.words for entry in in_force(load().word_lists, on)}


def route_words(on: date) -> dict[str, tuple[str, ...]]:
    """Return the words that show which route a plan speaks of on a day, by route."""
    return {entry.name: entry.words for entry in in_force(load().route_words, on)}


def plan_marks(on: date) -> dict[str, PlanMark]:
    """Return the marks that the review of plans can give on a day, by code."""
    return {entry.name: entry for entry in in_force(load().marks, on)}


def least_shown(year_group: int, on: date) -> int | None:
    """Return the share of routes, in per cent, that a year group should have been shown by a day;
    None where nothing is asked yet.
    """
    reached = [
        entry
        for entry in in_force(load().shown_by, on)
        if year_group in entry.years and _in_year(entry.from_month) <= _in_year(on.month)
    ]
    return max((entry.at_least for entry in reached), default=None)


def _in_year(month: int) -> int:
    """Which month of the school year it is: September is 0."""
    return (month - 9) % 12


def question_sets(on: date) -> tuple[QuestionSet, ...]:
    """Return the feedback question sets in force on a day."""
    return in_force(load().question_sets, on)


def findings(on: date) -> tuple[Finding, ...]:
    """Return the lines of the governors' report in force on a day, in the order of the files."""
    return in_force(load().findings, on)


def version() -> str:
    """Return a short hash of all rule data, kept with every result computed from them."""
    return load().version
