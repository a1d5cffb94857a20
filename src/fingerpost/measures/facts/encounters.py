"""Facts about encounters of every kind, and those with employers and workplaces."""

from __future__ import annotations

import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Fact, count, whether
from fingerpost.measures.facts.prepared import MINUTES_IN_A_DAY
from fingerpost.measures.facts.seen import EMPLOYER_YEARS, KINDS_THIS_YEAR, has_any, how_many
from fingerpost.measures.vocabulary import Vocabulary, bit


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about encounters."""
    return (*_all_kinds(), *_employers(), *_workplaces(), *_by_kind(words))


def _all_kinds() -> tuple[Fact, ...]:
    return (
        count(
            "encounters_this_year",
            "Encounters this year",
            "Careers encounters of any kind since 1 September.",
            lambda t: t.encounter & t.this_year,
        ),
        count(
            "encounters_ever",
            "Encounters",
            "Careers encounters of any kind the student has ever had.",
            lambda t: t.encounter,
        ),
        Fact(
            "days_since_encounter",
            "Days since the last encounter",
            "Days since the last encounter of any kind; not known where there was none.",
            "int",
            "lines",
            lambda t: t.days_ago.min(where=t.encounter),
            "unknown",
        ),
        Fact(
            "guidance_minutes_this_year",
            "Minutes of careers guidance this year",
            "Minutes of all encounters since 1 September, where their length is known.",
            "int",
            "lines",
            lambda t: t.minutes.sum(where=t.encounter & t.this_year),
        ),
        count(
            "careers_programme_this_year",
            "Careers lessons, tutorials and assemblies this year",
            "Sessions of the careers programme since 1 September.",
            lambda t: t.careers_programme & t.this_year,
        ),
        count(
            "helpline_contacts_this_year",
            "Contacts with a guidance service this year",
            "Contacts by web chat, message or telephone with a guidance service since 1 September.",
            lambda t: (t.kind == "helpline_contact") & t.this_year,
        ),
    )


def _employers() -> tuple[Fact, ...]:
    return (
        count(
            "employer_encounters_this_year",
            "Employer encounters this year",
            "Encounters with employers since 1 September, without those judged not meaningful.",
            lambda t: t.employer & t.this_year,
        ),
        count(
            "employer_encounters_ever",
            "Employer encounters",
            "Encounters with employers ever, without those judged not meaningful.",
            lambda t: t.employer,
        ),
        Fact(
            "employer_years",
            "Years with an employer encounter",
            "In how many of Years 7 to 13 the student has met an employer.",
            "int",
            "later",
            how_many(EMPLOYER_YEARS, [1 << year for year in range(7, 14)]),
        ),
        Fact(
            "organisations_met",
            "Employers met",
            "Different organisations met in employer encounters.",
            "int",
            "lines",
            lambda t: t.organisation.nunique(where=t.employer),
        ),
        count(
            "mock_interviews_ever",
            "Practice interviews",
            "Practice interviews with an employer ever.",
            lambda t: t.kind == "mock_interview",
        ),
    )


def _workplaces() -> tuple[Fact, ...]:
    return (
        count(
            "workplace_by_16",
            "Workplace experiences by the end of Year 11",
            "Experiences of a workplace while in Year 11 or below, without those judged not "
            "meaningful.",
            lambda t: t.workplace & (t.year_then <= 11),
        ),
        count(
            "workplace_post_16",
            "Workplace experiences in Years 12 and 13",
            "Experiences of a workplace while in Year 12 or 13, without those judged not "
            "meaningful.",
            lambda t: t.workplace & (t.year_then >= 12),
        ),
        Fact(
            "workplace_days_years_7_9",
            "Days of workplace experience in Years 7 to 9",
            "Days at workplaces while in Years 7 to 9: six hours make a day, and an experience "
            "without a length counts as one.",
            "float",
            "lines",
            lambda t: _days(t).sum(where=t.workplace & t.year_then.between(7, 9)),
        ),
        Fact(
            "placement_days_years_10_11",
            "Days on placement in Years 10 and 11",
            "Days of work experience while in Years 10 and 11: six hours make a day, and a "
            "placement without a length counts as one.",
            "float",
            "lines",
            lambda t: _days(t).sum(
                where=t.workplace & (t.kind == "work_experience") & t.year_then.between(10, 11)
            ),
        ),
    )


def _by_kind(words: Vocabulary) -> tuple[Fact, ...]:
    return tuple(
        whether(
            f"had_{kind.name}_this_year",
            f"Has had this year: {kind.label}",
            f"At least one line since 1 September of this kind: {kind.label}.",
            has_any(KINDS_THIS_YEAR, [bit(words.kinds, kind.name)]),
        )
        for kind in words.encounters
    )


def _days(t: ir.Table) -> ir.FloatingValue:
    return (t.minutes / MINUTES_IN_A_DAY).fill_null(1.0)
