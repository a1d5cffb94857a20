from datetime import date

from fingerpost import rules
from tests.measures.builder import AS_OF, LAST_YEAR, TWO_YEARS_AGO, Made
from tests.measures.specifications import Specification, named, specification

TALK = "employer_talk"
TOMORROW = date(2026, 1, 16)


@specification
def encounters_this_year(s: Made) -> None:
    s.counted().had("assembly")
    s.counted().had("own_research")
    s.due().had("assembly", LAST_YEAR)
    s.due().had("idea_saved").had("interview_booked")


@specification
def no_encounter_this_year(s: Made) -> None:
    s.counted()
    s.counted().had("idea_saved").had(TALK, LAST_YEAR)
    s.counted().had(TALK, TOMORROW)
    s.due().had("tutorial")


@specification
def encounters_mean(s: Made) -> None:
    s.worth(3).had("assembly", times=2).had(TALK)
    s.worth(0).had(TALK, LAST_YEAR)


@specification
def encounters_total_this_year(s: Made) -> None:
    s.worth(2).had("assembly").had("tutorial")
    s.worth(1).had("guidance_interview")
    s.worth(0).had("action_agreed")


@specification
def guidance_minutes_mean(s: Made) -> None:
    s.worth(70).had("guidance_interview", minutes=40).had("tutorial", minutes=30)
    s.worth(0).had("assembly", minutes=None)
    s.worth(0).had("assembly", LAST_YEAR, minutes=20)


@specification
def employer_this_year(s: Made) -> None:
    s.counted().had(TALK)
    s.counted().had("careers_fair", organisation="Made Motors")
    s.counted().had("mock_interview", meaningful=True)
    s.due().had("careers_fair")
    s.due().had(TALK, meaningful=False)
    s.due().had(TALK, LAST_YEAR).had("provider_talk")


@specification
def employer_every_year(s: Made) -> None:
    s.counted(year=9).had(TALK).had(TALK, LAST_YEAR).had("enterprise", TWO_YEARS_AGO)
    s.due(year=9).had(TALK, times=3)
    s.due(year=9).had(TALK).had(TALK, LAST_YEAR).had(TALK, TWO_YEARS_AGO, meaningful=False)
    s.counted(year=7).had("mentoring")


@specification
def vulnerable_employer_this_year(s: Made) -> None:
    s.counted(disability=True).had(TALK)
    s.due(sen_provision="E").had(TALK, LAST_YEAR)
    s.outside().had(TALK)


@specification
def organisations_mean(s: Made) -> None:
    twice = s.worth(2).had(TALK, organisation="Made Motors")
    twice.had("mentoring", organisation="Made Motors").had(TALK, organisation="Made Bakers")
    s.worth(0).had(TALK).had("provider_talk", organisation="Made College")


@specification
def workplace_ever(s: Made) -> None:
    s.counted(year=10).had("workplace_visit", TWO_YEARS_AGO)
    s.counted(year=11).had("work_shadowing")
    s.due(year=11).had(TALK)
    s.due(year=10).had("work_experience", meaningful=False)
    s.outside(year=9).had("workplace_visit")


@specification
def workplace_post_16(s: Made) -> None:
    s.counted(year=12).had("work_experience")
    s.counted(year=13).had("workplace_visit", LAST_YEAR)
    s.due(year=12).had("work_experience", LAST_YEAR)
    s.outside(year=11).had("work_experience")


@specification
def workplace_week_by_year_9(s: Made) -> None:
    s.counted(year=9).had("workplace_visit", TWO_YEARS_AGO, times=5)
    s.counted(year=9).had("work_shadowing", minutes=1800)
    s.due(year=9).had("workplace_visit", times=4).had("workplace_visit", minutes=350)
    s.outside(year=8).had("workplace_visit", times=5)


@specification
def placement_week_by_year_11(s: Made) -> None:
    s.counted(year=11).had("work_experience", LAST_YEAR, times=5)
    s.due(year=11).had("workplace_visit", times=5)
    s.due(year=11).had("work_experience", TWO_YEARS_AGO, times=5)
    s.outside(year=10).had("work_experience", times=5)


@specification
def placement_days_mean(s: Made) -> None:
    long = s.worth(2.5, year=11).had("work_experience", times=2)
    long.had("work_experience", LAST_YEAR, minutes=180)
    s.worth(0, year=10).had("work_shadowing")
    s.outside(year=12).had("work_experience", LAST_YEAR)


@specification
def subjects_linked(s: Made) -> None:
    s.counted().had("subject_lesson", subject="Science")
    s.due().had("subject_lesson", LAST_YEAR, subject="Science")
    s.due().had("careers_lesson", subject="Science")


@specification
def subjects_linked_mean(s: Made) -> None:
    twice = s.worth(2).had("subject_lesson", subject="Science", times=2)
    twice.had("subject_lesson", subject="Art")
    s.worth(0).had("subject_lesson", LAST_YEAR, subject="Art")


@specification
def labour_market(s: Made) -> None:
    s.counted(year=9).had("own_research", TWO_YEARS_AGO)
    s.counted(year=10).had("careers_lesson")
    s.due(year=10).had("own_research", LAST_YEAR)
    s.due(year=12).had("assembly")


@specification
def careers_programme(s: Made) -> None:
    s.counted().had("careers_lesson")
    s.counted().had("tutorial")
    s.counted().had("assembly")
    s.due().had("assembly", LAST_YEAR).had("subject_lesson")


def _had(kind: str, other: str) -> Specification:
    def check(s: Made) -> None:
        s.counted().had(kind)
        s.counted().had(kind, times=2).had(other)
        s.due().had(kind, LAST_YEAR)
        s.due().had(other)

    return check


_ENCOUNTERS = [kind.name for kind in rules.kinds(AS_OF) if kind.family == "encounter"]
for _kind, _other in zip(_ENCOUNTERS, [*_ENCOUNTERS[1:], _ENCOUNTERS[0]], strict=True):
    named(f"kind_{_kind}")(_had(_kind, _other))
