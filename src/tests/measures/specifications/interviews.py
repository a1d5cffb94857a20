from datetime import date

from tests.measures.builder import LAST_YEAR, TWO_YEARS_AGO, Made
from tests.measures.specifications import specification

INTERVIEW = "guidance_interview"
NEXT_WEEK = date(2026, 1, 22)


@specification
def interviewed_ever(s: Made) -> None:
    s.counted(year=7).had(INTERVIEW)
    s.counted(year=13).had(INTERVIEW, TWO_YEARS_AGO)
    s.due().had("employer_talk").had("interview_booked", NEXT_WEEK, about="interview:1")
    s.due().had(INTERVIEW, NEXT_WEEK)


@specification
def interviewed_this_year(s: Made) -> None:
    s.counted().had(INTERVIEW, date(2025, 9, 1))
    s.due().had(INTERVIEW, date(2025, 8, 31))
    s.due()


@specification
def interviewed_years_9_to_11(s: Made) -> None:
    s.counted(year=9).had(INTERVIEW)
    s.counted(year=11).had(INTERVIEW, TWO_YEARS_AGO)
    s.due(year=10).had(INTERVIEW, TWO_YEARS_AGO)
    s.due(year=11)
    s.outside(year=8).had(INTERVIEW)
    s.outside(year=12).had(INTERVIEW, LAST_YEAR)


@specification
def interviewed_independently(s: Made) -> None:
    s.counted().had(INTERVIEW, independent=True).had(INTERVIEW, independent=False)
    s.due().had(INTERVIEW, independent=False)
    s.due().had(INTERVIEW, independent=None)
    s.outside().had("employer_talk", independent=True)


@specification
def vulnerable_interviewed_this_year(s: Made) -> None:
    s.counted(ehc_plan=True).had(INTERVIEW)
    s.counted(sen_provision="K").had(INTERVIEW)
    s.due(in_care=True).had(INTERVIEW, LAST_YEAR)
    s.due(young_carer=True)
    s.due(disability=True)
    s.outside(sen_provision="N", pupil_premium=True).had(INTERVIEW)


@specification
def interviews_mean(s: Made) -> None:
    s.worth(3).had(INTERVIEW, times=2).had(INTERVIEW, LAST_YEAR)
    s.worth(1).had(INTERVIEW)
    s.worth(0).had("careers_lesson")


@specification
def days_since_interview_mean(s: Made) -> None:
    s.worth(14).had(INTERVIEW, date(2026, 1, 1)).had(INTERVIEW, LAST_YEAR)
    s.worth(1).had(INTERVIEW, date(2026, 1, 14))
    s.outside().had("employer_talk")


@specification
def interviewed_by_16(s: Made) -> None:
    s.counted(year=11).had(INTERVIEW, TWO_YEARS_AGO)
    s.due(year=11).had("interview_booked", NEXT_WEEK)
    s.outside(year=10).had(INTERVIEW)
    s.outside(year=12).had(INTERVIEW, LAST_YEAR)


@specification
def interviewed_by_18(s: Made) -> None:
    s.counted(year=13).had(INTERVIEW, LAST_YEAR)
    s.due(year=13).had(INTERVIEW, TWO_YEARS_AGO)
    s.outside(year=12).had(INTERVIEW)


@specification
def interview_booked_or_had(s: Made) -> None:
    s.counted(year=11).had(INTERVIEW, LAST_YEAR)
    s.counted(year=11).had("interview_booked", NEXT_WEEK, about="interview:1")
    s.due(year=11).had("interview_booked", LAST_YEAR, about="interview:2")
    s.due(year=11)
    s.outside(year=10).had(INTERVIEW)


@specification
def interview_booked(s: Made) -> None:
    s.counted().had("interview_booked", NEXT_WEEK, about="interview:1")
    s.counted().had("interview_booked", s.as_of, about="interview:2")
    cancelled = s.due().had("interview_booked", NEXT_WEEK, about="interview:3")
    cancelled.had("interview_cancelled", s.as_of, about="interview:3")
    held = s.due().had("interview_booked", s.as_of, about="interview:4")
    held.had(INTERVIEW, s.as_of, about="interview:4")
    missed = s.due().had("interview_booked", s.as_of, about="interview:5")
    missed.had("interview_missed", s.as_of, about="interview:5")
    s.due().had("interview_booked", LAST_YEAR, about="interview:6")


@specification
def interview_missed_this_year(s: Made) -> None:
    s.counted().had("interview_missed", about="interview:1")
    s.due().had("interview_missed", LAST_YEAR, about="interview:2")
    s.due().had("interview_cancelled", about="interview:3")
