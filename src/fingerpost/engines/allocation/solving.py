"""The best sharing-out of places: which method, what it found, and the proof."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction

import numpy as np

from . import flow, mixed, running
from .arranging import Arranged, arrange
from .core import Core, Solution
from .problem import Json, Problem
from .reasons import reasons_for
from .result import Result
from .scores import in_one_number

# How long the tree of cases may take before the mixed-integer program is tried: in seconds.
_TREE_SECONDS = 2.0
# More cases than this are not written into the result, which then says so.
_LEAVES_TOLD = 500


def best(problem: Problem, seconds: float | None = None) -> Result:
    """The sharing-out that is best by the problem's criteria, with its proof or the gap left.

    seconds: after so long the best found so far is taken. Raises BadProblem.
    """
    begun = time.monotonic()
    until = None if seconds is None else begun + seconds
    arranged = arrange(problem)
    together = None if mixed.needs_mixed(arranged) else _in_one_core(arranged)
    try:
        if together is None:
            found = _by_mixed(arranged, until)
        else:
            found = _by_flow(arranged, *together, until)
    except (mixed.NothingFits, flow.NoSuchFlow):
        found = Result("infeasible", conflict=tuple(smallest_conflict(problem)))
    return replace(found, seconds=time.monotonic() - begun)


def _in_one_core(arranged: Arranged) -> tuple[Core, list[int]] | None:
    core = arranged.core
    largest = flow.largest_value(core.students, len(core.student), core.kinds, core.sessions)
    numbers = in_one_number(arranged.scores, arranged.seats, largest)
    if numbers is None:
        return None
    value, factors = numbers
    return replace(core, value=value), factors


def _by_flow(arranged: Arranged, core: Core, factors: list[int], until: float | None) -> Result:
    must = mixed.must_run(arranged)
    nothing = np.zeros(core.sessions, bool)
    if not arranged.minimum.any():
        solution = flow.solve(core)
        leaves = [running.Leaf(nothing, nothing, solution)]
        found = running.Search(solution, nothing, solution.value, leaves)
        method = "minimum-cost flow"
    else:
        ends = time.monotonic() + _TREE_SECONDS
        found = running.search(core, arranged.minimum, must, min(ends, until or ends))
        if not found.is_proven:
            return _better(_by_search(arranged, factors, found), _by_mixed(arranged, until))
        method = f"minimum-cost flow in {len(found.leaves)} cases"
    if found.best is None:
        raise flow.NoSuchFlow
    proof = _proof(arranged, factors, found)
    return _result(replace(arranged, core=core), found.best, None, method, proof)


def _by_search(arranged: Arranged, factors: list[int], found: running.Search) -> Result | None:
    """What the tree of cases had found when it was ended, with the bound it had reached."""
    if found.best is None:
        return None
    bound = _apart(found.bound, factors, arranged)
    return _result(arranged, found.best, bound, "minimum-cost flow, not ended", None)


def _better(one: Result | None, other: Result) -> Result:
    """The better of two results of the same round, with the better of their bounds."""
    if one is None or other.is_proven:
        return other
    best = one if one.objective > other.objective else other
    return replace(best, bound=min(one.bound, other.bound))


def _apart(bound: int, factors: list[int], arranged: Arranged) -> list[Fraction]:
    """A bound in one number as a bound level by level."""
    apart: list[Fraction] = []
    for factor, unit in zip(factors, arranged.scores.unit, strict=True):
        total, bound = divmod(bound, factor)
        apart.append(Fraction(total, unit))
    return apart


def _by_mixed(arranged: Arranged, until: float | None) -> Result:
    found = mixed.solve_mixed(arranged, until)
    core = arranged.core
    none = np.zeros(core.kinds, np.int64)
    solution = Solution(found.chosen, 0, none, np.zeros(core.sessions, np.int64))
    bound = None if found.is_proven else found.bounds
    return _result(arranged, solution, bound, "mixed-integer programming (HiGHS)", None)


def _result(
    arranged: Arranged,
    solution: Solution,
    bound: list[Fraction] | None,
    method: str,
    proof: Json | None,
) -> Result:
    standing = arranged.standing.totals(np.ones(len(arranged.problem.fixed), bool))
    totals = arranged.scores.totals(solution.chosen)
    objective = tuple(a + b for a, b in zip(totals, standing, strict=True))
    places = arranged.places(solution.chosen)
    if bound is not None:
        bound = [a + b for a, b in zip(bound, standing, strict=True)]
    cancelled = cancelled_by(arranged.problem, places)
    return Result(
        status="optimal" if bound is None else "feasible",
        objective=objective,
        bound=objective if bound is None else tuple(bound),
        places=tuple(places),
        unplaced=reasons_for(arranged, solution, places, cancelled, has_prices=proof is not None),
        cancelled=tuple(cancelled),
        method=method,
        proof=proof,
    )


def cancelled_by(problem: Problem, places: list[tuple[int, int]]) -> list[int]:
    """Sessions that do not run for want of their minimum."""
    there = {session for _, session in places}
    return [
        number
        for number, session in enumerate(problem.sessions)
        if session.minimum and number not in there
    ]


def _proof(arranged: Arranged, factors: list[int], found: running.Search) -> Json | None:
    if len(found.leaves) > _LEAVES_TOLD:
        return None
    problem = arranged.problem
    ids = [session.id for session in problem.sessions]
    seats = [
        (group or "", ids[number])
        for number, session in enumerate(problem.sessions)
        for group in (None, *session.reserved)
    ]
    return {
        "units": [
            factor * unit for factor, unit in zip(factors, arranged.scores.unit, strict=True)
        ],
        "cases": [_case(leaf, ids, seats) for leaf in found.leaves],
    }


def _case(leaf: running.Leaf, ids: list[str], seats: list[tuple[str, str]]) -> Json:
    case: Json = {
        "runs": [ids[n] for n in np.flatnonzero(leaf.opened).tolist()],
        "closed": [ids[n] for n in np.flatnonzero(leaf.closed).tolist()],
    }
    if leaf.solution is None:
        return case | {"impossible": True}
    price, floor = leaf.solution.price, leaf.solution.floor
    prices: dict[str, dict[str, int]] = {}
    for kind in np.flatnonzero(price).tolist():
        group, name = seats[kind]
        prices.setdefault(name, {})[group] = int(price[kind])
    floors = {ids[n]: int(floor[n]) for n in np.flatnonzero(floor).tolist()}
    return case | {"prices": prices, "floors": floors}


def smallest_conflict(problem: Problem) -> list[str]:
    """Requirements that cannot stand together, none of which can be left out.

    Only sessions that must run because places in them stand can make a round impossible: their
    minimums are taken away one by one, and each that the others can do without stays away.
    """
    needed = sorted({session for _, session in problem.fixed if problem.sessions[session].minimum})
    kept = list(needed)
    for number in needed:
        fewer = [other for other in kept if other != number]
        if not _stands(problem, fewer):
            kept = fewer
    ids = {number: problem.sessions[number] for number in kept}
    found = [
        f"Session “{session.id}” must run, since places in it stand, with at least "
        f"{session.minimum} students."
        for session in ids.values()
    ]
    return found or ["The places that stand cannot be kept."]


def _stands(problem: Problem, needed: list[int]) -> bool:
    """Whether the round is possible when only these sessions keep their minimum."""
    sessions = tuple(
        session if number in needed else replace(session, minimum=0)
        for number, session in enumerate(problem.sessions)
    )
    arranged = arrange(replace(problem, sessions=sessions))
    try:
        if mixed.needs_mixed(arranged):
            mixed.solve_mixed(arranged, None)
        else:
            opened = mixed.must_run(arranged)
            closed = np.zeros(len(sessions), bool)
            flow.solve(arranged.core.running(opened, closed, arranged.minimum))
    except (mixed.NothingFits, flow.NoSuchFlow):
        return False
    return True
