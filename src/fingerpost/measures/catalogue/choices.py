"""Measures of choices: who has decided, how surely, and with what to fall back on."""

from __future__ import annotations

import ibis.expr.types as ir

from fingerpost.measures.catalogue.groups import Group, years
from fingerpost.measures.measure import OWN, Measure, mean, share
from fingerpost.measures.vocabulary import Point, Vocabulary

_DECISIONS = "Ofsted 2013, paragraphs 17 and 51"

_FACING_A_CHOICE: Group = {
    "of": lambda t: t.decision_point.notnull(),
    "denominator": "Students who face a choice.",
}
_INTENDING: Group = {
    "of": lambda t: t.intention_recorded,
    "denominator": "Students with an intention recorded for the choice they face.",
}

_CLOSE: Group = {
    "of": lambda t: t.close_to_decision,
    "denominator": "Students whose choice is close.",
}
_LAST_YEARS: Group = {
    "of": lambda t: t.year_group.isin([11, 13]),
    "denominator": "Students in Years 11 and 13.",
}


def measures(words: Vocabulary) -> tuple[Measure, ...]:
    """Return the measures of choices, one of being undecided for each decision point."""
    return (*_all(), *(_undecided_at(point) for point in words.points))


def _all() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.intention_recorded,
            name="intention_recorded",
            title="Have an intention recorded",
            meaning="Of those who face a choice, those with an intention recorded for it.",
            source=_DECISIONS,
            good="high",
            **_FACING_A_CHOICE,
        ),
        share(
            lambda t: t.undecided,
            name="undecided",
            title="Undecided",
            meaning="Of those who face a choice, those with no intention recorded or not sure of "
            "it.",
            source=_DECISIONS,
            good="low",
            **_FACING_A_CHOICE,
        ),
        share(
            lambda t: t.undecided,
            name="undecided_year_11",
            title="Year 11: undecided",
            meaning="Students in Year 11 with no intention recorded for after Year 11, or not "
            "sure of it.",
            source=_DECISIONS,
            good="low",
            **years(11, 11),
        ),
        share(
            lambda t: t.fallback_recorded,
            name="fallback",
            title="Year 11: have a fallback",
            meaning="Students in Year 11 with a second choice recorded in case the first falls "
            "through.",
            source=OWN,
            good="high",
            **years(11, 11),
        ),
        mean(
            "intention_sure",
            name="intention_sure_mean",
            title="How sure students are",
            meaning="How sure students were of their latest intention, from 1 to 5, on average.",
            source=OWN,
            good="high",
            **_INTENDING,
        ),
        share(
            lambda t: t.undecided_close,
            name="undecided_close",
            title="Undecided with the choice close",
            meaning="Of those whose choice is close, those with no intention recorded or not sure "
            "of it. From when a choice is close is in the rules.",
            source=_DECISIONS,
            good="low",
            **_CLOSE,
        ),
        *_applications(),
    )


def _applications() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.applications_made >= 1,
            name="applied",
            title="Years 11 and 13: have applied",
            meaning="Students in Years 11 and 13 who have sent an application that has not ended. "
            "Split it by intended route to see who has not.",
            source=_DECISIONS,
            good="high",
            **_LAST_YEARS,
        ),
        share(
            lambda t: t.offers_held >= 1,
            name="offered",
            title="Years 11 and 13: hold an offer",
            meaning="Students in Years 11 and 13 who hold an offer of a place, accepted or not.",
            source=_DECISIONS,
            good="high",
            **_LAST_YEARS,
        ),
        share(
            lambda t: t.applications_going == 0,
            name="no_application",
            title="Years 11 and 13: nothing to apply for yet",
            meaning="Students in Years 11 and 13 who have written down nothing that they are "
            "applying for or may apply for, or whose applications have all ended.",
            source=_DECISIONS,
            good="low",
            **_LAST_YEARS,
        ),
        share(
            lambda t: t.one_basket,
            name="one_basket",
            title="All in one basket",
            meaning="Of those with an application that has not ended, those for whom it is one "
            "application or one route, with no fallback and no place accepted.",
            source=OWN,
            good="low",
            of=lambda t: t.applications_going >= 1,
            denominator="Students with an application that has not ended.",
        ),
        share(
            lambda t: t.could_aim_higher,
            name="could_aim_higher",
            title="Predicted grades open more than is applied for",
            meaning="Of those whose predicted grades and level in mind are known, those with "
            "five GCSEs or more predicted at grade 5 or above whose applications are all at level "
            "2 or below, or who are applying for nothing and intend a route that usually leads no "
            "higher. A route that may lead to several levels counts by the highest. It may well be "
            "the right choice: it is a reason to talk about the whole range, and no verdict.",
            source=OWN,
            good="low",
            of=lambda t: (
                (t.decision_point == "post_16")
                & t.predicted_at_5.notnull()
                & t.level_in_mind.notnull()
            ).fill_null(False),
            denominator="Students in Years 10 and 11 with predicted grades, all of whose "
            "applications have a level, or who are applying for nothing and intend a route that "
            "has one.",
        ),
    )


def _undecided_at(point: Point) -> Measure:
    def facing(t: ir.Table) -> ir.BooleanValue:
        return t.decision_point == point.name

    faced = " and ".join(str(year) for year in point.years)
    return share(
        lambda t: t.undecided,
        name=f"undecided_{point.name}",
        title=f"Undecided: {point.label}",
        meaning="Students who face this choice and have no intention recorded, or are not sure of "
        f"it: {point.label}.",
        of=lambda t: facing(t).fill_null(False),
        denominator=f"Students in Years {faced}.",
        source=_DECISIONS,
        good="low",
    )
