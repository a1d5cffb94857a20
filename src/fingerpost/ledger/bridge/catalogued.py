"""Named measures over facts: for whom each is asked, and who counts, as conditions.

Written as the rules are, so that one translation serves them and the entitlements. A measure
without `counted` is the mean of a fact.
"""

import datetime as dt
from typing import Any

from fingerpost.rules import Condition

from .definitions import Definition, Marks, all_hold, as_numpy

_START = dt.date(2012, 9, 1)
_GATSBY_8 = "Gatsby 2025, benchmark 8"
_REPORT = "Ofsted 2013, paragraph "


def _c(fact: str, op: str, value: Any) -> Condition:
    return Condition(fact, op, value)  # type: ignore[arg-type]


_YEARS_9_11 = (_c("year_group", "between", (9, 11)),)
_YEARS_10_11 = (_c("year_group", "between", (10, 11)),)
_INTERVIEWED = (_c("interviews_ever", "at_least", 1),)
_DECIDING = (_c("decision_point", "missing", False),)

# name: title, meaning, of, counted (conditions) or the name of a fact, good, source, out of
_MEASURES: dict[str, tuple[str, str, Any, Any, str | None, str, str]] = {
    "interviewed_ever": (
        "Have had a guidance interview",
        "Students with at least one guidance interview at this school.",
        (),
        _INTERVIEWED,
        "high",
        _GATSBY_8,
        "All students on the roll.",
    ),
    "interviewed_this_year": (
        "Have had a guidance interview this year",
        "Students with at least one guidance interview since 1 September.",
        (),
        (_c("interviews_this_year", "at_least", 1),),
        "high",
        _REPORT + "19",
        "All students on the roll.",
    ),
    "interviewed_years_9_to_11": (
        "Years 9 to 11: have had a guidance interview",
        "Students now in Years 9 to 11 who have had one in those years.",
        _YEARS_9_11,
        (_c("interviews_years_9_11", "at_least", 1),),
        "high",
        _REPORT + "19",
        "Students in Years 9 to 11.",
    ),
    "interviewed_independently": (
        "Interviewed by an independent adviser",
        "Of those who have had an interview, those with one by an independent adviser.",
        _INTERVIEWED,
        (_c("independent_interviews_ever", "at_least", 1),),
        "high",
        _REPORT + "19",
        "Students who have had a guidance interview.",
    ),
    "interview_booked_or_had": (
        "Year 11: interviewed or booked",
        "Students in Year 11 who have had an interview by 16 or have one booked.",
        (_c("year_group", "is", 11),),
        None,
        "high",
        _GATSBY_8,
        "Students in Year 11.",
    ),
    "interview_missed_this_year": (
        "Missed an interview this year",
        "Students who did not come to an interview booked for them since 1 September.",
        (),
        (_c("interviews_missed_this_year", "at_least", 1),),
        "low",
        "Fingerpost’s own measure",
        "All students on the roll.",
    ),
    "interviews_mean": (
        "Guidance interviews per student",
        "The mean number of guidance interviews students have had.",
        (),
        "interviews_ever",
        "high",
        _GATSBY_8,
        "All students on the roll.",
    ),
    "record_acknowledged": (
        "Have acknowledged every record they were sent",
        "Of those who were sent the record of an interview, those with none left to acknowledge.",
        (_c("records_shared", "at_least", 1),),
        (_c("records_unacknowledged", "is", 0),),
        "high",
        _REPORT + "30",
        "Students who have been sent a record.",
    ),
    "record_shared": (
        "Have been sent the record of an interview",
        "Of those who have had an interview, those who were sent its record.",
        _INTERVIEWED,
        (_c("records_shared", "at_least", 1),),
        "high",
        _REPORT + "30",
        "Students who have had a guidance interview.",
    ),
    "plan_shared_with_family": (
        "Plan shared with family",
        "Of those who have had an interview, those whose plan was shared with their family.",
        _INTERVIEWED,
        (_c("plan_shared_with_family", "is", True),),
        "high",
        _REPORT + "38",
        "Students who have had a guidance interview.",
    ),
    "actions_overdue": (
        "Have an overdue action",
        "Of those with an open action, those with one past its date.",
        (_c("actions_open", "at_least", 1),),
        (_c("actions_overdue", "at_least", 1),),
        "low",
        _REPORT + "30",
        "Students with an open action.",
    ),
    "actions_open": (
        "Have an open action",
        "Students with an agreed action that is not yet done or dropped.",
        (),
        (_c("actions_open", "at_least", 1),),
        None,
        _REPORT + "30",
        "All students on the roll.",
    ),
    "actions_without_date": (
        "Have an action without a date",
        "Of those with an open action, those with one that has no date.",
        (_c("actions_open", "at_least", 1),),
        (_c("actions_without_date", "at_least", 1),),
        "low",
        _REPORT + "31",
        "Students with an open action.",
    ),
    "encounters_this_year": (
        "Have had any careers encounter this year",
        "Students with at least one encounter of any kind since 1 September.",
        (),
        (_c("encounters_this_year", "at_least", 1),),
        "high",
        _REPORT + "22",
        "All students on the roll.",
    ),
    "encounters_mean": (
        "Encounters per student this year",
        "The mean number of encounters of any kind since 1 September.",
        (),
        "encounters_this_year",
        "high",
        _REPORT + "22",
        "All students on the roll.",
    ),
    "employer_this_year": (
        "Have met an employer this year",
        "Students with at least one encounter with an employer since 1 September.",
        (),
        (_c("employer_encounters_this_year", "at_least", 1),),
        "high",
        "Gatsby 2025, benchmark 5",
        "All students on the roll.",
    ),
    "organisations_mean": (
        "Different employers met per student",
        "The mean number of different organisations students have met.",
        (),
        "organisations_met",
        "high",
        "Gatsby 2025, benchmark 5",
        "All students on the roll.",
    ),
    "workplace_ever": (
        "Have been in a workplace by 16",
        "Students in Years 10 and 11 with at least one experience of a workplace.",
        _YEARS_10_11,
        (_c("workplace_by_16", "at_least", 1),),
        "high",
        "Gatsby 2025, benchmark 6",
        "Students in Years 10 and 11.",
    ),
    "routes_three": (
        "Have been shown three routes or more",
        "Students in Years 9 to 11 who have been shown at least three different routes.",
        _YEARS_9_11,
        (_c("routes_seen", "at_least", 3),),
        "high",
        _REPORT + "21",
        "Students in Years 9 to 11.",
    ),
    "technical_route": (
        "Have been shown a technical route",
        "Students in Years 9 to 11 who have been shown a technical route or an apprenticeship.",
        _YEARS_9_11,
        (_c("technical_route_seen", "is", True),),
        "high",
        _REPORT + "21",
        "Students in Years 9 to 11.",
    ),
    "apprenticeships": (
        "Have been shown apprenticeships",
        "Students in Years 9 to 11 who have been shown apprenticeships.",
        _YEARS_9_11,
        (_c("apprenticeship_seen", "is", True),),
        "high",
        _REPORT + "46",
        "Students in Years 9 to 11.",
    ),
    "academic_only": (
        "Have been shown academic routes only",
        "Of those in Years 9 to 11 shown any route, those shown no technical one.",
        (*_YEARS_9_11, _c("routes_seen", "at_least", 1)),
        (_c("academic_only", "is", True),),
        "low",
        _REPORT + "21",
        "Students in Years 9 to 11 who have been shown a route.",
    ),
    "routes_mean": (
        "Routes shown per student",
        "The mean number of different routes students in Years 9 to 11 have been shown.",
        _YEARS_9_11,
        "routes_seen",
        "high",
        _REPORT + "21",
        "Students in Years 9 to 11.",
    ),
    "undecided": (
        "Undecided",
        "Of those who face a choice, those with no intention recorded or not sure of it.",
        _DECIDING,
        (_c("undecided", "is", True),),
        "low",
        _REPORT + "38",
        "Students who face a choice: Years 8 to 13.",
    ),
    "undecided_year_11": (
        "Year 11: undecided",
        "Students in Year 11 with no intention recorded for after 16, or not sure of it.",
        (_c("year_group", "is", 11),),
        (_c("undecided", "is", True),),
        "low",
        _REPORT + "38",
        "Students in Year 11.",
    ),
    "fallback": (
        "Year 11: have a fallback",
        "Students in Year 11 with a second choice recorded in case the first falls through.",
        (_c("year_group", "is", 11),),
        (_c("fallback_recorded", "is", True),),
        "high",
        "Fingerpost’s own measure",
        "Students in Year 11.",
    ),
    "ideas_saved": (
        "Have saved an idea",
        "Students with at least one saved idea.",
        (),
        (_c("ideas_saved", "at_least", 1),),
        "high",
        _REPORT + "38",
        "All students on the roll.",
    ),
    "labour_market": (
        "Have used labour market information in this key stage",
        "Students who have looked into jobs and pay, in a lesson or on their own.",
        (),
        (_c("labour_market_this_key_stage", "at_least", 1),),
        "high",
        "Gatsby 2025, benchmark 2",
        "All students on the roll.",
    ),
    "feedback_this_year": (
        "Have given feedback this year",
        "Of those with an encounter this year, those who said what they made of one.",
        (_c("encounters_this_year", "at_least", 1),),
        (_c("feedback_given_this_year", "at_least", 1),),
        "high",
        _REPORT + "33",
        "Students with an encounter this year.",
    ),
}


