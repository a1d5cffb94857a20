"""Facts about guidance interviews: held, booked and missed."""

from __future__ import annotations

import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Fact, count, flag
from fingerpost.measures.vocabulary import Vocabulary


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about interviews."""
    return (
        count(
            "interviews_ever",
            "Guidance interviews",
            "Guidance interviews the student has ever had.",
            lambda t: t.personal_guidance,
        ),
        count(
            "interviews_this_year",
            "Guidance interviews this year",
            "Guidance interviews since 1 September.",
            lambda t: t.personal_guidance & t.this_year,
        ),
        count(
            "interviews_by_16",
            "Guidance interviews by the end of Year 11",
            "Guidance interviews the student had while in Year 11 or below.",
            lambda t: t.personal_guidance & (t.year_then <= 11),
        ),
        count(
            "interviews_post_16",
            "Guidance interviews in Years 12 and 13",
            "Guidance interviews the student had while in Year 12 or 13.",
            lambda t: t.personal_guidance & (t.year_then >= 12),
        ),
        count(
            "interviews_years_9_11",
            "Guidance interviews in Years 9 to 11",
            "Guidance interviews the student had while in Years 9 to 11.",
            lambda t: t.personal_guidance & t.year_then.between(9, 11),
        ),
        count(
            "independent_interviews_ever",
            "Interviews with an independent adviser",
            "Guidance interviews ever with an adviser who is independent of the school.",
            lambda t: t.personal_guidance & t.independent.fill_null(False),
        ),
        count(
            "interviews_missed_this_year",
            "Interviews missed this year",
            "Booked interviews since 1 September that the student did not come to.",
            lambda t: (t.kind == "interview_missed") & t.this_year,
        ),
        flag(
            "interview_booked",
            "Interview booked",
            "An interview is booked for today or later and has not been cancelled, missed or held.",
            _still_to_come,
            "threads",
        ),
        Fact(
            "days_since_interview",
            "Days since the last interview",
            "Days since the last guidance interview; not known where there was none.",
            "int",
            "lines",
            lambda t: t.days_ago.min(where=t.personal_guidance),
            "unknown",
        ),
    )


def _still_to_come(t: ir.Table) -> ir.BooleanValue:
    settled = t.interview_cancelled | t.interview_missed | t.guidance_interview
    return t.interview_booked & (t.booked_days_ago <= 0) & ~settled
