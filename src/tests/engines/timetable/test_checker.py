"""The check finds each kind of mistake, and nothing in what is right."""

import pytest

from fingerpost.engines.timetable import check, read_problem
from fingerpost.engines.timetable.checker import cost
from tests.engines.timetable.made_problems import as_result
from tests.engines.timetable.one_school import DAYS, appointment, plain


def checked(problem, *appointments, **fields):
    read_problem(problem)
    result = as_result(problem, list(appointments))
    result["cost"] = cost(problem, result)
    return check(problem, {**result, **fields})


RIGHT = (
    appointment("I1", "Sam"),
    appointment("I2", "Tia", since="09:30"),
    appointment("I3", "Una", since="09:00", adviser="Ben", room="R2"),
)


def test_what_is_right_has_nothing_wrong():
    assert checked(plain(), *RIGHT) == []


def wrong(*appointments, says, **changes):
    return pytest.param(appointments, changes, says, id=says)


CASES = [
    wrong(appointment("I9", "Sam"), says="nobody asked"),
    wrong(appointment("I1", "Sam"), appointment("I1", "Sam", since="10:00"), says="held twice"),
    wrong(appointment("I1", "Tia"), says="it is the interview of Sam"),
    wrong(appointment("I1", "Sam", minutes=20), says="it lasts 20 minutes, not 30"),
    wrong(appointment("I1", "Sam", adviser="Cy"), says="there is no adviser Cy"),
    wrong(appointment("I1", "Sam", day="2026-10-08"), says="not one of the days"),
    wrong(appointment("I1", "Sam", since="11:40"), says="cannot be seen there and then"),
    wrong(appointment("I1", "Sam", since="09:10"), says="cannot be seen there and then"),
    wrong(appointment("I1", "Sam", school="South", room=None), says="is at North, not at South"),
    wrong(appointment("I1", "Sam", room="R9"), says="has no room R9"),
    wrong(appointment("I1", "Sam"), appointment("I2", "Tia", room="R2"), says="cannot hold both"),
    wrong(
        appointment("I1", "Sam"), appointment("I2", "Tia", adviser="Ben"), says="R1 is taken twice"
    ),
]


@pytest.mark.parametrize(("appointments", "changes", "says"), CASES)
def test_a_mistake_is_found(appointments, changes, says):
    found = checked({**plain(), **changes}, *appointments)
    assert any(says in sentence for sentence in found), found


def changed(**fields):
    """The plain problem with fields of its first adviser, student, interview or room changed."""
    problem = plain()
    for owner, changes in fields.items():
        target = {
            "adviser": problem["advisers"][0],
            "student": problem["students"][0],
            "interview": problem["interviews"][0],
            "second": problem["interviews"][1],
            "adult": problem["adults"][0],
            "room": problem["schools"][0]["rooms"][0],
            "problem": problem,
        }[owner]
        target |= changes
    return problem


MONDAY = {"day": DAYS[0], "from": "09:00", "to": "10:00"}
LESSON = {**MONDAY, "subject": "Art"}
SECOND = {"student": "Sam"}


