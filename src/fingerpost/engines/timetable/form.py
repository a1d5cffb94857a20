"""What a problem and a result look like as JSON: every field, once, for reading and for schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fingerpost.common.shapes import (
    Clock,
    Day,
    Fields,
    Flag,
    Many,
    Number,
    OneOf,
    OrNull,
    Shape,
    Text,
    Whole,
)
from fingerpost.engines.timetable import problem as made

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MINUTES = Whole(most=made.MIDNIGHT)


def _of(kind: Callable[..., Any]) -> Callable[..., Any]:
    """Make a frozen value of fields, lists as tuples."""

    def into(**fields: Any) -> Any:
        for name, one in fields.items():
            if isinstance(one, list):
                fields[name] = tuple(one)
        return kind(**fields)

    return into


def _stretch_of(kind: Callable[..., Any]) -> Callable[..., Any]:
    """The same for what has a day, several days or, for every day, neither."""

    def into(day: Any = None, days: Any = (), **fields: Any) -> Any:
        return kind(days=(day,) if day is not None else tuple(days), **fields)

    return into


_FROM_TO = {"from": "since", "to": "until"}
_TIMES: dict[str, Shape] = {"from": Clock(), "to": Clock()}
_DAYS: dict[str, Shape] = {
    "day": Day(),
    "days": Many(Day(), "The same times on several days.", least=1),
}


def _stretch(
    kind: Callable[..., Any],
    about: str,
    needed: dict[str, Shape] | None = None,
    optional: dict[str, Shape] | None = None,
    dated: bool = False,
) -> Fields:
    """A stretch of time with more fields; `dated`: its day or days must be given."""
    return Fields(
        _stretch_of(kind),
        {**_TIMES, **(needed or {})},
        {**_DAYS, **(optional or {})},
        _FROM_TO,
        one_of=("day", "days") if dated else (),
        about=about,
    )


STRETCH = _stretch(made.Stretch, "Without a day: every day.")

SCHOOL = Fields(
    _of(made.School),
    {"id": Text()},
    {
        "rooms": Many(
            Fields(_of(made.Room), {"id": Text()}, {"open": Many(STRETCH)}),
            "Rooms for interviews. Left out: there are always enough.",
        )
    },
)

TRAVEL = Fields(
    _of(made.Travel),
    {"from": Text(), "to": Text(), "minutes": MINUTES},
    names=_FROM_TO,
    about="How long it takes from one school to another, and back unless that is given too.",
)

ADVISER = Fields(
    _of(made.Adviser),
    {
        "id": Text(),
        "windows": Many(
            _stretch(
                made.Window,
                "When the adviser can be seen at a school.",
                {"school": Text()},
                {"room": Text("A room kept for this window, and for nobody else meanwhile.")},
                dated=True,
            )
        ),
    },
    {
        "cap": Whole(about="Interviews on one day at most."),
        "one_school_a_day": Flag("Never at two schools on the same day."),
        "rest_minutes": Whole(
            most=made.MIDNIGHT, about="Between two interviews; travel where that is longer."
        ),
        "breaks": Many(STRETCH),
        "booked": Many(
            _stretch(
                made.Booking,
                "Something in the diary that stays. It counts to the cap.",
                optional={"school": Text("Where; it is then left and reached by travel.")},
                dated=True,
            )
        ),
    },
)

STUDENT = Fields(
    _of(made.Student),
    {"id": Text(), "school": Text()},
    {
        "lessons": Many(
            _stretch(
                made.Lesson,
                "A lesson, or an exam.",
                optional={
                    "subject": Text(),
                    "protected": Flag("Never missed."),
                    "cost": Whole(most=1000, about="What missing it costs; 1 if left out."),
                },
                dated=True,
            )
        ),
        "missed": Many(Text(), "Subjects missed for an interview before; not missed again."),
        "away": Many(STRETCH),
    },
)

FIXED = Fields(
    _of(made.Fixed),
    {"adviser": Text(), "day": Day(), "from": Clock()},
    {"room": OrNull(Text())},
    {"from": "since"},
    about="An appointment that is settled, whatever windows, lessons and days say.",
)

INTERVIEW = Fields(
    _of(made.Interview),
    {"id": Text(), "student": Text(), "minutes": Whole(1, 240)},
    {
        "need": Whole(most=100, about="Those with more need are seen sooner."),
        "weight": Whole(1, 10_000, "What a day of waiting counts; else the need, at least 1."),
        "not_before": Day(),
        "deadline": Day("The last day on which it may be held."),
        "advisers": Many(Text(), "Only one of these.", least=1),
        "own_adviser": Text("Whom the student knows; another costs."),
        "adult": Text("Who comes along."),
        "follows": Text("The interview after which this one is held, of the same student."),
        "days_after": Whole(most=1000, about="So many days after that one, or more."),
        "fixed": FIXED,
        "required": Flag("A timetable without this interview is none."),
    },
)

PROBLEM = Fields(
    _of(made.Problem),
    {
        "days": Many(Day(), "The days on which interviews may be held, in order.", least=1),
        "schools": Many(SCHOOL, least=1),
        "advisers": Many(ADVISER),
        "students": Many(STUDENT),
        "interviews": Many(INTERVIEW),
    },
    {
        "adults": Many(Fields(_of(made.Adult), {"id": Text()}, {"busy": Many(STRETCH)})),
        "travel": Many(TRAVEL),
        "deadlines": Many(
            Fields(_of(made.DeadlineRule), {"need": Whole(most=100), "day": Day()}),
            "Who has so much need or more is seen by a day, unless the interview has its own.",
        ),
        "costs": Fields(
            _of(made.Costs),
            {},
            {
                "day": Whole(most=10_000, about="A day of waiting, times the weight."),
                "lesson": Whole(most=10_000, about="A lesson missed, times its own cost."),
                "other_adviser": Whole(most=1_000_000, about="Another than the own adviser."),
                "not_held": Whole(1, 1_000_000, "An interview not held, times the weight."),
            },
        ),
        "tick_minutes": Whole(1, 60, "The step of time in which it is reckoned; 5 if left out."),
        "start_every": Whole(
            1, made.MIDNIGHT, "Minutes between possible starts in a window; a tick if left out."
        ),
        "slack_minutes": Whole(
            most=120, about="After each interview, for a talk that runs on: nobody is expected."
        ),
        "no_subject_twice": Flag("No student misses the same subject twice; true if left out."),
        "seed": Whole(most=2**31 - 1),
    },
)

APPOINTMENT: dict[str, Shape] = {
    "interview": Text(),
    "student": Text(),
    "adviser": Text(),
    "school": Text(),
    "room": OrNull(Text()),
    "day": Day(),
    "from": Clock(),
    "to": Clock("When the talk ends, without the slack."),
}

_PLACE_AND_TIME = Fields(
    dict,
    {name: APPOINTMENT[name] for name in ("adviser", "school", "room", "day", "from", "to")},
)

_CHANGE = Fields(dict, {"interview": Text(), "before": _PLACE_AND_TIME, "after": _PLACE_AND_TIME})

RESULT = Fields(
    dict,
    {
        "status": OneOf(
            ("optimal", "feasible", "infeasible", "undecided"),
            "undecided: not all that is required was placed, nor was it shown impossible.",
        ),
        "cost": OrNull(Number()),
        "appointments": Many(Fields(dict, APPOINTMENT)),
        "not_held": Many(Fields(dict, {"interview": Text(), "reason": Text()})),
    },
    {
        "bound": OrNull(Number("No timetable costs less.")),
        "gap": OrNull(Number("What is between cost and bound, as a share of the cost.")),
        "seconds": Number(),
        "method": Text(),
        "conflict": Many(
            Fields(dict, {"path": Text(), "sentence": Text()}),
            "When infeasible: requirements that cannot all be met, each of which is needed.",
        ),
        "conflict_is_smallest": Flag("No smaller set of requirements conflicts."),
        "moved": Many(_CHANGE, "After a repair: those that could have stayed but moved."),
        "replaced": Many(_CHANGE, "After a repair: those that were lost and have a new time."),
        "other_room": Many(_CHANGE, "After a repair: the same time in another room."),
        "lost": Many(Text(), "After a repair: interviews that have no time any more."),
        "moves_at_least": Whole(about="After a repair: fewer moves are impossible."),
        "proof": Text("After a repair: why no fewer people could be moved."),
    },
)


def problem_schema() -> dict[str, Any]:
    """The JSON Schema of a problem."""
    return {"$schema": DIALECT, "title": "A timetable that is asked for", **PROBLEM.schema()}


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a result."""
    return {"$schema": DIALECT, "title": "A timetable", **RESULT.schema()}
