from datetime import date

from tests.measures.builder import LAST_YEAR, TWO_YEARS_AGO, Made
from tests.measures.specifications import specification

INTERVIEW, EMPLOYER, PROVIDER = "guidance_interview", "employer_talk", "provider_talk"
RANGE = ["school_sixth_form", "further_education", "university", "apprenticeship"]


@specification
def duty_guidance_this_year(s: Made) -> None:
    s.counted(year=9).had("assembly")
    s.due(year=11).had("assembly", LAST_YEAR)
    s.outside(year=8).had("assembly")


@specification
def duty_independent_guidance(s: Made) -> None:
    s.counted(year=10).had(INTERVIEW, LAST_YEAR, independent=True)
    s.due(year=11).had(INTERVIEW, independent=False)
    s.outside(year=9).had(INTERVIEW, independent=True)


@specification
def duty_range_of_routes(s: Made) -> None:
    s.counted(year=10).had(PROVIDER, routes=RANGE)
    s.due(year=11).had(PROVIDER, routes=RANGE[:2])
    s.outside(year=12).had(PROVIDER, routes=RANGE)


@specification
def duty_apprenticeships(s: Made) -> None:
    s.counted(year=10).had("assembly", routes=["apprenticeship"])
    s.due(year=10).had("assembly", routes=["university"])
    s.outside(year=9).had("assembly", routes=["apprenticeship"])


@specification
def duty_employers(s: Made) -> None:
    s.counted(year=9).had(EMPLOYER, TWO_YEARS_AGO)
    s.due(year=11).had(EMPLOYER, meaningful=False)
    s.outside(year=8).had(EMPLOYER)


@specification
def duty_record(s: Made) -> None:
    s.counted(year=9).had(INTERVIEW).had("record_shared_with_student", about="record:1")
    s.due(year=10).had(INTERVIEW)
    s.outside(year=10)
    s.outside(year=12).had(INTERVIEW)


@specification
def everything_duty_2012(s: Made) -> None:
    s.counted(year=9).had(EMPLOYER)
    all_of_it = s.counted(year=11).had(EMPLOYER, routes=RANGE)
    all_of_it.had(INTERVIEW, independent=True).had("record_shared_with_student")
    s.due(year=11).had(EMPLOYER, routes=RANGE)
    s.due(year=9).had(EMPLOYER).had(INTERVIEW)
    s.outside(year=12).had(EMPLOYER)


@specification
def gatsby_2_information(s: Made) -> None:
    s.counted(year=9).had("own_research", TWO_YEARS_AGO)
    s.due(year=10).had("own_research", LAST_YEAR)


@specification
def gatsby_4_curriculum(s: Made) -> None:
    s.counted(year=7).had("subject_lesson", subject="Art")
    s.due(year=13).had("subject_lesson", LAST_YEAR, subject="Art")


@specification
def gatsby_5_employers(s: Made) -> None:
    s.counted(year=7).had(EMPLOYER)
    s.due(year=13).had(EMPLOYER, LAST_YEAR)


@specification
def gatsby_6_workplaces_by_16(s: Made) -> None:
    s.counted(year=10).had("workplace_visit", TWO_YEARS_AGO).had("work_experience")
    s.due(year=11).had("work_experience")
    s.due(year=12).had("work_experience", LAST_YEAR).had("work_experience")
    s.outside(year=9).had("workplace_visit", times=2)


@specification
def gatsby_6_workplaces_by_18(s: Made) -> None:
    s.counted(year=12).had("work_experience")
    s.due(year=12).had("work_experience", LAST_YEAR)
    s.outside(year=11).had("work_experience")


@specification
def gatsby_7_providers_by_16(s: Made) -> None:
    s.counted(year=10).had("careers_fair", routes=RANGE)
    s.due(year=11).had("careers_fair", routes=RANGE[1:])
    s.outside(year=9).had("careers_fair", routes=RANGE)


@specification
def gatsby_7_universities_by_18(s: Made) -> None:
    def intending(student, route: str = "university"):
        return student.had("intention_recorded", point="post_18", strength=4, routes=[route])

    intending(s.counted(year=12)).had("provider_visit", routes=["university"], times=2)
    intending(s.due(year=13)).had("provider_visit", routes=["university"])
    intending(s.outside(year=13), "apprenticeship")
    s.outside(year=13).had("provider_visit", routes=["university"], times=2)


@specification
def gatsby_8_interview_by_16(s: Made) -> None:
    s.counted(year=12).had(INTERVIEW, LAST_YEAR)
    s.due(year=12).had(INTERVIEW)
    s.due(year=10)
    s.outside(year=9).had(INTERVIEW)


@specification
def gatsby_8_interview_by_18(s: Made) -> None:
    s.counted(year=13).had(INTERVIEW, LAST_YEAR)
    s.due(year=13).had(INTERVIEW, TWO_YEARS_AGO)
    s.outside(year=11).had(INTERVIEW)


@specification
def everything_gatsby_2025(s: Made) -> None:
    younger = s.counted(year=8).had("own_research").had("subject_lesson", subject="Art")
    younger.had(EMPLOYER)
    older = s.counted(year=11).had("own_research").had("subject_lesson", subject="Art")
    older.had("work_experience", times=2).had("careers_fair", routes=RANGE).had(INTERVIEW)
    s.due(year=8).had("own_research").had(EMPLOYER)
    s.due(year=13)


@specification
def overdue_gatsby_2025(s: Made) -> None:
    s.counted(year=12).had(INTERVIEW)
    by_16 = s.due(year=12).had(INTERVIEW, LAST_YEAR).had("workplace_visit", LAST_YEAR, times=2)
    by_16.had("careers_fair", LAST_YEAR, routes=RANGE)
    s.due(year=11)
    s.due(year=7)


def _phase(s: Made, first: int, outside: int) -> None:
    technical = {"routes": ["t_level"]}
    s.counted(year=first).had(PROVIDER, **technical, times=2)
    s.counted(year=first + 1).had(PROVIDER, LAST_YEAR, **technical).had("taster", **technical)
    s.counted(year=first).had(PROVIDER, **technical, meaningful=False, times=2)
    s.due(year=first).had(PROVIDER, **technical).had(PROVIDER, routes=["university"])
    s.due(year=first).had(PROVIDER, **technical, school_hours=False, times=2)
    s.due(year=first).had("careers_lesson", **technical, times=2)
    s.due(year=first + 1).had(PROVIDER, TWO_YEARS_AGO, **technical, times=2)
    s.outside(year=outside).had(PROVIDER, **technical, times=2)


@specification
def provider_access_first_phase(s: Made) -> None:
    _phase(s, 8, 10)


@specification
def provider_access_second_phase(s: Made) -> None:
    _phase(s, 10, 9)


@specification
def provider_access_third_phase(s: Made) -> None:
    _phase(s, 12, 11)


@specification
def everything_provider_access_2023(s: Made) -> None:
    s.counted(year=9).had(PROVIDER, routes=["apprenticeship"], times=2)
    s.due(year=11).had(PROVIDER, routes=["apprenticeship"])
    s.outside(year=7)


@specification
def overdue_provider_access_2023(s: Made) -> None:
    s.as_of = date(2026, 3, 1)
    s.counted(year=9).had(PROVIDER, routes=["t_level"])
    s.counted(year=13).had(PROVIDER, date(2026, 3, 1), routes=["t_level"], times=2)
    s.due(year=11).had(PROVIDER, date(2026, 2, 28), routes=["t_level"], times=2)
    s.due(year=8)
    s.outside(year=7)
