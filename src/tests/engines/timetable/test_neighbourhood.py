"""Placing a few interviews anew finds what no single exchange does."""

import numpy as np

from fingerpost.engines.timetable.instance import (
    ANY_ROOM,
    NOBODY,
    NOT_HELD,
    Candidates,
    Instance,
    Interviews,
    Limits,
)
from fingerpost.engines.timetable.solver import neighbourhood


def two_hours():
    """One adviser's two hours: one interview takes both, or two take one each."""
    nothing = np.zeros(3, np.int64)
    nobody = np.full(3, NOBODY)
    return Instance(
        Candidates(
            interview=np.arange(3),
            adviser=nothing,
            day=nothing,
            start=np.array([0, 0, 1]),
            place=nothing,
            room=np.full(3, ANY_ROOM),
            cost=nothing,
        ),
        Interviews(
            student=np.arange(3),
            ticks=np.array([2, 1, 1]),
            not_held=np.array([10, 6, 6]),
            follows=nobody,
            days_after=nothing,
            adult=nobody,
        ),
        Limits(
            caps=np.array([[3]]),
            rooms=np.ones((1, 1, 2), np.int64),
            travel=np.zeros((1, 1), np.int64),
            one_place_a_day=np.array([False]),
        ),
    )


def test_two_who_are_not_held_take_the_place_of_one_who_counts_less_than_both():
    found = neighbourhood.improve(two_hours(), np.array([0, NOT_HELD, NOT_HELD]), 1.0, seed=1)
    assert found.tolist() == [NOT_HELD, 1, 2]
