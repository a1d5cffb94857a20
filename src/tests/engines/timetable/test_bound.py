"""No timetable costs less than the bound says, whatever the prices."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.engines.timetable.greedy import greedy
from fingerpost.engines.timetable.solver.bound import Bound
from fingerpost.engines.timetable.solver.cells import Cells, covered
from fingerpost.engines.timetable.solver.prices import Prices, Pricing
from fingerpost.engines.timetable.solver.program import Left, Program
from tests.engines.timetable.made_instances import cheapest, term, tiny


def with_candidates(seed):
    instance = tiny(seed)
    return instance if len(instance.candidates.interview) else tiny(seed + 10**6)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**5), st.integers(0, 10**5), st.sampled_from([0.0, 5.0, 50.0]))
def test_any_prices_give_a_bound_that_no_timetable_is_below(seed, prices, size):
    instance = with_candidates(seed)
    pricing = Pricing(instance)
    chance = np.random.default_rng(prices)
    zero = pricing.first()
    some = Prices(
        zero.interview + size * chance.normal(size=zero.interview.shape),
        size * chance.random(zero.room.shape),
        size * chance.random(zero.order.shape),
        size * chance.random(zero.held.shape),
    )
    assert pricing.value(some).bound <= cheapest(instance) + 1e-6


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**5))
def test_the_bound_that_has_risen_is_below_every_timetable(seed):
    instance = with_candidates(seed)
    bound = Bound(instance, instance.cost(greedy(instance)))
    before = bound.value
    bound.rise(lambda: float("inf"))
    assert before <= bound.value <= cheapest(instance)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**5), st.integers(0, 10**5))
def test_what_a_visit_is_worth_is_the_best_choice_of_its_slots(seed, values):
    instance = with_candidates(seed)
    cells = Cells(instance)
    days = cells.days
    value = np.random.default_rng(values).normal(size=len(cells.slot_begins))
    worth, table = days.worth(value)
    stays = {
        int(slot): (int(visit), batch.at, int(then))
        for batches in days.batches
        for batch in batches
        for slot, visit, then in zip(batch.slot, batch.visit, batch.then, strict=True)
    }
    chosen = days.chosen(value, table, np.ones(len(worth), np.bool_)).tolist()
    for visit, cap in enumerate(days.cap.tolist()):
        mine = [slot for slot, (of, *_) in stays.items() if of == visit]
        best = min(
            value[list(some)].sum()
            for many in range(cap + 1)
            for some in combinations(mine, many)
            if _apart([stays[one][1:] for one in some])
        )
        assert worth[visit] == pytest.approx(best)
        taken = [slot for slot in chosen if stays[slot][0] == visit]
        assert value[taken].sum() == pytest.approx(best)
        assert _apart([stays[one][1:] for one in taken])


def _apart(stays):
    ordered = sorted(stays)
    return all(then <= at for (_, then), (at, _) in pairwise(ordered))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 8), st.integers(1, 4)), max_size=8))
def test_stays_of_a_group_overlap_where_they_cover_a_start_together(stays):
    group, start, ticks = np.array(stays, np.int64).reshape(-1, 3).T
    stay, moment = covered(group, start, start + ticks, 20)
    at = [set(moment[stay == one].tolist()) for one in range(len(stays))]
    for one, other in combinations(range(len(stays)), 2):
        overlap = group[one] == group[other] and (
            start[one] < start[other] + ticks[other] and start[other] < start[one] + ticks[one]
        )
        assert bool(at[one] & at[other]) == overlap


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_rises_to_the_program_of_all_candidates(seed):
    instance = term(seed)
    bound = Bound(instance, instance.cost(greedy(instance)))
    first = bound.value
    bound.rise(lambda: float("inf"))
    assert bound.value > first
    assert relaxed_cost(instance) - 1 <= bound.value <= relaxed_cost(instance) + 1


def relaxed_cost(instance):
    """What the linear program of all candidates costs."""
    limits = instance.limits
    everything = np.arange(len(instance.candidates.cost))
    everyone = np.arange(len(instance.interviews.ticks))
    program = Program(instance, everyone, everything, Left(limits.caps, limits.rooms))
    return program.rows.solve(100).objective


def test_no_time_leaves_the_bound_as_it_is():
    instance = term(1)
    bound = Bound(instance, instance.cost(greedy(instance)))
    first = bound.value
    bound.rise(lambda: 0.0)
    assert bound.value == first
