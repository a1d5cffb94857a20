"""The timetable as an assignment of interviews to starts of advisers, solved with a proof.

Two candidates of one adviser that begin at the same moment never go together, whatever else a
timetable requires. So the cheapest assignment of interviews to (adviser, day, start), each used
once, costs no more than any timetable; and where nothing else stands in its way it is the best.

Only the cheapest candidates of each interview are looked at first. Prices for interviews and
starts, such that no candidate is cheaper than its two prices together, then prove the assignment
the cheapest among all candidates; those that are cheaper come in, and it is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fingerpost.engines.timetable.instance import NOT_HELD, Instance, Ints

_FIRST = 100  # candidates of each interview to begin with
_MORE = 32  # of each interview that come in at once


@dataclass(frozen=True, eq=False)
class Assignment:
    """The cheapest assignment; its cost is a lower bound.

    `chosen`: candidates; `prices`: what holding or not holding each interview is worth; (m,).
    """

    chosen: Ints
    cost: int
    prices: Ints


@dataclass(frozen=True, eq=False)
class _Edges:
    """Candidates as edges between interviews and starts."""

    interview: Ints
    column: Ints
    cost: Ints


def assign(instance: Instance) -> Assignment:
    """Solve the assignment to optimality on all candidates."""
    candidates = instance.candidates
    limits = instance.limits
    columns = (candidates.adviser * limits.caps.shape[1] + candidates.day) * limits.rooms.shape[
        2
    ] + candidates.start
    edges = _Edges(candidates.interview, columns, candidates.cost)
    not_held = instance.interviews.not_held
    looked_at = _cheapest(instance)
    while True:
        chosen, prices = _solve(edges, looked_at, not_held)
        saved = prices.of_interviews[edges.interview] + prices.of_columns[edges.column] - edges.cost
        too_cheap = np.flatnonzero(saved > 0)
        if not too_cheap.size:
            return Assignment(chosen, instance.cost(chosen), prices.of_interviews)
        order = np.lexsort((-saved[too_cheap], edges.interview[too_cheap]))
        too_cheap = _first_of_each(edges.interview, too_cheap[order], _MORE)
        looked_at = np.union1d(looked_at, too_cheap)


def columns_of(instance: Instance) -> Ints:
    """A number for the adviser, day and start of each candidate; shape (n,)."""
    candidates, limits = instance.candidates, instance.limits
    adviser_day = candidates.adviser * limits.caps.shape[1] + candidates.day
    return adviser_day * limits.rooms.shape[2] + candidates.start


def _first_of_each(interview: Ints, ordered: Ints, many: int) -> Ints:
    """Of candidates ordered by interview, the first so many of each."""
    whose = interview[ordered]
    rank = np.arange(len(whose)) - np.searchsorted(whose, whose)
    return ordered[rank < many]


def _cheapest(instance: Instance) -> Ints:
    """The numbers of the cheapest candidates of each interview, `_FIRST` of each."""
    cost = instance.candidates.cost
    many = len(instance.interviews.student)
    begins = np.searchsorted(instance.candidates.interview, np.arange(many + 1)).tolist()
    kept = [
        np.arange(since, until)
        if until - since <= _FIRST
        else since + np.argpartition(cost[since:until], _FIRST)[:_FIRST]
        for since, until in pairwise(begins)
    ]
    return np.concatenate(kept) if kept else np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class _Prices:
    of_interviews: Ints
    of_columns: Ints  # not positive, 0 where nobody is


def _solve(edges: _Edges, looked_at: Ints, not_held: Ints) -> tuple[Ints, _Prices]:
    """The cheapest assignment among some candidates, with the prices that prove it."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    many = len(not_held)
    looked_at = _one_of_each(edges, looked_at)
    interview, cost = edges.interview[looked_at], edges.cost[looked_at]
    used, column = np.unique(edges.column[looked_at], return_inverse=True)
    # Each interview has a column of its own for not being held. The matching takes a weight of
    # zero for no edge, so all weigh one more.
    weights = np.concatenate([cost, not_held]) + 1.0
    rows = np.concatenate([interview, np.arange(many)])
    columns = np.concatenate([column, len(used) + np.arange(many)])
    graph = csr_array((weights, (rows, columns)), shape=(many, len(used) + many))
    _, matched = min_weight_full_bipartite_matching(graph)
    matched = matched.astype(np.int64)
    held = matched < len(used)
    chosen = np.full(many, NOT_HELD)
    mine = matched[interview] == column
    chosen[interview[mine]] = looked_at[mine]
    paid = not_held.copy()
    paid[held] = edges.cost[chosen[held]]
    small = _Edges(interview, column, cost)
    of_interviews, of_used = _prices(small, np.where(held, matched, len(used)), paid, not_held)
    of_columns = np.zeros(int(edges.column.max(initial=0)) + 1, np.int64)
    of_columns[used] = of_used
    return chosen, _Prices(of_interviews, of_columns)


def _one_of_each(edges: _Edges, looked_at: Ints) -> Ints:
    """Keep the cheapest of candidates that begin at the same moment in different rooms."""
    interview, column = edges.interview[looked_at], edges.column[looked_at]
    keys = np.sort(interview * (int(column.max(initial=0)) + 1) + column)
    if (keys[1:] != keys[:-1]).all():
        return looked_at
    order = np.lexsort((edges.cost[looked_at], column, interview))
    interview, column = interview[order], column[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (interview[1:] != interview[:-1]) | (column[1:] != column[:-1])
    return looked_at[order[first]]


def _prices(edges: _Edges, matched: Ints, paid: Ints, not_held: Ints) -> tuple[Ints, Ints]:
    """Prices that are paid in full by an optimal assignment, and nowhere more than an edge costs.

    matched: each interview's column, or one past the last for none. Lowers the prices of the
    columns until they fit, which ends because no change of an optimal assignment gains.
    """
    many = int(edges.column.max(initial=-1)) + 1
    prices = np.zeros(many + 1, np.int64)
    order = np.argsort(edges.column, kind="stable")
    begins = np.searchsorted(edges.column[order], np.arange(many))
    interview, cost = edges.interview[order], edges.cost[order]
    while True:
        of_interviews = np.minimum(paid - prices[matched], not_held)
        if not many:
            return of_interviews, prices[:-1]
        lower = np.minimum.reduceat(cost - of_interviews[interview], begins)
        lower = np.minimum(prices[:-1], lower)
        if np.array_equal(lower, prices[:-1]):
            return of_interviews, lower
        prices[:-1] = lower