def catalogued(on: dt.date) -> list[Definition]:
    """The named measures in force on a day."""
    if on < _START:
        return []
    return [
        Definition(
            name=name,
            title=title,
            meaning=meaning,
            unit="mean" if isinstance(counted, str) else "students",
            source=source,
            valid_from=_START,
            valid_to=None,
            good=good,
            denominator=out_of,
            framework="",
            measure=name,
        )
        for name, (title, meaning, _, counted, good, source, out_of) in _MEASURES.items()
    ]


def measure_marks(facts: Any, name: str) -> Marks:
    """A measure's marks over the facts table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    _, _, of, counted, _, _, _ = _MEASURES[name]
    asked = all_hold(facts, of, pa.array([True] * facts.num_rows, pa.bool_()))
    if isinstance(counted, str):
        value = as_numpy(pc.cast(facts[counted], pa.float64()))
        return Marks(as_numpy(asked), value=value)
    if counted is None:
        held = all_hold(facts, (_c("interviews_by_16", "at_least", 1),), asked)
        booked = all_hold(facts, (_c("interview_booked", "is", True),), asked)
        return Marks(as_numpy(asked), as_numpy(pc.or_(held, booked)))
    return Marks(as_numpy(asked), as_numpy(all_hold(facts, counted, asked)))
