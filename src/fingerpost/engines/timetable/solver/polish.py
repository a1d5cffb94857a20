"""One part of a timetable placed anew by an integer program, the others staying where they are."""

from __future__ import annotations

import numpy as np

from fingerpost.engines.timetable.greedy import place_in_turn, turns
from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.occupancy import Occupancy
from fingerpost.engines.timetable.solver.cells import Floats
from fingerpost.engines.timetable.solver.program import Program, left_by

_CANDIDATES = 40  # of each interview at most
_NODES = 50


def in_order(instance: Instance, wanted: Ints) -> Ints:
    """A timetable near the one wanted that keeps every requirement, shape (m,)."""
    occupancy = Occupancy(instance)
    order = turns(instance)
    for interview in order:
        candidate = int(wanted[interview])
        if candidate != NOT_HELD and occupancy.can_take(candidate):
            occupancy.take(candidate)
    place_in_turn(occupancy, order)
    return occupancy.as_array()


def place_anew(
    instance: Instance, chosen: Ints, free: Ints, dearer: Floats, seconds: float
) -> Ints:
    """Place the interviews `free` (sorted) anew; never a timetable that costs more.

    No interview of `free` follows, or is followed by, one that is not. dearer: shape (n,), how
    unlikely a candidate is; the likeliest of each interview are looked at.
    """
    staying = chosen.copy()
    staying[free] = NOT_HELD
    active = _active(instance, chosen, staying, free, dearer)
    if not len(active):
        return chosen
    program = Program(instance, free, active, left_by(instance, staying[staying >= 0]))
    answer = program.rows.solve(
        seconds,
        start=start_of(program, chosen),
        whole=True,
        presolve="off",  # it takes longer than it saves
        mip_rel_gap=1e-5,
        mip_max_nodes=_NODES,
    )
    if not len(answer.values):
        return chosen
    found = staying
    taken = active[answer.values[program.held] > 0.5]
    found[instance.candidates.interview[taken]] = taken
    found = in_order(instance, found)
    return found if instance.cost(found) < instance.cost(chosen) else chosen


def _active(instance: Instance, chosen: Ints, staying: Ints, free: Ints, dearer: Floats) -> Ints:
    """The candidates to look at: they fit beside those staying, and the one chosen is there."""
    candidates = instance.candidates
    mine = np.flatnonzero(np.isin(candidates.interview, free))
    order = mine[np.lexsort((dearer[mine], candidates.interview[mine]))]
    beside = Occupancy(instance, staying)
    left = dict.fromkeys(free.tolist(), _CANDIDATES)
    kept = [one for one in chosen[free].tolist() if one != NOT_HELD]
    for one, interview in zip(order.tolist(), candidates.interview[order].tolist(), strict=True):
        if left[interview] and beside.fits(one):
            kept.append(one)
            left[interview] -= 1
    return np.unique(np.array(kept, np.int64))


def start_of(program: Program, chosen: Ints) -> Floats:
    """The timetable as it is, as values of the program's columns."""
    values = np.zeros(program.rows.columns)
    held = np.isin(program.active, chosen[program.free])
    values[program.held] = held
    values[program.unheld] = chosen[program.free] == NOT_HELD
    made = program.made[np.unique(program.visit[held])]
    values[made[made != NOBODY]] = 1
    return values
