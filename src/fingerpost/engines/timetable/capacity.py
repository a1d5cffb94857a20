"""How many interviews advisers' days can hold: who loses at least, and how many others move at
least. A matter of counting, done before anything else is tried.

A stretch is a part of one adviser's day whose candidates meet none outside it. It holds no more
interviews than fit into it one after another. Interviews flow into stretches, at a cost for each
that loses its time or leaves its stretch: no timetable comes cheaper, since it must heed more
than this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.timetable.instance import NOT_HELD, Instance, Ints
from fingerpost.engines.timetable.keeping import Keeping


@dataclass(frozen=True, eq=False)
class Shortage:
    """No repair loses less by weight than `lost`; one that loses no more moves `moves` or more.

    to: who leaves a stretch or had none, in one such flow, and the candidates where they go.
    """

    lost: tuple[int, ...]
    moves: int
    to: dict[int, list[int]]


def shortage_of(keeping: Keeping) -> Shortage:
    """Who loses a time, those who count least, and how many of the others move, at least."""
    stretches = _stretches_of(keeping.instance)
    ways = _ways_of(keeping, stretches)
    taken = _cheapest(keeping, ways, stretches.holds)
    goes = dict(zip(ways.interview[taken].tolist(), ways.stretch[taken].tolist(), strict=True))
    leaving = ways.interview[taken & ~ways.stays].tolist()
    to = {
        one: [o for o in ones if stretches.of_candidate[o] == goes[one]]
        for one, ones in keeping.allowed(leaving).items()
    }
    return Shortage(
        lost=tuple(sorted(keeping.before.keys() - goes.keys())),
        moves=sum(one in keeping.own for one in to),
        to=to,
    )


@dataclass(frozen=True, eq=False)
class _Stretches:
    of_candidate: Ints  # (candidates,)
    holds: Ints  # (stretches,)


def _stretches_of(instance: Instance) -> _Stretches:
    candidates, limits = instance.candidates, instance.limits
    adviser_day = candidates.adviser * limits.caps.shape[1] + candidates.day
    rest = 0 if limits.rest is None else limits.rest[candidates.adviser]
    end = candidates.start + instance.interviews.ticks[candidates.interview] + rest
    longest = int(end.max(initial=0)) + 1
    stays, which = np.unique(
        (adviser_day * longest + candidates.start) * longest + end, return_inverse=True
    )
    since = stays // longest
    until = since // longest * longest + stays % longest
    begins = np.ones(len(since), np.bool_)
    begins[1:] = since[1:] >= np.maximum.accumulate(until)[:-1]
    of_stay = np.cumsum(begins) - 1
    holds = _one_after_another(since, until, of_stay)
    # Where the cap of the day is the narrower, the day is one stretch.
    day = since[begins] // longest
    caps = limits.caps.ravel()
    in_day = np.bincount(day, holds, len(caps))
    first = np.searchsorted(day, day)
    capped = in_day[day] > caps[day]
    holds = np.where(capped, caps[day], holds)
    joined = np.where(capped, first, np.arange(len(day)))
    return _Stretches(joined[of_stay[which]], holds)


def _one_after_another(since: Ints, until: Ints, of_stay: Ints) -> Ints:
    """How many stays fit into each stretch: the one that ends first, then the next."""
    holds = np.zeros(int(of_stay.max(initial=-1)) + 1, np.int64)
    free = -1
    order = np.lexsort((since, until))
    for start, end, stretch in zip(
        since[order].tolist(), until[order].tolist(), of_stay[order].tolist(), strict=True
    ):
        if start >= free:
            holds[stretch] += 1
            free = end
    return holds


@dataclass(frozen=True, eq=False)
class _Ways:
    """Everybody of before in each stretch where they may be; all of shape (ways,)."""

    interview: Ints
    stretch: Ints
    stays: NDArray[np.bool_]


def _ways_of(keeping: Keeping, stretches: _Stretches) -> _Ways:
    """Those who keep a time may stay, and go unless that is past or settled; the others may go."""
    candidates, asked = keeping.instance.candidates, keeping.listing.problem.interviews
    may_go, own = np.zeros(len(asked), np.bool_), np.full(len(asked), NOT_HELD)
    may_go[list(keeping.before)] = True
    for one, candidate in keeping.own.items():
        own[one] = stretches.of_candidate[candidate]
        may_go[one] = asked[one].fixed is None and candidates.day[candidate] >= keeping.first
    free = may_go[candidates.interview] & (candidates.day >= keeping.first)
    may_be = np.zeros((len(asked), len(stretches.holds)), np.bool_)
    may_be[candidates.interview[free], stretches.of_candidate[free]] = True
    kept = np.flatnonzero(own != NOT_HELD)
    may_be[kept, own[kept]] = True
    interview, stretch = np.nonzero(may_be)
    taken = np.bincount(own[kept], minlength=len(stretches.holds))
    stays = own[interview] == stretch
    needed = stays | _needed(interview, (stretches.holds > taken)[stretch], len(keeping.displaced))
    return _Ways(interview[needed], stretch[needed], stays[needed])


def _needed(interview: Ints, free: NDArray[np.bool_], displaced: int) -> NDArray[np.bool_]:
    """Leave out ways that no cheapest flow needs.

    A flow fills no more places that were free than people are displaced. So who may go to that
    many free stretches needs no other: one of them is left, and nobody has to make room there.
    """
    of_each = np.bincount(interview, free).astype(np.int64)
    before = np.cumsum(of_each) - of_each
    rank = np.cumsum(free) - before[interview]
    return (of_each < displaced)[interview] | (free & (rank <= displaced))


def _cheapest(keeping: Keeping, ways: _Ways, holds: Ints) -> NDArray[np.bool_]:
    """The ways of the cheapest flow: as little lost by weight as can be, then as few moves."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    people, losing = np.array(sorted(keeping.before)), np.array(sorted(keeping.may_lose))
    lost = [keeping.weights[one] * keeping.scale for one in losing.tolist()]
    moves = ~ways.stays & np.isin(ways.interview, list(keeping.own))
    stretches = len(people) + np.arange(len(holds))
    end = len(people) + len(holds)
    solver = SimpleMinCostFlow()
    going = solver.add_arcs_with_capacity_and_unit_cost(
        np.searchsorted(people, ways.interview),
        stretches[ways.stretch],
        np.ones(len(moves), np.int64),
        moves.astype(np.int64),
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        np.searchsorted(people, losing),
        np.full(len(losing), end),
        np.ones(len(losing), np.int64),
        lost,
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        stretches, np.full(len(holds), end), holds, 0 * holds
    )
    solver.set_nodes_supplies(np.arange(len(people)), np.ones(len(people), np.int64))
    solver.set_node_supply(end, -len(people))
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("Everybody can stay where they are, and that was not found.")
    return np.asarray(solver.flows(going)) > 0
