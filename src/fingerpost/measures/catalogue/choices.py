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
