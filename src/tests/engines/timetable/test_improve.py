"""An improved timetable keeps every requirement, never costs more, and its bound holds."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from fingerpost.engines.timetable.greedy import greedy
from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD
from fingerpost.engines.timetable.solver import improve
from fingerpost.engines.timetable.solver.parts import visits_of
from fingerpost.engines.timetable.solver.polish import in_order, place_anew
from tests.engines.timetable.made_instances import cheapest, keeps, term, tiny


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**5), st.booleans())
def test_with_every_feature_the_best_lies_between_bound_and_cost(seed, from_nothing):
    instance = tiny(seed)
    begin = greedy(instance)
    if from_nothing:
        begin[:] = NOT_HELD
    found = improve(instance, begin, seconds=60, seed=seed, rounds=1)
    assert keeps(instance, found.chosen)
    assert found.cost == instance.cost(found.chosen) <= instance.cost(begin)
    assert found.bound <= cheapest(instance) <= found.cost


@pytest.mark.parametrize("seed", range(6))
def test_what_assignments_leave_out_is_looked_for_anywhere(seed):
    instance = tiny(seed, many=5)
    begin = greedy(instance)
    found = improve(instance, begin, seconds=1, seed=seed)
    assert keeps(instance, found.chosen)
    best = cheapest(instance)
    assert found.bound <= best <= found.cost <= instance.cost(begin)
    assert found.cost - best <= 0.1 * best


@pytest.mark.parametrize("seed", range(3))
def test_a_term_comes_near_what_an_integer_program_proves(seed):
    instance = term(seed, many=30, days=6)
    best = integer_program(instance)
    found = improve(instance, greedy(instance), seconds=100, seed=1, rounds=2)
    assert keeps(instance, found.chosen)
    assert found.bound <= best <= found.cost <= 1.02 * best
    assert found.bound >= 0.7 * best


@pytest.mark.parametrize("seed", range(2))
def test_the_same_seed_and_rounds_give_the_same_timetable(seed):
    instance = term(seed, many=80)
    begin = greedy(instance)
    one, other = (improve(instance, begin, seconds=600, seed=7, rounds=2) for _ in range(2))
    assert one.chosen.tolist() == other.chosen.tolist()
    assert (one.cost, one.bound) == (other.cost, other.bound)


@pytest.mark.parametrize("seconds", [0.0, 0.5, 2.0])
def test_it_ends_about_when_its_time_is_over(seconds):
    instance = term(3, many=150, days=20)
    begin = greedy(instance)
    began = time.process_time()
    found = improve(instance, begin, seconds=seconds, seed=1)
    assert keeps(instance, found.chosen)
    # Two threads at most; loading the solvers for the first time takes a moment.
    assert time.process_time() - began <= 2 * seconds + 3


def test_no_time_gives_back_what_was_given_with_a_bound():
    instance = term(2)
    begin = greedy(instance)
    found = improve(instance, begin, seconds=0, seed=1)
    assert found.chosen.tolist() == begin.tolist()
    assert 0 < found.bound <= found.cost


def test_progress_never_goes_back():
    instance = term(4)
    told = []
    found = improve(instance, greedy(instance), 100, 1, lambda *now: told.append(now), rounds=3)
    costs, bounds = zip(*told, strict=True)
    assert list(costs) == sorted(costs, reverse=True)
    assert list(bounds) == sorted(bounds)
    assert told[-1] == (found.cost, found.bound)


def test_a_timetable_that_does_not_go_together_is_refused():
    instance = term(1)
    chosen = greedy(instance)
    follower = int(np.flatnonzero(instance.interviews.follows != NOBODY)[0])
    assert chosen[follower] != NOT_HELD
    chosen[instance.interviews.follows[follower]] = NOT_HELD
    with pytest.raises(ValueError, match="together"):
        improve(instance, chosen, 1, 1)


def test_interviews_without_candidates_stay_not_held():
    instance = tiny(11, many=3, days=1)
    nothing = type(instance.candidates)(*(np.zeros(0, np.int64) for _ in range(7)))
    instance = type(instance)(nothing, instance.interviews, instance.limits)
    found = improve(instance, np.full(3, NOT_HELD), 1, 1)
    assert found.chosen.tolist() == [NOT_HELD] * 3
    assert found.cost == found.bound == instance.interviews.not_held.sum()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**5))
def test_any_wish_is_put_in_order(seed):
    instance = tiny(seed, many=6)
    whose = instance.candidates.interview
    chance = np.random.default_rng(seed)
    wanted = np.full(6, NOT_HELD)
    for one in np.unique(whose):
        wanted[one] = chance.choice(np.flatnonzero(whose == one))
    assert keeps(instance, in_order(instance, wanted))


@pytest.mark.parametrize("seed", range(4))
def test_a_part_placed_anew_never_costs_more(seed):
    instance = term(seed)
    begin = greedy(instance)
    visits = visits_of(instance)
    likely = instance.candidates.cost.astype(float)
    for part in range(int(visits.part.max()) + 1):
        free = np.flatnonzero(visits.of_interview == part)
        found = place_anew(instance, begin, free, likely, 10)
        assert keeps(instance, found)
        assert instance.cost(found) <= instance.cost(begin)
        staying = visits.of_interview != part
        held = staying & (begin != NOT_HELD)
        assert (found[held] == begin[held]).all()
        begin = found


def integer_program(instance):
    """The best cost of a `term`, by a plain integer program that shares nothing with ours."""
    candidates, interviews, limits = instance.candidates, instance.interviews, instance.limits
    count, many = len(candidates.cost), len(interviews.ticks)
    visit, at = np.unique(
        np.stack([candidates.adviser, candidates.day, candidates.place]),
        axis=1,
        return_inverse=True,
    )
    columns = count + many + visit.shape[1]
    rows, low, high = [], [], []

    def row(entries, least, most):
        rows.append(entries)
        low.append(least)
        high.append(most)

    for one in range(many):
        mine = np.flatnonzero(candidates.interview == one)
        row({**dict.fromkeys(mine.tolist(), 1), count + one: 1}, 1, 1)
        before = interviews.follows[one]
        if before == NOBODY:
            continue
        row({count + before: 1, count + one: -1}, -np.inf, 0)
        for c in mine.tolist():
            late = np.flatnonzero(
                (candidates.interview == before)
                & (candidates.day + interviews.days_after[one] > candidates.day[c])
            )
            row({c: 1, **dict.fromkeys(late.tolist(), 1)}, -np.inf, 1)
    for keys, most in (
        ((candidates.adviser, candidates.day, candidates.start), 1),
        ((candidates.place, candidates.day, candidates.start), int(limits.rooms.max())),
        ((candidates.adviser, candidates.day), int(limits.caps.max())),
    ):
        _, group = np.unique(np.stack(keys), axis=1, return_inverse=True)
        for one in range(int(group.max()) + 1):
            row(dict.fromkeys(np.flatnonzero(group == one).tolist(), 1), -np.inf, most)
    for c in range(count):
        row({c: 1, count + many + int(at[c]): -1}, -np.inf, 0)
    for pair in {(a, d) for a, d, _ in visit.T.tolist()}:
        here = np.flatnonzero((visit[0] == pair[0]) & (visit[1] == pair[1]))
        row(dict.fromkeys((count + many + here).tolist(), 1), -np.inf, 1)
    entries = [(r, c, v) for r, of in enumerate(rows) for c, v in of.items()]
    r, c, v = map(np.array, zip(*entries, strict=True))
    matrix = csr_array((v, (r, c)), shape=(len(rows), columns))
    solved = milp(
        np.concatenate([candidates.cost, interviews.not_held, np.zeros(visit.shape[1])]),
        constraints=LinearConstraint(matrix, low, high),
        integrality=np.ones(columns),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0, "time_limit": 120},
    )
    assert solved.status == 0
    return round(solved.fun)
