"""A better timetable by solving a part of it anew, again and again."""

from __future__ import annotations

import random
import time

import numpy as np

from fingerpost.engines.timetable.greedy import place_in_turn, turns
from fingerpost.engines.timetable.instance import NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.model import Model, Stopped, never
from fingerpost.engines.timetable.occupancy import Occupancy

_AT_ONCE = 40  # interviews placed anew together
_UNHELD = 10  # of those, that are not held
_EACH = 1.0  # seconds for one part


def improve(
    instance: Instance, chosen: Ints, seconds: float, seed: int, stopped: Stopped = never
) -> Ints:
    """Improve a solution for some seconds, or until it is stopped; it never costs more."""
    until = time.perf_counter() + seconds
    chance = random.Random(seed)
    occupancy = Occupancy(instance, chosen)
    many = len(chosen)
    while many and not stopped() and (left := until - time.perf_counter()) > 0.05:
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
    return occupancy.as_array()


def _part(instance: Instance, occupancy: Occupancy, chance: random.Random) -> list[int]:
    """Interviews that stand in each other's way: those on the days around one of them.

    Some that are not held are among them: two may be worth more than the one in their way.
    """
    candidates = instance.candidates
    chosen = occupancy.as_array()
    held = chosen != NOT_HELD
    costs = instance.interviews.not_held.copy()
    costs[held] = candidates.cost[chosen[held]]
    first = chance.choices(range(len(chosen)), (costs + 1).tolist())[0]
    mine = np.flatnonzero(candidates.interview == first)
    if not len(mine):
        return [first]
    wanted = int(chance.choice(mine.tolist()))
    days = instance.limits.caps.shape[1]
    elsewhere = candidates.place != candidates.place[wanted]
    away = elsewhere * days + np.abs(candidates.day - candidates.day[wanted])
    far = np.full(len(chosen), 2 * days)  # those without a candidate stay the farthest
    np.minimum.at(far, candidates.interview, away)
    far[held] = away[chosen[held]]
    near = sorted((int(far[one]), chance.random(), one) for one in range(len(chosen)))
    others = [one for *_, one in near if one != first and far[one] < 2 * days]
    unheld = [one for one in others if not held[one]][:_UNHELD]
    return [first, *unheld, *(one for one in others if held[one])][:_AT_ONCE]
