"""Measures of encounters: of every kind, with employers, at workplaces, in lessons."""

from __future__ import annotations

from fingerpost.measures.catalogue.groups import VULNERABLE, years
from fingerpost.measures.measure import (
    START,
    Measure,
    fact_is_true,
    mean,
    of_judged,
    share,
    total,
)
from fingerpost.measures.vocabulary import LineKind, Vocabulary

_RANGE = "Ofsted 2013, paragraph 22"
_GATSBY_5 = "Gatsby 2025, benchmark 5"
_GATSBY_6 = "Gatsby 2025, benchmark 6"


def measures(words: Vocabulary) -> tuple[Measure, ...]:
    """Return the measures of encounters."""
    kinds = tuple(_had_kind(kind) for kind in words.encounters)
    met = of_judged(*_employers(), *_workplaces())
    return (*_all_kinds(), *met, *_lessons(), *kinds)


def _all_kinds() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.encounters_this_year >= 1,
            name="encounters_this_year",
            title="Have had any careers encounter this year",
            meaning="Students with at least one encounter of any kind since 1 September.",
            source=_RANGE,
            good="high",
        ),
        share(
            lambda t: t.encounters_this_year == 0,
            name="no_encounter_this_year",
            title="Have had nothing at all this year",
            meaning="Students without a single careers encounter since 1 September.",
            source="Ofsted 2013, paragraph 22 and key findings",
            good="low",
        ),
        mean(
            "encounters_this_year",
            name="encounters_mean",
            title="Encounters per student this year",
            meaning="How many encounters of any kind students have had since 1 September, on "
            "average.",
            source=_RANGE,
            good="high",
        ),
        total(
            "encounters_this_year",
            name="encounters_total_this_year",
            title="Encounters this year",
            meaning="How many encounters of any kind students have had since 1 September, added "
            "up.",
            source=_RANGE,
        ),
        mean(
            "guidance_minutes_this_year",
            name="guidance_minutes_mean",
            title="Minutes of careers guidance per student this year",
            meaning="How many minutes of encounters students have had since 1 September, on "
            "average, where the length is known.",
            source="Ofsted 2013, paragraph 8",
            good="high",
        ),
    )


def _employers() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.employer_encounters_this_year >= 1,
            name="employer_this_year",
            title="Have met an employer this year",
            meaning="Students with at least one employer encounter since 1 September.",
            source=_GATSBY_5,
            good="high",
        ),
        share(
            lambda t: t.employer_years >= t.year_group - 6,
            name="employer_every_year",
            title="Have met an employer in every year",
            meaning="Students who have met an employer in each year from Year 7 to the one they "
            "are in.",
            source=_GATSBY_5,
            good="high",
        ),
        share(
            lambda t: t.employer_encounters_this_year >= 1,
            name="vulnerable_employer_this_year",
            title="May need more support: have met an employer this year",
            meaning="Students who may need more support and have met an employer since "
            "1 September.",
            source="Ofsted 2013, paragraph 35",
            good="high",
            **VULNERABLE,
        ),
        mean(
            "organisations_met",
            name="organisations_mean",
            title="Different employers met per student",
            meaning="How many different organisations students have met as employers, on average.",
            source="Ofsted 2013, paragraphs 38 and 43",
            good="high",
        ),
    )


def _workplaces() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.workplace_by_16 >= 1,
            name="workplace_ever",
            title="Have been in a workplace by 16",
            meaning="Students in Years 10 and 11 with at least one experience of a workplace.",
            source=_GATSBY_6,
            good="high",
            **years(10, 11),
        ),
        share(
            lambda t: t.workplace_post_16 >= 1,
            name="workplace_post_16",
            title="Years 12 and 13: have been in a workplace",
            meaning="Students in Years 12 and 13 with an experience of a workplace in those years.",
            source=_GATSBY_6,
            good="high",
            **years(12, 13),
        ),
        share(
            lambda t: t.workplace_days_years_7_9 >= 5,
            name="workplace_week_by_year_9",
            title="Year 9: a week of workplace experience",
            meaning="Students in Year 9 with five days or more at workplaces in Years 7 to 9, an "
            "ambition of the government and not a duty.",
            source="DfE statutory guidance, 8 May 2025 (ambition)",
            valid_from=START.replace(year=2025),
            good="high",
            **years(9, 9),
        ),
        share(
            lambda t: t.placement_days_years_10_11 >= 5,
            name="placement_week_by_year_11",
            title="Year 11: a week on placement",
            meaning="Students in Year 11 with five days or more of work experience in Years 10 "
            "and 11, an ambition of the government and not a duty.",
            source="DfE statutory guidance, 8 May 2025 (ambition)",
            valid_from=START.replace(year=2025),
            good="high",
            **years(11, 11),
        ),
        mean(
            "placement_days_years_10_11",
            name="placement_days_mean",
            title="Days on placement per student",
            meaning="How many days of work experience students in Years 10 and 11 have had in "
            "those years, on average.",
            source="Ofsted 2013, paragraphs 39 to 42",
            good="high",
            **years(10, 11),
        ),
    )


def _lessons() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.subjects_linked_this_year >= 1,
            name="subjects_linked",
            title="Have had a subject lesson linked to careers this year",
            meaning="Students with at least one subject lesson linked to careers since "
            "1 September.",
            source="Gatsby 2025, benchmark 4",
            good="high",
        ),
        mean(
            "subjects_linked_this_year",
            name="subjects_linked_mean",
            title="Subjects linked to careers per student this year",
            meaning="In how many different subjects students have had a lesson linked to careers "
            "since 1 September, on average.",
            source="Gatsby 2025, benchmark 4",
            good="high",
        ),
        share(
            lambda t: t.labour_market_this_key_stage >= 1,
            name="labour_market",
            title="Have used labour market information in this key stage",
            meaning="Students who have used information on careers and the labour market in the "
            "key stage they are in.",
            source="Gatsby 2025, benchmark 2",
            good="high",
        ),
        share(
            lambda t: t.careers_programme_this_year >= 1,
            name="careers_programme",
            title="Have had a careers lesson, tutorial or assembly this year",
            meaning="Students with at least one session of the careers programme since "
            "1 September.",
            source="Ofsted 2013, paragraphs 23 and 24",
            good="high",
        ),
    )


def _had_kind(kind: LineKind) -> Measure:
    return share(
        fact_is_true(f"had_{kind.name}_this_year"),
        name=f"kind_{kind.name}",
        title=f"This year: {kind.label}",
        meaning=f"Students with at least one line since 1 September of this kind: {kind.label}.",
        source="Ofsted 2013, paragraphs 22 and 23",
    )
