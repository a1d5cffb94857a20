"""Hold all interviews without which a timetable is none, or show that it cannot be done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.timetable.greedy import place_in_turn, turns
from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.model import Model
from fingerpost.engines.timetable.occupancy import Occupancy

_TRIES = 10
_MOST = 100_000  # candidates that one model of all that is required may have


@dataclass(frozen=True, eq=False)
class Answer:
    """A solution that holds all that is required; None if none was found. Or: impossible."""

    chosen: Ints | None
    impossible: bool = False


def hold_required(
    instance: Instance, required: NDArray[np.bool_], seconds: float, seed: int
) -> Answer:
    """Place what is required together, and the others around it."""
    in_turn = turns(instance)
    for _ in range(_TRIES):
        occupancy = Occupancy(instance)
        place_in_turn(occupancy, in_turn)
        missed = np.flatnonzero(required & (occupancy.as_array() == NOT_HELD)).tolist()
        if not missed:
            return Answer(occupancy.as_array())
        # Who came too late chooses first the next time.
        first = dict.fromkeys(with_those_before(instance, missed))
        in_turn = [
            *(one for one in in_turn if one in first),
            *(o for o in in_turn if o not in first),
        ]
    interviews = with_those_before(instance, np.flatnonzero(required).tolist())
    if np.isin(instance.candidates.interview, interviews).sum() > _MOST:
        return Answer(None)
    return _together(instance, interviews, seconds, seed)


def _together(instance: Instance, interviews: list[int], seconds: float, seed: int) -> Answer:
    """Place interviews with one model of all of them, and the others around them."""
    occupancy = Occupancy(instance)
    model = Model(occupancy, interviews)
    for interview in interviews:
        model.cp.add(model.unheld[interview] == 0)
    solved = model.solve(seconds, seed)
    if solved.status == "infeasible":
        return Answer(None, impossible=True)
    if not solved.chosen:
        return Answer(None)
    in_turn = turns(instance)
    for interview in in_turn:
        if solved.chosen.get(interview, NOT_HELD) != NOT_HELD:
            occupancy.take(solved.chosen[interview])
    place_in_turn(occupancy, in_turn)
    return Answer(occupancy.as_array())


def with_those_before(instance: Instance, interviews: list[int]) -> list[int]:
    """The same interviews with all that they follow, in order."""
    follows = instance.interviews.follows.tolist()
    found = set(interviews)
    for interview in interviews:
        before = follows[interview]
        while before != NOBODY and before not in found:
            found.add(before)
            before = follows[before]
    return sorted(found)
