"""Measures of what students have been shown: routes, providers and sectors."""

from __future__ import annotations

import ibis.expr.types as ir

from fingerpost.measures.catalogue.groups import Group, years
from fingerpost.measures.measure import Measure, fact_is_true, mean, of_judged, share
from fingerpost.measures.vocabulary import RouteGroup, Term, Vocabulary

_BREADTH = "Ofsted 2013, paragraphs 13 and 21"
_VOCATIONAL = "Ofsted 2013, paragraphs 45 and 46"
_GATSBY_7 = "Gatsby 2025, benchmark 7"

_SHOWN_ANY: Group = {
    "of": lambda t: t.year_group.between(9, 11) & (t.routes_seen >= 1),
    "denominator": "Students in Years 9 to 11 who have been shown a route.",
}


def measures(words: Vocabulary) -> tuple[Measure, ...]:
    """Return the measures of routes, providers and sectors."""
    return (
        *_breadth(),
        *of_judged(*_providers()),
        *_sectors(),
        *(_shown("route", term, _BREADTH) for term in words.routes),
        *(_group_shown(group) for group in words.route_groups),
        *(_shown("sector", term, "Ofsted 2013, paragraph 38") for term in words.sectors),
    )


def _breadth() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.routes_seen >= 3,
            name="routes_three",
            title="Have been shown three routes or more",
            meaning="Students in Years 9 to 11 who have been shown at least three different "
            "routes.",
            source=_BREADTH,
            good="high",
            **years(9, 11),
        ),
        mean(
            "routes_seen",
            name="routes_mean",
            title="Routes shown per student",
            meaning="How many different routes students in Years 9 to 11 have been shown, on "
            "average.",
            source=_BREADTH,
            good="high",
            **years(9, 11),
        ),
        share(
            lambda t: t.technical_route_seen,
            name="technical_route",
            title="Have been shown a technical route",
            meaning="Students in Years 9 to 11 who have been shown a technical route or an "
            "apprenticeship.",
            source=_VOCATIONAL,
            good="high",
            **years(9, 11),
        ),
        share(
            lambda t: t.apprenticeship_seen,
            name="apprenticeships",
            title="Have been shown apprenticeships",
            meaning="Students in Years 9 to 11 who have been shown apprenticeships.",
            source=_VOCATIONAL,
            good="high",
            **years(9, 11),
        ),
        share(
            lambda t: t.academic_only,
            name="academic_only",
            title="Have been shown academic routes only",
            meaning="Of those in Years 9 to 11 who have been shown any route, those who have "
            "been shown no technical one.",
            source=_VOCATIONAL,
            good="low",
            **_SHOWN_ANY,
        ),
    )


def _providers() -> tuple[Measure, ...]:
    whole_range = ("sixth_form_seen", "college_seen", "university_seen", "training_provider_seen")

    def met_all(t: ir.Table) -> ir.BooleanValue:
        first, *others = whole_range
        result = t[first]
        for one in others:
            result = result & t[one]
        return result

    return (
        share(
            lambda t: t.provider_encounters_by_16 >= 1,
            name="provider_by_16",
            title="Have met a provider by 16",
            meaning="Students in Years 10 and 11 who have met a college, university, training "
            "provider or sixth form.",
            source=_GATSBY_7,
            good="high",
            **years(10, 11),
        ),
        share(
            met_all,
            name="provider_range",
            title="Have met the full range of providers",
            meaning="Students in Years 10 and 11 who have met a sixth form, a college, a "
            "university and a training provider.",
            source=_GATSBY_7,
            good="high",
            **years(10, 11),
        ),
        share(
            lambda t: t.university_visits_post_16 >= 2,
            name="universities_twice",
            title="Year 13: have visited universities twice",
            meaning="Students in Year 13 with at least two visits to universities in Years 12 "
            "and 13.",
            source=_GATSBY_7,
            **years(13, 13),
        ),
    )


def _sectors() -> tuple[Measure, ...]:
    return (
        mean(
            "sectors_seen",
            name="sectors_mean",
            title="Sectors shown per student",
            meaning="How many different sectors of work students have been shown, on average.",
            source="Ofsted 2013, paragraph 38",
            good="high",
        ),
    )


def _shown(what: str, term: Term, source: str) -> Measure:
    return share(
        fact_is_true(f"{what}_seen_{term.name}"),
        name=f"{what}_{term.name}",
        title=f"Have been shown: {term.label}",
        meaning=f"Students who have been shown this {what} in an encounter: {term.label}.",
        source=source,
        good="high" if what == "route" else None,
    )


def _group_shown(group: RouteGroup) -> Measure:
    what = {"level": "a route that leads to this level", "provider": "this kind of provider"}
    return share(
        fact_is_true(f"{group.name}_seen"),
        name=group.name,
        title=f"Have been shown: {group.label}",
        meaning=f"Students who have been shown {what[group.what]} in an encounter: {group.label}.",
        source=_BREADTH,
        good="high",
    )
