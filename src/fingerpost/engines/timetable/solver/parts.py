"""Parts of a timetable that share nothing but advisers: schools, as a rule.

Places belong to one part when an interview, interviews that follow one another, or the day of an
adviser who may be at several places can be at both. Once it is said which visit each adviser makes
on each day, parts can be solved one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fingerpost.engines.timetable.instance import NOBODY, Instance, Ints


@dataclass(frozen=True, eq=False)
class Visits:
    """An adviser's day at one place, or anywhere if they may be at several. All shape (visits,)."""

    adviser_day: Ints
    part: Ints
    of_candidate: Ints  # (candidates,)
    of_interview: Ints  # (m,): the part of each interview, NOBODY if it has no candidates


def visits_of(instance: Instance) -> Visits:
    """All visits that candidates name, ordered by adviser and day."""
    candidates, limits = instance.candidates, instance.limits
    places = limits.rooms.shape[0]
    place = np.where(limits.one_place_a_day[candidates.adviser], candidates.place, places)
    adviser_day = candidates.adviser * limits.caps.shape[1] + candidates.day
    keys, first, visit = np.unique(
        adviser_day * (places + 1) + place, return_index=True, return_inverse=True
    )
    interviews = len(instance.interviews.student)
    after = np.flatnonzero(instance.interviews.follows != NOBODY)
    begin, end = places, places + interviews
    ends = [
        (candidates.place, begin + candidates.interview),
        (candidates.place, end + visit),
        (begin + after, begin + instance.interviews.follows[after]),
    ]
    rows, columns = (np.concatenate(side) for side in zip(*ends, strict=True))
    many = end + len(keys)
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(many, many))
    _, label = connected_components(graph.tocsr(), directed=False)
    _, part = np.unique(label[candidates.place], return_inverse=True)
    of_interview = np.full(interviews, NOBODY)
    of_interview[candidates.interview] = part
    return Visits(keys // (places + 1), part[first], visit, of_interview)
