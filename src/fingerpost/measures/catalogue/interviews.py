"""Measures of guidance interviews."""

from __future__ import annotations

from fingerpost.measures.catalogue.groups import INTERVIEWED, VULNERABLE, years
from fingerpost.measures.measure import OWN, Measure, mean, share

_GATSBY_8 = "Gatsby 2025, benchmark 8"
_ALL_INTERVIEWED = "Ofsted 2013, paragraph 19"


def measures() -> tuple[Measure, ...]:
    """Return the measures of interviews: had, by whom, by when, booked and missed."""
    return (*_had(), *_by_when(), *_arranged())


def _had() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.interviews_ever >= 1,
            name="interviewed_ever",
            title="Have had a guidance interview",
            meaning="Students who have had at least one guidance interview.",
            source=_GATSBY_8,
            good="high",
        ),
        share(
            lambda t: t.interviews_this_year >= 1,
            name="interviewed_this_year",
            title="Have had a guidance interview this year",
            meaning="Students who have had at least one guidance interview since 1 September.",
            source=_ALL_INTERVIEWED,
            good="high",
        ),
        share(
            lambda t: t.interviews_years_9_11 >= 1,
            name="interviewed_years_9_to_11",
            title="Years 9 to 11: have had a guidance interview",
            meaning="Students now in Years 9 to 11 who have had a guidance interview since Year 9.",
            source=_ALL_INTERVIEWED,
            good="high",
            **years(9, 11),
        ),
        share(
            lambda t: t.independent_interviews_ever >= 1,
            name="interviewed_independently",
            title="Interviewed by an independent adviser",
            meaning="Of those who have had an interview, those who have had one with an adviser "
            "independent of the school.",
            source=_ALL_INTERVIEWED,
            good="high",
            **INTERVIEWED,
        ),
        share(
            lambda t: t.interviews_this_year >= 1,
            name="vulnerable_interviewed_this_year",
            title="May need more support: interviewed this year",
            meaning="Students who may need more support and have had a guidance interview since "
            "1 September.",
            source="Ofsted 2013, paragraphs 33 and 34",
            good="high",
            **VULNERABLE,
        ),
        mean(
            "interviews_ever",
            name="interviews_mean",
            title="Guidance interviews per student",
            meaning="How many guidance interviews students have had, on average.",
            source=_GATSBY_8,
            good="high",
        ),
        mean(
            "days_since_interview",
            name="days_since_interview_mean",
            title="Days since the last interview",
            meaning="How many days ago the last interview was, on average, for those who have had "
            "one.",
            source="Ofsted 2013, paragraph 52",
            good="low",
            **INTERVIEWED,
        ),
    )


def _by_when() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.interviews_by_16 >= 1,
            name="interviewed_by_16",
            title="Year 11: have had an interview by 16",
            meaning="Students in Year 11 who have had a guidance interview in Year 11 or before.",
            source=_GATSBY_8,
            good="high",
            **years(11, 11),
        ),
        share(
            lambda t: t.interviews_post_16 >= 1,
            name="interviewed_by_18",
            title="Year 13: have had a further interview by 18",
            meaning="Students in Year 13 who have had a guidance interview in Year 12 or 13.",
            source=_GATSBY_8,
            good="high",
            **years(13, 13),
        ),
        share(
            lambda t: (t.interviews_by_16 >= 1) | t.interview_booked,
            name="interview_booked_or_had",
            title="Year 11: interviewed or booked",
            meaning="Students in Year 11 who have had an interview by 16 or have one booked.",
            source=_GATSBY_8,
            good="high",
            **years(11, 11),
        ),
    )


def _arranged() -> tuple[Measure, ...]:
    return (
        share(
            lambda t: t.interview_booked,
            name="interview_booked",
            title="Have an interview booked",
            meaning="Students with an interview booked for today or later.",
            source=OWN,
        ),
        share(
            lambda t: t.interviews_missed_this_year >= 1,
            name="interview_missed_this_year",
            title="Missed an interview this year",
            meaning="Students who did not come to an interview booked for them since 1 September.",
            source=OWN,
            good="low",
        ),
    )
