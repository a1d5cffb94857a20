"""The best sharing-out as a flow of least cost: student, slot, kind of seat, session, end.

Exact wherever nothing but places, clash slots, seats, reserved seats and least numbers counts.
The solver gives the flow; `prices` finds what proves it, so that nobody need trust the solver.
"""

from __future__ import annotations

import numpy as np

from .core import Bools, Core, Ints, Solution
from .prices import prices_of

# The solver multiplies costs by the number of nodes.
_LARGEST = 2**61


class NoSuchFlow(ValueError):
    """The least numbers cannot all be reached."""


def largest_value(core_students: int, pairs: int, kinds: int, sessions: int) -> int:
    """The largest value a pair may have so that the solver can still count with it."""
    return _LARGEST // (core_students + pairs + kinds + sessions + 2)


def solve(core: Core) -> Solution:
    """The best sharing-out, proven. Raises NoSuchFlow."""
    chosen = _flow(core)
    price, floor = prices_of(core, chosen)
    return Solution(chosen, int(core.value[chosen].sum()), price, floor)


def _flow(core: Core) -> Bools:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    net = _Net(core)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(net.tail, net.head, net.upper, net.cost)
    solver.set_nodes_supplies(np.arange(len(net.supply)), net.supply)
    if solver.solve() != solver.OPTIMAL:
        raise NoSuchFlow("The least numbers cannot all be reached.")
    return np.asarray(solver.flows(arcs[: len(core.student)])) > 0


class _Net:
    """Nodes and arcs. Pairs come first among the arcs."""

    def __init__(self, core: Core) -> None:
        pairs, ones = len(core.student), np.ones(len(core.student), np.int64)
        slot_of, slot_student = _slots(core)
        several = np.bincount(core.session, minlength=core.sessions) > 1
        first_slot = core.students
        first_kind = first_slot + len(slot_student)
        first_session = first_kind + core.kinds
        end = first_session + core.sessions
        kinds, sessions = np.arange(core.kinds), np.flatnonzero(several)
        through = several[core.session]  # kinds whose session counts together
        total = np.bincount(core.session, core.capacity, core.sessions).astype(np.int64)
        # A least number is taken out of what flows on freely and asked for where it is due.
        counted = np.where(through, first_session + core.session, first_kind + kinds)
        supply = np.zeros(end + 1, np.int64)
        supply[: core.students] = core.places
        node_of_session = np.full(core.sessions, end, np.int64)
        node_of_session[core.session] = counted
        np.subtract.at(supply, node_of_session, core.least)
        supply[end] -= int(core.places.sum()) - int(core.least.sum())
        onward = np.where(through, core.capacity, core.capacity - core.least[core.session])
        if (onward < 0).any() or (total < core.least).any():
            raise NoSuchFlow("A session needs more students than it has seats.")
        first_steps = np.where(slot_of >= 0, first_slot + slot_of, core.student)
        self.tail = np.concatenate(
            [
                first_steps,
                slot_student,
                np.arange(core.students),
                first_kind + kinds,
                first_session + sessions,
            ]
        )
        self.head = np.concatenate(
            [
                first_kind + core.kind,
                first_slot + np.arange(len(slot_student)),
                np.full(core.students, end),
                np.where(through, first_session + core.session, end),
                np.full(len(sessions), end),
            ]
        )
        self.upper = np.concatenate(
            [
                ones,
                np.ones(len(slot_student), np.int64),
                core.places,
                onward,
                (total - core.least)[sessions],
            ]
        )
        self.cost = np.zeros(len(self.tail), np.int64)
        self.cost[:pairs] = -core.value
        self.supply = supply


def _slots(core: Core) -> tuple[Ints, Ints]:
    """Per pair the number of its clash node, or -1 where it needs none; and each node's student.

    A student with one place cannot take two sessions at the same time, and a slot with one pair
    shuts nothing out.
    """
    none = np.full(len(core.student), -1, np.int64)
    several = core.places[core.student] > 1
    if not several.any():
        return none, np.zeros(0, np.int64)
    key = core.student * (int(core.slot.max(initial=0)) + 1) + core.slot
    found, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    needed = np.zeros(len(found), bool)
    needed[inverse[several]] = True
    needed &= counts > 1
    numbers = np.cumsum(needed) - 1
    slot_of = np.where(needed[inverse], numbers[inverse], -1)
    owner = np.zeros(int(needed.sum()), np.int64)
    owner[slot_of[slot_of >= 0]] = core.student[slot_of >= 0]
    return slot_of, owner
