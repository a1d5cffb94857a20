"""The checker finds what is wrong with a result, whoever made it."""

import copy

import pytest

from fingerpost.engines.allocation import allocate, check, read_problem
from tests.engines.allocation.rounds import large_round, one_round


def made(data):
    problem = read_problem(data)
    return allocate(problem).to_json(problem)


def place(student, session):
    return {"student": student, "session": session}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda r: r["places"].append(place("Dot", "mill")), "“mill” has 2 students and 1 seats."),
        (lambda r: r["places"].append(place("Dot", "lab")), "Dot did not rank “lab”."),
        (lambda r: r["places"].append(dict(r["places"][0])), "twice"),
        (lambda r: r["places"].append(place("Zoe", "lab")), "There is no student Zoe"),
        (lambda r: r["places"].pop(), "without a place is wrong"),
        (lambda r: r["unplaced"][0].update(reason=""), "is given no reason"),
        (lambda r: r.update(objective=[500]), "The objective is"),
        (lambda r: r.update(bound=[10]), "is below the objective"),
        (lambda r: r.update(bound=[500]), "its bound is another number"),
        (lambda r: r.update(cancelled=["lab"]), "cancelled sessions is wrong"),
    ],
)
def test_each_kind_of_fault_is_found(change, fault):
    data = one_round()
    result = made(data)
    assert check(data, result) == []
    change(result)
    assert any(fault in told for told in check(data, result))


def test_a_worse_sharing_out_with_the_proof_of_a_better_one_is_found():
    data = one_round()
    result = made(data)
    worse = copy.deepcopy(result)
    for one in worse["places"]:
        if one["student"] == "Cem":
            one["student"] = "Dot"
            one["session"] = "mill"
    worse["places"] = [p for p in worse["places"] if p["student"] != "Ada"]
    worse["places"][0] = place("Ben", "lab")
    worse["unplaced"] = [{"student": s, "reason": "?"} for s in ("Ada", "Cem")]
    worse["objective"] = worse["bound"] = [70]
    assert check(data, worse) == ["A case of the proof allows more than the result reaches."]


@pytest.mark.parametrize("wrong", ["prices", "units", "cases"])
def test_a_proof_that_proves_nothing_is_found(wrong):
    data = large_round()
    result = made(data)
    proof = result["proof"]
    if wrong == "prices":
        proof["cases"][0]["prices"] = {}
    elif wrong == "units":
        proof["units"] = [1 for _ in proof["units"]]
    else:
        proof["cases"] = []
    assert check(data, result)


def test_a_case_left_out_of_a_proof_is_found():
    data = one_round(students=[{"id": f"s{n}", "need": 5, "preferences": ["A"]} for n in range(2)])
    data["students"].append({"id": "t", "need": 50, "preferences": ["A", "B"]})
    data["sessions"] = [
        {"id": "A", "capacity": 3, "minimum": 3},
        {"id": "B", "capacity": 2, "minimum": 2},
    ]
    result = made(data)
    assert check(data, result) == []
    proof = result["proof"]
    assert len(proof["cases"]) == 1
    proof["cases"][0]["closed"] = ["B"]
    assert "The cases of the proof leave possibilities out." in check(data, result)


def test_seats_reserved_for_a_group_are_watched():
    data = one_round(sessions=[{"id": "mill", "capacity": 2, "reserved": {"g": 1}}])
    for one in data["students"]:
        one["preferences"] = ["mill"]
    data["students"][3]["groups"] = ["g"]
    result = made(data)
    assert {p["student"] for p in result["places"]} == {"Ada", "Dot"}
    for one in result["places"]:
        if one["student"] == "Dot":
            one["student"] = "Ben"
    assert any("reserved for a group" in told for told in check(data, result))
