"""A better timetable by solving a part of it anew, again and again."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import numpy as np

from fingerpost.engines.timetable.greedy import place_in_turn, turns
from fingerpost.engines.timetable.instance import NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.model import Model
from fingerpost.engines.timetable.occupancy import Occupancy

_AT_ONCE = 40  # interviews placed anew together
_EACH = 1.0  # seconds for one part


@dataclass(frozen=True, eq=False)
class Improvement:
    """A solution that costs no more than it did, and what no solution costs less than."""

    chosen: Ints
    bound: int
    method: str


def improve(instance: Instance, chosen: Ints, seconds: float, seed: int) -> Improvement:
    """Improve a solution for some seconds."""
    until = time.perf_counter() + seconds
    chance = random.Random(seed)
    occupancy = Occupancy(instance, chosen)
    many = len(chosen)
    while many and (left := until - time.perf_counter()) > 0.05:
        part = _part(instance, occupancy, chance)
        before = {one: occupancy.chosen[one] for one in part}
        for one, candidate in before.items():
            if candidate != NOT_HELD:
                occupancy.release(one)
        model = Model(occupancy, part)
        model.minimise_cost()
        model.hint(before)
        solved = model.solve(min(left, _EACH), chance.randrange(2**31))
        after = solved.chosen or before
        order = [one for one in turns(instance) if one in after] if solved.chosen else list(before)
        for one in order:
            if after[one] != NOT_HELD:
                occupancy.take(after[one])
        place_in_turn(occupancy, [one for one in order if occupancy.chosen[one] == NOT_HELD])
    return Improvement(occupancy.as_array(), 0, "large neighbourhood search")


def _part(instance: Instance, occupancy: Occupancy, chance: random.Random) -> list[int]:
    """Interviews that stand in each other's way: those on the days around one of them."""
    candidates = instance.candidates
    many = len(occupancy.chosen)
    costs = np.where(
        occupancy.as_array() >= 0,
        candidates.cost[occupancy.as_array()] if len(candidates.cost) else 0,
        instance.interviews.not_held,
    )
    first = chance.choices(range(many), (costs + 1).tolist())[0]
    mine = np.flatnonzero(candidates.interview == first)
    if not len(mine):
        return [first]
    wanted = int(chance.choice(mine.tolist()))
    near = [
        (
            candidates.place[one] != candidates.place[wanted],
            abs(int(candidates.day[one] - candidates.day[wanted])),
            chance.random(),
            interview,
        )
        for interview, one in enumerate(occupancy.chosen)
        if one != NOT_HELD and interview != first
    ]
    return [first, *(interview for *_, interview in sorted(near)[: _AT_ONCE - 1])]
