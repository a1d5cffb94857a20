"""Sharing out places: what is told, what is explained, and what is refused."""

import copy
import random
from dataclasses import replace

import pytest

from fingerpost.engines.allocation import (
    MODES,
    BadProblem,
    allocate,
    check,
    counterfactuals,
    figures,
    read_problem,
    read_result,
)
from tests.engines.allocation.rounds import large_round, one_round


def shared(data, mode="fair", seconds=None):
    problem = read_problem(data)
    result = allocate(problem, mode, seconds)
    return problem, result, result.to_json(problem)


def places(told):
    return {(place["student"], place["session"]) for place in told["places"]}


def test_places_go_to_those_who_need_them_most():
    _, result, told = shared(one_round())
    assert {student for student, _ in places(told)} == {"Ada", "Ben", "Cem"}
    assert result.status == "optimal"
    assert told["objective"] == told["bound"] == [190]


@pytest.mark.parametrize("seed", range(6))
def test_a_large_round_is_proven_and_its_proof_can_be_followed(seed):
    data = large_round(seed=seed)
    _, result, told = shared(data)
    assert result.is_proven
    assert told["proof"]["cases"]
    assert check(data, told) == []


@pytest.mark.parametrize("seed", range(3))
def test_nothing_depends_on_the_order_in_the_file(seed):
    data = large_round(seed=seed)
    _, _, told = shared(data)
    other = copy.deepcopy(data)
    random.Random(seed).shuffle(other["students"])
    _, _, again = shared(other)
    assert places(again) == places(told)


def test_ties_fall_by_the_seed():
    def winner(seed):
        equal = [{"id": f"s{n}", "need": 50, "preferences": ["A"]} for n in range(8)]
        data = one_round(students=equal, sessions=[{"id": "A", "capacity": 1}], seed=seed)
        return places(shared(data)[2])

    assert winner(4) == winner(4)
    assert len({frozenset(winner(seed)) for seed in range(12)}) > 3


def test_a_lower_level_never_costs_a_higher_one():
    data = large_round()
    only_first = data | {"criteria": [c for c in data["criteria"] if c["level"] == 1]}
    assert shared(data)[1].objective[0] == shared(only_first)[1].objective[0]


def test_a_session_below_its_minimum_is_cancelled():
    data = one_round()
    data["sessions"][1]["minimum"] = 2
    data["students"] = data["students"][:2]
    data["sessions"][0]["capacity"] = 2
    _, _, told = shared(data)
    assert told["cancelled"] == ["lab"]
    assert check(data, told) == []


def test_places_that_stand_are_kept_and_the_rest_is_shared_out():
    data = one_round(fixed=[{"student": "Dot", "session": "mill"}])
    _, result, told = shared(data)
    assert ("Dot", "mill") in places(told)
    assert {s for s, a in places(told) if a == "lab"} == {"Ada", "Ben"}
    assert result.is_proven
    assert check(data, told) == []


def test_everybody_without_a_place_is_told_why():
    data = one_round()
    data["students"] += [
        {"id": "Eve", "preferences": []},
        {"id": "Fay", "need": 5, "preferences": ["gym"]},
    ]
    data["sessions"].append({"id": "gym", "capacity": 5, "minimum": 3})
    _, _, told = shared(data)
    reasons = {row["student"]: row["reason"] for row in told["unplaced"]}
    assert set(reasons) == {"Dot", "Eve", "Fay"}
    assert "“mill” was full" in reasons["Dot"]
    assert reasons["Eve"] == "You did not choose any session."
    assert "too few students" in reasons["Fay"]


def test_whoever_was_level_is_told_that_it_was_drawn():
    equal = [{"id": f"s{n}", "need": 50, "preferences": ["A"]} for n in range(3)]
    data = one_round(students=equal, sessions=[{"id": "A", "capacity": 2}])
    _, _, told = shared(data)
    assert "drawn by lot" in told["unplaced"][0]["reason"]


def test_what_would_have_helped_is_checked_by_sharing_out_again():
    data = one_round(sessions=[{"id": "mill", "capacity": 1}, {"id": "lab", "capacity": 1}])
    problem, result, _ = shared(data)
    told = replace(result, more_seats=counterfactuals(problem, result)).to_json(problem)
    assert check(data, told) == []
    said = {row["student"]: row.get("more_seats") for row in told["unplaced"]}
    assert said["Dot"] == {"session": "mill", "seats": 2}
    for seats, has_place in ((2, True), (1, False)):
        more = copy.deepcopy(data)
        more["sessions"][0]["capacity"] += seats
        assert (("Dot", "mill") in places(shared(more)[2])) is has_place


def test_nothing_is_promised_to_whoever_asked_for_nothing():
    problem, result, _ = shared(one_round(students=[{"id": "Ada"}]))
    assert counterfactuals(problem, result) == {}


def test_requirements_that_cannot_stand_together_are_named():
    data = one_round(fixed=[{"student": "Ada", "session": "gym"}])
    data["sessions"].append({"id": "gym", "capacity": 5, "minimum": 3})
    _, result, told = shared(data)
    assert result.status == "infeasible"
    assert told["conflict"] == [
        "Session “gym” must run, since places in it stand, with at least 3 students."
    ]
    assert check(data, told) == []


