"""Measures of records, plans and actions, ideas, own research and feedback."""

from __future__ import annotations

from fingerpost.measures.catalogue.groups import INTERVIEWED, WITH_OPEN_ACTION, Group
from fingerpost.measures.measure import Measure, mean, share, total

_RECORDS = "Ofsted 2013, paragraphs 30 and 32"
_ACTIONS = "Ofsted 2013, paragraph 32"
_IDEAS = "Ofsted 2013, paragraph 52"

_SENT_A_RECORD: Group = {
    "of": lambda t: t.records_shared >= 1,
    "denominator": "Students who have been sent a record.",
}
_MET_THIS_YEAR: Group = {
    "of": lambda t: t.encounters_this_year >= 1,
    "denominator": "Students with an encounter this year.",
}
_WITH_ACTION: Group = {
    "of": lambda t: (t.actions_open >= 1) | (t.actions_closed >= 1),
    "denominator": "Students with an action that is open or done.",
}


def measures() -> tuple[Measure, ...]:
    """Return the measures of plans, ideas and feedback."""
    return (*_records(), *_actions(), *_ideas())


def _records() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.records_shared >= 1,
            name="record_shared",
            title="Have been sent the record of an interview",
            meaning="Of those who have had an interview, those who were sent its record.",
            source=_RECORDS,
            good="high",
            **INTERVIEWED,
        ),
        share(
            lambda t: t.records_unacknowledged == 0,
            name="record_acknowledged",
            title="Have acknowledged every record they were sent",
            meaning="Of those who were sent the record of an interview, those with none left to "
            "acknowledge.",
            source=_RECORDS,
            good="high",
            **_SENT_A_RECORD,
        ),
        share(
            lambda t: t.plan_shared_with_family,
            name="plan_shared_with_family",
            title="Plan shared with family",
            meaning="Of those who have had an interview, those who have shared a plan with their "
            "family.",
            source="Ofsted 2013, paragraphs 30, 38 and 56",
            good="high",
            **INTERVIEWED,
        ),
    )


def _actions() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.actions_agreed_this_year >= 1,
            name="actions_agreed_this_year",
            title="Have agreed an action this year",
            meaning="Students who have agreed at least one action since 1 September.",
            source=_ACTIONS,
            good="high",
        ),
        share(
            lambda t: t.actions_open >= 1,
            name="actions_open",
            title="Have an open action",
            meaning="Students with an agreed action that is not yet done or dropped.",
            source=_ACTIONS,
        ),
        total(
            "actions_open",
            name="actions_open_total",
            title="Open actions",
            meaning="How many agreed actions are neither done nor dropped, added up.",
            source=_ACTIONS,
        ),
        share(
            lambda t: t.actions_overdue >= 1,
            name="actions_overdue",
            title="Have an overdue action",
            meaning="Of those with an open action, those with one past its date.",
            source=_ACTIONS,
            good="low",
            **WITH_OPEN_ACTION,
        ),
        share(
            lambda t: t.actions_without_date >= 1,
            name="actions_without_date",
            title="Have an action without a date",
            meaning="Of those with an open action, those with one that does not say by when.",
            source=_ACTIONS,
            good="low",
            **WITH_OPEN_ACTION,
        ),
        share(
            lambda t: t.actions_closed >= 1,
            name="actions_done",
            title="Have done an action",
            meaning="Of those with an action that is open or done, those who have done at least "
            "one.",
            source=_ACTIONS,
            good="high",
            **_WITH_ACTION,
        ),
    )


def _ideas() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.ideas_saved >= 1,
            name="ideas_saved",
            title="Have saved an idea",
            meaning="Students with at least one saved idea that they have not dropped.",
            source=_IDEAS,
            good="high",
        ),
        mean(
            "ideas_saved",
            name="ideas_mean",
            title="Ideas saved per student",
            meaning="How many ideas students have saved and not dropped, on average.",
            source=_IDEAS,
            good="high",
        ),
        share(
            lambda t: t.own_research_this_year >= 1,
            name="own_research_this_year",
            title="Have done own research this year",
            meaning="Students who have looked into something on their own since 1 September.",
            source="Ofsted 2013, paragraphs 27 and 52",
            good="high",
        ),
        share(
            lambda t: t.self_assessments_ever >= 1,
            name="self_assessed",
            title="Have assessed themselves",
            meaning="Students who have done at least one self-assessment of interests, skills or "
            "values.",
            source="Ofsted 2013, paragraph 8",
            good="high",
        ),
        share(
            lambda t: t.helpline_contacts_this_year >= 1,
            name="helpline_this_year",
            title="Have used a guidance service this year",
            meaning="Students who have been in touch with a guidance service by web chat, message "
            "or telephone since 1 September.",
            source="Ofsted 2013, paragraphs 48 and 49",
        ),
        share(
            lambda t: t.feedback_given_this_year >= 1,
            name="feedback_this_year",
            title="Have given feedback this year",
            meaning="Of those with an encounter this year, those who have said what they made of "
            "one.",
            source="Ofsted 2013, paragraphs 57 and 59",
            good="high",
            **_MET_THIS_YEAR,
        ),
        share(
            lambda t: t.mock_interviews_ever >= 1,
            name="mock_interview",
            title="Have had a practice interview",
            meaning="Students who have had at least one practice interview with an employer.",
            source="Ofsted 2013, paragraph 60",
        ),
    )
