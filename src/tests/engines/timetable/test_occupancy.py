"""What is taken and given back leaves no trace, and what fits is what the check lets pass."""

from random import Random

import pytest

from fingerpost.engines.timetable import check, read_problem
from fingerpost.engines.timetable.checker import cost
from fingerpost.engines.timetable.greedy import greedy
from fingerpost.engines.timetable.instance import NOT_HELD
from fingerpost.engines.timetable.listing import listing_of
from fingerpost.engines.timetable.making import appointments_of
from fingerpost.engines.timetable.occupancy import Occupancy
from tests.engines.timetable.made_problems import as_result, made


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_taken_one_by_one_is_right_together(seed):
    chance = Random(seed)
    problem = made(seed, interviews=6)
    listing = listing_of(read_problem(problem))
    occupancy = Occupancy(listing.instance)
    whose = listing.instance.candidates.interview.tolist()
    for _ in range(300):
        if not whose:
            break
        candidate = chance.randrange(len(whose))
        interview = whose[candidate]
        if occupancy.chosen[interview] != NOT_HELD and not any(
            occupancy.chosen[after] != NOT_HELD for after in occupancy.followers(interview)
        ):
            occupancy.release(interview)
        if occupancy.chosen[interview] == NOT_HELD and occupancy.can_take(candidate):
            occupancy.take(candidate)
    assert occupancy.whole()
    chosen = occupancy.as_array()
    result = as_result(problem, [one.as_json() for one in appointments_of(listing, chosen)])
    result["cost"] = cost(problem, result)
    assert check(problem, result) == []
    assert listing.instance.cost(chosen) == result["cost"]


@pytest.mark.parametrize("seed", range(20))
def test_all_that_is_given_back_is_free_again(seed):
    instance = listing_of(read_problem(made(seed, interviews=6))).instance
    count = len(instance.candidates.interview)
    empty = Occupancy(instance)
    occupancy = Occupancy(instance, greedy(instance))
    for interview in range(len(instance.interviews.student)):
        if occupancy.chosen[interview] != NOT_HELD:
            occupancy.release(interview)
    assert [occupancy.can_take(one) for one in range(count)] == [
        empty.can_take(one) for one in range(count)
    ]


def test_a_solution_that_does_not_go_together_is_refused():
    problem = made(3)
    listing = listing_of(read_problem(problem))
    begins = listing.begins
    for interview in range(3):
        if begins[interview + 1] > begins[interview]:
            chosen = greedy(listing.instance)
            occupancy = Occupancy(listing.instance, chosen)
            taken = [one for one in chosen.tolist() if one != NOT_HELD]
            assert not any(occupancy.can_take(one) for one in taken)
