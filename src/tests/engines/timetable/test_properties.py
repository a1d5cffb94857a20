"""Made-up problems with everything in them: what is made is right, and the best there is."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.engines.timetable import Lost, check, read_problem, repair, timetable, without
from fingerpost.engines.timetable.assignment import assign
from fingerpost.engines.timetable.conflict import _Model, _with_those_before, conflict_of
from fingerpost.engines.timetable.listing import listing_of
from tests.engines.timetable.made_problems import (
    best_repair,
    cheapest,
    made,
    tight,
    ways,
)

SEEDS = st.integers(0, 2**20)
few = settings(max_examples=25, deadline=None)


@given(seed=SEEDS)
@few
def test_the_timetable_of_a_small_problem_is_right_and_none_costs_less(seed):
    problem = made(seed)
    result = timetable(read_problem(problem), 10).as_json()
    assert check(problem, result) == []
    assert result["status"] == "optimal"
    best = cheapest(problem, most=1500)
    assert best is None or result["cost"] == best


@given(seed=SEEDS)
@few
def test_times_beside_the_grid_are_rounded_to_the_safe_side(seed):
    problem = {**made(seed), "tick_minutes": 10, "slack_minutes": 3}
    result = timetable(read_problem(problem), 10).as_json()
    assert check(problem, result) == []


@given(seed=SEEDS)
@few
def test_the_assignment_never_costs_more_than_the_best_timetable(seed):
    problem = made(seed)
    read = read_problem(problem)
    assert assign(listing_of(read).instance).cost <= timetable(read, 10).cost


@given(seed=SEEDS, kind=st.sampled_from(["adviser", "student", "adult"]))
@few
def test_a_repair_moves_as_few_as_any_could(seed, kind):
    problem = tight(seed)
    before = timetable(read_problem(problem), 10).as_json()
    if not before["appointments"]:
        return
    lost = Random(seed).choice(before["appointments"])
    name = {"adviser": lost["adviser"], "student": lost["student"], "adult": "Dad"}[kind]
    day = date.fromisoformat(lost["day"])
    losses = [Lost(kind, name, day, day)]
    changed = without(problem, before, losses)
    after = repair(problem, before, losses, 20).as_json()
    assert check(changed, after) == []
    count = 1
    for one in changed["interviews"]:
        count *= max(1, len(ways(changed, one)))
    if count > 3000:
        return
    weights = {one["id"]: one.get("weight", max(1, one["need"])) for one in problem["interviews"]}
    lost_weight = sum(weights[name] for name in after["lost"])
    assert (lost_weight, len(after["moved"])) == best_repair(changed, before, lost["day"])
    assert after["moves_at_least"] == len(after["moved"])


@given(seed=SEEDS)
@few
def test_a_problem_is_infeasible_if_and_only_if_its_requirements_conflict(seed):
    problem = made(seed)
    for place, interview in enumerate(problem["interviews"]):
        interview["required"] = (seed >> place) % 3 > 0
    read = read_problem(problem)
    result = timetable(read, 10)
    assert check(problem, result.as_json()) == []
    required = [place for place, one in enumerate(read.interviews) if one.required]
    model = _Model(read, _with_those_before(read, required))
    all_kept = model.given_up(set(model.kept), 10) is not None
    assert (result.status != "infeasible") == all_kept
    if not all_kept:
        assert result.conflict_is_smallest
        assert result.conflict == conflict_of(read, required, 10).requirements


@given(seed=SEEDS)
@few
def test_no_requirement_of_a_conflict_can_be_left_out(seed):
    from fingerpost.engines.timetable.conflict import _smallest

    problem = made(seed)
    for interview in problem["interviews"]:
        interview["required"] = True
    read = read_problem(problem)
    model = _Model(read, list(read.interviews))
    if model.given_up(set(model.kept), 10) is not None:
        return
    found, is_smallest = _smallest(model, float("inf"))
    assert is_smallest
    assert model.given_up(found, 10) is None
    assert all(model.given_up(found - {one}, 10) is not None for one in found)