@pytest.mark.parametrize(
    ("changes", "more", "says"),
    [
        ({"interview": {"not_before": DAYS[1]}}, [], "it is held before"),
        ({"interview": {"need": 1, "deadline": DAYS[0]}}, ["late"], "after its deadline"),
        ({"problem": {"deadlines": [{"need": 50, "day": DAYS[0]}]}}, ["late"], "its deadline"),
        ({"interview": {"advisers": ["Ben"]}}, [], "Ada may not hold it"),
        ({"adviser": {"breaks": [{"from": "09:20", "to": "09:40"}]}}, [], "has a break"),
        ({"adviser": {"booked": [MONDAY]}}, [], "has something else"),
        (
            {"adviser": {"booked": [{**MONDAY, "from": "09:40", "school": "South"}]}},
            [],
            "has something else",
        ),
        (
            {
                "adviser": {
                    "one_school_a_day": True,
                    "booked": [{"day": DAYS[0], "from": "11:00", "to": "11:30", "school": "South"}],
                }
            },
            [],
            "is at South on that day",
        ),
        ({"adviser": {"cap": 1}}, ["next"], "more than the cap"),
        ({"adviser": {"rest_minutes": 10}}, ["next"], "cannot hold both"),
        ({"problem": {"slack_minutes": 10}}, ["next"], "cannot hold both"),
        ({"student": {"lessons": [{**LESSON, "protected": True}]}}, [], "a protected lesson"),
        ({"student": {"lessons": [LESSON], "missed": ["Art"]}}, [], "Art was missed before"),
        ({"student": {"away": [MONDAY]}}, [], "Sam is away"),
        ({"adult": {"busy": [MONDAY]}, "interview": {"adult": "Dad"}}, [], "is busy"),
        (
            {"interview": {"adult": "Dad"}, "second": {"adult": "Dad"}},
            ["beside"],
            "Dad cannot come along to both",
        ),
        ({"second": SECOND, "student": {"lessons": [LESSON]}}, ["sam next"], "misses Art twice"),
        ({"second": SECOND}, ["sam beside"], "would be in two places at once"),
        (
            {"second": {**SECOND, "follows": "I1", "days_after": 5}},
            ["sam next"],
            "is not 5 days after the first",
        ),
        ({"interview": {**SECOND, "follows": "I2"}, "second": SECOND}, [], "without I2"),
        ({"room": {"open": [{"from": "10:00", "to": "12:00"}]}}, [], "R1 is not open"),
        ({"second": {"required": True}}, [], "it must be held and is not"),
        (
            {"interview": {"fixed": {"adviser": "Ada", "day": DAYS[0], "from": "10:00"}}},
            [],
            "it is fixed at another time",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_requirement_that_is_broken_is_found(changes, more, says):
    others = {
        "late": None,
        "next": appointment("I2", "Tia", since="09:30"),
        "beside": appointment("I2", "Tia", adviser="Ben", room="R2"),
        "sam next": appointment("I2", "Sam", since="09:30"),
        "sam beside": appointment("I2", "Sam", adviser="Ben", room="R2"),
    }
    first = appointment("I1", "Sam", day=DAYS[1] if "late" in more else DAYS[0])
    held = [first, *(others[name] for name in more if others[name] is not None)]
    found = checked(changed(**changes), *held)
    assert any(says in sentence for sentence in found), found


def test_a_room_that_a_window_names_is_kept_for_it():
    problem = plain()
    problem["advisers"][1]["windows"][0]["room"] = "R1"
    found = checked(problem, appointment("I1", "Sam"))
    assert any("cannot be seen" in sentence for sentence in found)
    assert checked(problem, appointment("I1", "Sam", room="R2")) == []


def test_one_adviser_is_not_at_two_schools_without_the_time_to_travel():
    problem = plain()
    problem["students"][1]["school"] = "South"
    problem["advisers"][0]["windows"].append(
        {"day": DAYS[0], "school": "South", "from": "09:00", "to": "12:00"}
    )
    there = appointment("I2", "Tia", since="09:30", school="South", room=None)
    assert any("travel" in s for s in checked(problem, appointment("I1", "Sam"), there))
    there = appointment("I2", "Tia", since="10:00", school="South", room=None)
    assert checked(problem, appointment("I1", "Sam"), there) == []
    problem["advisers"][0]["one_school_a_day"] = True
    assert any("two schools" in s for s in checked(problem, appointment("I1", "Sam"), there))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"cost": 1}, "The cost is"),
        ({"bound": 10**9}, "above the cost"),
        ({"status": "optimal", "bound": 0}, "without a bound"),
        ({"status": "infeasible"}, "has appointments all the same"),
        ({"not_held": []}, "neither held nor said not to be"),
        ({"not_held": [{"interview": "I1", "reason": "-"}]}, "more than once"),
        ({"appointments": [{}]}, "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_figures_and_lists_that_are_wrong_are_found(fields, says):
    assert any(says in sentence for sentence in checked(plain(), RIGHT[0], **fields))
