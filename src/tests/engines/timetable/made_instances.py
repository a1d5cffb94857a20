"""Made-up instances as arrays: tiny ones with every feature, and a term of schools and slots."""

from itertools import product

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
from fingerpost.engines.timetable.occupancy import Occupancy

TICKS = 5


def tiny(seed, many=4, days=3):
    """Two advisers, two places, a few ways to hold each interview, and all that may be short."""
    chance = np.random.default_rng(seed)
    ticks = chance.integers(1, 3, many)
    follows = np.array(
        [
            int(chance.integers(one)) if one and chance.random() < 0.4 else NOBODY
            for one in range(many)
        ]
    )
    student = np.arange(many)
    for one in range(many):
        if follows[one] != NOBODY:
            student[one] = student[follows[one]]
        elif one and chance.random() < 0.3:
            student[one] = student[one - 1]
    ways = sorted(
        {
            (one, *(int(n) for n in chance.integers(0, (2, days, TICKS - ticks[one] + 1, 2))))
            for one in range(many)
            for _ in range(chance.integers(0, 7))
        }
    )
    columns = np.array(ways, np.int64).reshape(-1, 5).T
    own = chance.random(len(ways)) < 0.2
    share = chance.random() < 0.5
    candidates = Candidates(
        *columns,
        np.where(own, chance.integers(0, 2, len(ways)), ANY_ROOM),
        chance.integers(0, 20, len(ways)) + 5 * columns[2],
        chance.integers(0, 3, len(ways)) if share else None,
    )
    interviews = Interviews(
        student,
        ticks,
        chance.integers(10, 60, many),
        follows,
        np.where(follows != NOBODY, chance.integers(0, 3, many), 0),
        np.where(chance.random(many) < 0.3, 0, NOBODY),
    )
    far = int(chance.integers(0, 2))
    limits = Limits(
        chance.integers(0, 4, (2, days)),
        chance.integers(0, 3, (2, days, TICKS)),
        np.array([[0, far], [far, 0]]),
        chance.random(2) < 0.5,
        chance.integers(0, 2, 2) if chance.random() < 0.5 else None,
    )
    return Instance(candidates, interviews, limits)


def cheapest(instance):
    """The cost of the best timetable, by trying all of them."""
    whose = instance.candidates.interview
    choices = [
        [NOT_HELD, *np.flatnonzero(whose == one)] for one in range(len(instance.interviews.ticks))
    ]
    best = None
    for chosen in map(np.array, product(*choices)):
        cost = instance.cost(chosen)
        if (best is None or cost < best) and keeps(instance, chosen):
            best = cost
    return best


def keeps(instance, chosen):
    """Say whether a solution keeps every requirement."""
    try:
        return Occupancy(instance, chosen).whole()
    except ValueError:
        return False


def term(seed, many=60, places=4, advisers=4, days=10, starts=5):
    """Schools that share advisers who are at one a day; slots, rooms, caps and followers."""
    chance = np.random.default_rng(seed)
    serves = chance.random((advisers, places)) < 0.6
    serves[chance.integers(0, advisers, places), np.arange(places)] = True
    opened = chance.random((advisers, days, starts)) < 0.6
    place = chance.integers(0, places, many)
    need = chance.integers(1, 5, many)
    followers = many // 8
    follows = np.full(many, NOBODY)
    follows[many - followers :] = np.arange(followers)
    place[many - followers :] = place[:followers]
    ways = []
    for one in range(many):
        for adviser in np.flatnonzero(serves[:, place[one]]):
            day, start = np.nonzero(opened[adviser] & (chance.random((days, starts)) < 0.7))
            cost = need[one] * day + 3 * chance.integers(0, 2, len(day))
            ways += [
                (one, adviser, d, s, place[one], ANY_ROOM, c) for d, s, c in zip(day, start, cost)
            ]
    candidates = Candidates(*np.array(ways, np.int64).T)
    interviews = Interviews(
        np.where(follows == NOBODY, np.arange(many), follows),
        np.ones(many, np.int64),
        100 * need,
        follows,
        np.where(follows == NOBODY, 0, 3),
        np.full(many, NOBODY),
    )
    limits = Limits(
        np.full((advisers, days), 3),
        np.full((places, days, starts), 1),
        np.zeros((places, places), np.int64),
        np.ones(advisers, np.bool_),
    )
    return Instance(candidates, interviews, limits)
