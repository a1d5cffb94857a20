"""A timetable at once: those who count most choose first, each the cheapest time still free."""

from __future__ import annotations

import numpy as np

from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.occupancy import Occupancy


def greedy(instance: Instance) -> Ints:
    """Return a solution of shape (m,). Who cannot be placed any more is not held."""
    occupancy = Occupancy(instance)
    place_in_turn(occupancy, turns(instance))
    return occupancy.as_array()


def turns(instance: Instance) -> list[int]:
    """All interviews in the order of what not holding them costs, none before what it follows."""
    follows = instance.interviews.follows.tolist()
    ordered: dict[int, None] = {}
    for interview in np.argsort(-instance.interviews.not_held, kind="stable").tolist():
        chain = []
        while interview != NOBODY and interview not in ordered:
            chain.append(interview)
            interview = follows[interview]
        ordered.update(dict.fromkeys(reversed(chain)))
    return list(ordered)


def place_in_turn(occupancy: Occupancy, interviews: list[int]) -> None:
    """Give each interview that is not held its cheapest candidate that fits, if there is one."""
    instance = occupancy.instance
    cost = instance.candidates.cost
    many = len(instance.interviews.student)
    begins = np.searchsorted(instance.candidates.interview, np.arange(many + 1)).tolist()
    for interview in interviews:
        if occupancy.chosen[interview] != NOT_HELD:
            continue
        since, until = begins[interview], begins[interview + 1]
        by_cost = np.argsort(cost[since:until], kind="stable")
        for candidate in (since + by_cost).tolist():
            if occupancy.can_take(candidate):
                occupancy.take(candidate)
                break
