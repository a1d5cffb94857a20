"""Which sessions run: those that reach their least number, and the others are cancelled.

A tree of cases. Where the best flow leaves a session with some students and fewer than its least
number, one case lets it run with that number, the other closes it. A case whose flow is worth no
more than the best sharing-out found is done. The cases that remain cover all possibilities, and
the prices of each bound it: together they prove the result.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field

import numpy as np

from . import flow
from .core import Bools, Core, Ints, Solution


@dataclass(frozen=True, eq=False)
class Leaf:
    """A case at which the tree ends: sessions that run and those that are closed, and a bound.

    solution: the best flow of the case, or None where its least numbers cannot be reached.
    """

    opened: Bools
    closed: Bools
    solution: Solution | None


@dataclass
class Search:
    """What came of it. bound: nothing is worth more. leaves: cover all cases, or are empty when
    the search was ended before."""

    best: Solution | None = None
    opened: Bools | None = None
    bound: int = 0
    leaves: list[Leaf] = field(default_factory=list)
    is_proven: bool = True


def search(core: Core, minimum: Ints, must_run: Bools, until: float | None) -> Search:
    """The best sharing-out in which every session has its minimum or nobody.

    must_run: sessions that cannot be cancelled. until: a moment of `time.monotonic` at which it
    ends with the best found so far; None for no end.
    """
    tree = _Tree(core, minimum)
    tree.found.best, tree.found.opened = _at_once(core, minimum, must_run)
    tree.add(must_run, np.zeros(core.sessions, bool))
    while tree.waiting:
        if until is not None and time.monotonic() > until:
            return tree.ended_early()
        tree.step()
    if tree.found.best is not None:
        tree.found.bound = tree.found.best.value
    return tree.found


def _at_once(core: Core, minimum: Ints, must_run: Bools) -> tuple[Solution | None, Bools | None]:
    """A sharing-out to begin with: close what falls short most until nothing does."""
    closed = np.zeros(core.sessions, bool)
    while True:
        try:
            solution = flow.solve(core.running(must_run, closed, minimum))
        except flow.NoSuchFlow:
            return None, None
        there = core.in_session(solution.chosen)
        short = (there > 0) & (there < minimum) & ~must_run
        if not short.any():
            return solution, there > 0
        closed[np.argmin(np.where(short, there / np.maximum(minimum, 1), np.inf))] = True


class _Tree:
    def __init__(self, core: Core, minimum: Ints) -> None:
        self.core, self.minimum = core, minimum
        self.found = Search()
        self.waiting: list[tuple[int, int, Leaf]] = []
        self.count = 0

    def add(self, opened: Bools, closed: Bools) -> None:
        """Solve a case and keep it for later, or at once if nothing more can come of it."""
        core = self.core.running(opened, closed, self.minimum)
        try:
            solution = flow.solve(core)
        except flow.NoSuchFlow:
            self.found.leaves.append(Leaf(opened, closed, None))
            return
        self.count += 1
        leaf = Leaf(opened, closed, solution)
        heapq.heappush(self.waiting, (-solution.value, -self.count, leaf))

    def step(self) -> None:
        """Take up the most promising case."""
        _, _, leaf = heapq.heappop(self.waiting)
        best, solution = self.found.best, leaf.solution
        assert solution is not None
        if best is not None and solution.value <= best.value:
            self.found.leaves.append(leaf)
            return
        there = self.core.in_session(solution.chosen)
        short = (there > 0) & (there < self.minimum) & ~leaf.opened
        if not short.any():
            self.found.best, self.found.opened = solution, there > 0
            self.found.bound = solution.value
            self.found.leaves.append(leaf)
            return
        at = self._to_decide(short, there)
        for chosen in (leaf.opened, leaf.closed):
            decided = chosen.copy()
            decided[at] = True
            if chosen is leaf.opened:
                self.add(decided, leaf.closed)
            else:
                self.add(leaf.opened, decided)

    def _to_decide(self, short: Bools, there: Ints) -> int:
        """The session furthest from either end: half of its least number is the hardest case."""
        share = np.where(short, there / np.maximum(self.minimum, 1), 0)
        return int(np.argmin(np.where(short, np.abs(share - 0.5), np.inf)))

    def ended_early(self) -> Search:
        """The best so far; what waits still bounds what could be."""
        waiting = [-value for value, _, _ in self.waiting]
        self.found.bound = max([*waiting, self.found.best.value if self.found.best else 0])
        self.found.is_proven, self.found.leaves = False, []
        return self.found