def test_only_the_smallest_set_of_requirements_is_named():
    """Two sessions want the same two students; a third could run by itself."""
    fixed = [
        {"student": "Ada", "session": "A"},
        {"student": "Ben", "session": "B"},
        {"student": "Cem", "session": "C"},
    ]
    sessions = [{"id": name, "capacity": 3, "minimum": 2} for name in "ABC"]
    students = [
        {"id": "Ada", "preferences": ["A"]},
        {"id": "Ben", "preferences": ["B"]},
        {"id": "Cem", "preferences": ["C"]},
        {"id": "Dot", "preferences": ["A", "B"]},
        {"id": "Eve", "preferences": ["C"]},
    ]
    _, _, told = shared(one_round(students=students, sessions=sessions, fixed=fixed))
    assert len(told["conflict"]) == 2
    assert not any("“C”" in sentence for sentence in told["conflict"])


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "fair"])
@pytest.mark.parametrize("seed", range(3))
def test_no_other_mode_meets_more_need(mode, seed):
    data = large_round(seed=seed)
    problem, fair, _ = shared(data)
    _, other, told = shared(data, mode)
    assert check(data, told) == []
    assert other.objective <= fair.objective
    assert figures(problem, other).objective == other.objective


def test_first_come_goes_by_arrival():
    data = one_round(arrived=["Dot", "Cem", "Ben", "Ada"])
    _, _, told = shared(data, "first_come")
    assert places(told) == {("Dot", "mill"), ("Cem", "lab"), ("Ben", "lab")}


def test_a_stable_sharing_out_has_no_envy():
    data = one_round()
    problem, result, _ = shared(data, "deferred_acceptance")
    found = figures(problem, result)
    assert (found.envy, found.blocking) == (0, 0)
    assert found.choices == (1, 2)
    assert found.mean_choice == pytest.approx(5 / 3)


def test_whoever_is_passed_over_is_counted_as_envious():
    data = one_round(arrived=["Dot", "Cem", "Ben", "Ada"])
    problem, result, _ = shared(data, "first_come")
    found = figures(problem, result)
    # Ada has more claim to either session than anybody in it, Ben and Cem more to the mill.
    assert (found.envy, found.blocking, found.worst_left_out) == (3, 4, 90)


def test_the_best_found_in_time_is_taken_with_its_bound():
    data = large_round(students=400, sessions=30, seed=9)
    for session in data["sessions"]:
        session |= {"capacity": 40, "minimum": 25, "reserved": {}}
    data["criteria"] = [{"name": "preference", "weight": 1, "level": 1}]
    _, result, told = shared(data, seconds=0.5)
    assert result.bound >= result.objective
    assert check(data, told) == []


def test_a_result_is_read_back_as_it_was():
    problem, result, told = shared(large_round())
    again = read_result(told, problem)
    assert again.places == result.places
    assert again.to_json(problem)["places"] == told["places"]
    with pytest.raises(BadProblem):
        read_result(told, read_problem(one_round()))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"students": 3}, "students: This must be a list."),
        ({"sessions": [{"id": "A"}]}, "sessions[0].capacity: "),
        ({"criteria": []}, "criteria: Say by which"),
        ({"criteria": [{"name": "beauty"}]}, "criteria[0].name: A criterion is one of"),
        ({"surprise": 1}, "problem.surprise: This is not a field"),
        ({"conflicts": [["mill", "zoo"]]}, "conflicts[0]: There is no session “zoo”."),
        ({"together": [["Ada", "Ben"], ["Ben", "Cem"]]}, "together[1]: A student belongs to one"),
        ({"fixed": [{"student": "Ada"}]}, "fixed[0]: A fixed place names"),
        ({"arrived": ["Ada", "Ada"]}, "arrived: A student arrives once."),
        ({"seed": -1}, "seed: This must be a whole number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(change, reason):
    with pytest.raises(BadProblem) as refusal:
        read_problem(one_round(**change))
    assert any(told.startswith(reason) for told in refusal.value.reasons)


@pytest.mark.parametrize(
    ("session", "fixed", "reason"),
    [
        ({"capacity": 1, "minimum": 2}, [], "It needs 2 students and has 1 seats."),
        ({"capacity": 1, "reserved": {"g": 2}}, [], "2 seats are reserved and there are 1."),
        ({"capacity": 1}, ["Ada", "Ben"], "has 2 fixed places and not enough seats"),
        ({"capacity": 2, "reserved": {"g": 2}}, ["Ada"], "not reserved for others"),
    ],
)
def test_contradictions_are_refused(session, fixed, reason):
    data = one_round(
        sessions=[{"id": "mill", **session}, {"id": "lab", "capacity": 2}],
        fixed=[{"student": name, "session": "mill"} for name in fixed],
    )
    with pytest.raises(BadProblem) as refusal:
        allocate(read_problem(data))
    assert reason in str(refusal.value)


def test_a_mode_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="no mode"):
        allocate(read_problem(one_round()), "dice")
