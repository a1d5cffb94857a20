"""What is counted before a repair: who must lose and how many must move is never too much."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.engines.timetable import Lost, read_problem, repair, timetable, without
from fingerpost.engines.timetable.capacity import shortage_of
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.listing import listing_of
from fingerpost.engines.timetable.reading import read_result
from fingerpost.engines.timetable.result import appointment_of
from tests.engines.timetable.made_problems import as_result, best_repair, tight
from tests.engines.timetable.one_school import DAYS, appointment, plain

MONDAY = date.fromisoformat(DAYS[0])


def shortage(problem, before, *lost):
    changed = read_problem(without(problem, before, lost))
    held = [appointment_of(one) for one in read_result(before)["appointments"]]
    return shortage_of(Keeping(listing_of(changed), held, lost[0].first))


@given(seed=st.integers(0, 2**20))
@settings(max_examples=30, deadline=None)
def test_no_repair_is_better_than_what_is_counted(seed):
    problem = tight(seed)
    before = timetable(read_problem(problem), 10).as_json()
    if before["status"] != "optimal":
        return
    day = Random(seed).choice(problem["days"])
    lost = Lost("adviser", problem["advisers"][0]["id"], *[date.fromisoformat(day)] * 2)
    counted = shortage(problem, before, lost)
    changed = without(problem, before, [lost])
    asked = changed["interviews"]
    weight = sum(asked[one].get("weight", max(1, asked[one]["need"])) for one in counted.lost)
    assert (weight, counted.moves) <= best_repair(changed, before, day)


def full():
    """Ada and Ben have one time each on two days, and Ada's first is lost."""
    problem = plain()
    problem["days"] = DAYS[:2]
    for adviser in problem["advisers"]:
        adviser["windows"] = [
            {"day": day, "school": "North", "from": "09:00", "to": "09:30"} for day in DAYS[:2]
        ]
    return problem


def test_with_every_time_taken_the_one_who_counts_least_is_counted_out():
    problem = full()
    before = as_result(
        problem,
        [
            appointment("I1", "Sam"),
            appointment("I2", "Tia", adviser="Ben", room="R2"),
            appointment("I3", "Una", day=DAYS[1]),
        ],
    ) | {"cost": 0}
    problem["advisers"][1]["windows"] = problem["advisers"][1]["windows"][:1]
    lost = Lost("adviser", "Ada", MONDAY, MONDAY)
    counted = shortage(problem, before, lost)
    assert (counted.lost, counted.moves) == ((0,), 0)
    after = repair(problem, before, [lost]).repair
    assert (after.lost, after.moved) == (("I1",), ())
    assert "counted in the times of all advisers" in after.proof


def test_who_needs_the_place_of_another_counts_as_a_move():
    problem = full()
    problem["interviews"][0]["deadline"] = DAYS[0]
    before = as_result(
        problem,
        [appointment("I1", "Sam"), appointment("I2", "Tia", adviser="Ben", room="R2")],
    ) | {"cost": 0}
    lost = Lost("adviser", "Ada", MONDAY, MONDAY)
    counted = shortage(problem, before, lost)
    assert (counted.lost, counted.moves) == ((), 1)
    assert "counted in the times" in repair(problem, before, [lost]).repair.proof


def test_who_moves_into_the_place_of_another_counts_with_that_one():
    problem = full()
    problem["days"] = DAYS[:3]
    problem["advisers"][1]["windows"] += [
        {"day": DAYS[2], "school": "North", "from": "09:00", "to": "09:30"}
    ]
    for interview, last in zip(problem["interviews"], (0, 1, 2), strict=True):
        interview["deadline"] = DAYS[last]
    problem["students"].append({"id": "Viv", "school": "North"})
    held = {"student": "Viv", "minutes": 30, "need": 5, "deadline": DAYS[1]}
    problem["interviews"].append({"id": "I4", **held})
    before = as_result(
        problem,
        [
            appointment("I1", "Sam"),
            appointment("I2", "Tia", adviser="Ben", room="R2"),
            appointment("I3", "Una", day=DAYS[1]),
            appointment("I4", "Viv", day=DAYS[1], adviser="Ben", room="R2"),
        ],
    ) | {"cost": 0}
    lost = Lost("adviser", "Ada", MONDAY, MONDAY)
    counted = shortage(problem, before, lost)
    assert (counted.lost, counted.moves) == ((), 2)
    after = repair(problem, before, [lost]).repair
    assert {one.after.interview for one in after.moved} == {"I2", "I3"}
    assert "counted in the times" in after.proof
