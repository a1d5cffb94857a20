"""Few interviews that cannot all be held, out of many: where to look for the conflict."""

from __future__ import annotations

import time
from collections import defaultdict

from fingerpost.engines.timetable.assignment import columns_of
from fingerpost.engines.timetable.instance import NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.model import Model
from fingerpost.engines.timetable.occupancy import Occupancy
from fingerpost.engines.timetable.required import with_those_before


def too_many_for(instance: Instance, chosen: Ints, interview: int) -> list[int]:
    """Interviews that have fewer starts between them than they are, one of them without a start.

    `chosen` is the cheapest assignment and does not hold `interview`: every start that it could
    have is another's, whose other starts are others' again, and so on.
    """
    columns = columns_of(instance)
    of_interview: defaultdict[int, set[int]] = defaultdict(set)
    for one, column in zip(instance.candidates.interview.tolist(), columns.tolist(), strict=True):
        of_interview[one].add(column)
    holder = {
        int(columns[candidate]): one
        for one, candidate in enumerate(chosen.tolist())
        if candidate != NOT_HELD
    }
    found, waiting = {interview}, [interview]
    while waiting:
        for column in of_interview[waiting.pop()]:
            other = holder.get(column)
            if other is not None and other not in found:
                found.add(other)
                waiting.append(other)
    return sorted(found)


def without_those_not_needed(
    instance: Instance, interviews: list[int], seconds: float, seed: int
) -> list[int]:
    """Interviews that cannot all be held, without those that can be left out, as time allows."""
    until = time.perf_counter() + seconds
    kept = interviews
    size = len(kept) // 2
    while size >= 1:
        since = 0
        while since < len(kept) and time.perf_counter() < until:
            fewer = kept[:since] + kept[since + size :]
            if fewer and _impossible(instance, fewer, until - time.perf_counter(), seed):
                kept = fewer
            else:
                since += size
        size //= 2
    return kept


def _impossible(instance: Instance, interviews: list[int], seconds: float, seed: int) -> bool:
    needed = with_those_before(instance, interviews)
    model = Model(Occupancy(instance), needed)
    for interview in needed:
        model.cp.add(model.unheld[interview] == 0)
    return model.solve(seconds, seed).status == "infeasible"
