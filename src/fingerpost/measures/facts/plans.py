"""Facts about records, plans and actions, ideas, own research and feedback."""

from __future__ import annotations

import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Fact, count, flag
from fingerpost.measures.vocabulary import Vocabulary


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about plans, ideas, learning and feedback."""
    return (*_actions(), *_records(), *_ideas(), *_learning())


def _open(t: ir.Table) -> ir.BooleanValue:
    return t.action_agreed & ~t.action_done & ~t.action_dropped


def _actions() -> tuple[Fact, ...]:
    return (
        count(
            "actions_open",
            "Open actions",
            "Agreed actions that are neither done nor dropped.",
            _open,
            "threads",
        ),
        count(
            "actions_overdue",
            "Overdue actions",
            "Open actions whose date has passed.",
            lambda t: _open(t) & (t.days_overdue > 0).fill_null(False),
            "threads",
        ),
        count(
            "actions_closed",
            "Actions done",
            "Agreed actions that were done.",
            lambda t: t.action_done,
            "threads",
        ),
        count(
            "actions_agreed_this_year",
            "Actions agreed this year",
            "Actions agreed since 1 September.",
            lambda t: t.agreed_this_year,
            "threads",
        ),
        count(
            "actions_without_date",
            "Open actions without a date",
            "Open actions that say not by when.",
            lambda t: _open(t) & t.days_overdue.isnull(),
            "threads",
        ),
    )


def _records() -> tuple[Fact, ...]:
    return (
        count(
            "records_shared",
            "Interview records shared with the student",
            "Interview records that the student was given.",
            lambda t: t.record_shared_with_student,
            "threads",
        ),
        count(
            "records_unacknowledged",
            "Interview records not yet acknowledged",
            "Interview records the student was given and has not acknowledged.",
            lambda t: t.record_shared_with_student & ~t.record_acknowledged,
            "threads",
        ),
        flag(
            "plan_shared_with_family",
            "Plan shared with family",
            "The student has shared a plan with family.",
            lambda t: t.kind == "shared_with_family",
        ),
    )


def _ideas() -> tuple[Fact, ...]:
    return (
        count(
            "ideas_saved",
            "Ideas saved",
            "Ideas the student has saved and not dropped.",
            lambda t: t.idea_saved & ~t.idea_dropped,
            "threads",
        ),
        count(
            "ideas_this_year",
            "Ideas saved this year",
            "Ideas saved since 1 September, dropped or not.",
            lambda t: t.saved_this_year,
            "threads",
        ),
        count(
            "own_research_this_year",
            "Own research this year",
            "Times the student has looked into something on their own since 1 September.",
            lambda t: (t.kind == "own_research") & t.this_year,
        ),
        count(
            "self_assessments_ever",
            "Self-assessments",
            "Self-assessments of interests, skills or values the student has ever done.",
            lambda t: t.kind == "self_assessment",
        ),
    )


def _learning() -> tuple[Fact, ...]:
    return (
        Fact(
            "subjects_linked_this_year",
            "Subjects linked to careers this year",
            "Different subjects in which a lesson was linked to careers since 1 September.",
            "int",
            "lines",
            lambda t: t.subject.nunique(where=t.curriculum & t.this_year),
        ),
        count(
            "labour_market_this_key_stage",
            "Labour market information this key stage",
            "Times the student used labour market information in the current key stage.",
            lambda t: t.labour_market & t.same_stage,
        ),
        count(
            "feedback_given_this_year",
            "Feedback given this year",
            "Times the student has given feedback since 1 September.",
            lambda t: (t.kind == "feedback_given") & t.this_year,
        ),
    )
