"""Circles in a flow of which some arcs are hidden: what a reader cannot tell apart.

Arcs carry known numbers, and what comes in at every end goes out again. Somebody who knows all
arcs but the hidden ones cannot tell the flow from any other that differs by sending something
round a circle of hidden arcs, within the limits of each. How far one arc can go up or down
that way is a largest flow, found here by shortest ways.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

# Sums of days and minutes are not whole numbers; a difference this small is none.
_NOTHING = 1e-9

_Step = tuple[Any, int]
"""An arc's key, and 1 along it or -1 against it."""


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc with the number it carries, its limit, and what hiding it costs (None: cannot)."""

    start: Any
    end: Any
    number: float
    limit: float
    cost: float | None


class Circles:
    """The arcs of one table and which of them are hidden; more are hidden as needed."""

    def __init__(self, arcs: Mapping[Any, Arc], hidden: set[Any]) -> None:
        self.arcs = arcs
        self.hidden = set(hidden)
        self._at: dict[Any, list[_Step]] = defaultdict(list)
        for key, arc in arcs.items():
            self._at[arc.start].append((key, 1))
            self._at[arc.end].append((key, -1))

    def widen(self, key: Any, needed: float) -> bool:
        """Hide what it takes until a hidden arc could carry numbers over a range so wide.

        needed: the width of the range from lowest to highest. Returns False when hiding
        everything that may be hidden is not enough.
        """
        width = 0.0
        for direction in (1, -1):
            if width >= needed:
                break
            width += self._send(key, direction, needed - width, may_hide=False)
        if width >= needed:
            return True
        # What was already hidden is not enough: hide more, for as little as possible.
        width = 0.0
        for direction in (1, -1):
            width += self._send(key, direction, needed - width, may_hide=True)
            if width >= needed:
                return True
        return False

    def _send(self, key: Any, direction: int, wanted: float, may_hide: bool) -> float:
        """Return by how much an arc can go up (1) or down (-1), at most `wanted`."""
        arc = self.arcs[key]
        wanted = min(wanted, arc.limit - arc.number if direction > 0 else arc.number)
        moved: dict[Any, float] = defaultdict(float)
        start, end = (arc.end, arc.start) if direction > 0 else (arc.start, arc.end)
        sent = 0.0
        while wanted - sent > _NOTHING:
            way = self._way(key, start, end, moved, may_hide)
            if way is None:
                return sent
            amount = min(wanted - sent, *(self._room(step, moved) for step in way))
            for one, sign in way:
                moved[one] += sign * amount
                self.hidden.add(one)
            sent += amount
        return sent

    def _way(
        self, without: Any, start: Any, end: Any, moved: Mapping[Any, float], may_hide: bool
    ) -> list[_Step] | None:
        """Return the cheapest way from start to end that is not the arc itself, or None."""
        tie = count()
        queue: list[tuple[float, int, Any]] = [(0.0, next(tie), start)]
        cheapest: dict[Any, float] = {start: 0.0}
        came: dict[Any, tuple[Any, _Step]] = {}
        while queue:
            cost, _, here = heapq.heappop(queue)
            if here == end:
                return _back(came, start, end)
            if cost > cheapest[here]:
                continue
            for step, there, more in self._onward(here, without, moved, may_hide):
                if cost + more < cheapest.get(there, float("inf")):
                    cheapest[there] = cost + more
                    came[there] = (here, step)
                    heapq.heappush(queue, (cost + more, next(tie), there))
        return None

    def _onward(
        self, here: Any, without: Any, moved: Mapping[Any, float], may_hide: bool
    ) -> Iterator[tuple[_Step, Any, float]]:
        for step in self._at[here]:
            key, sign = step
            arc = self.arcs[key]
            if key == without or self._room(step, moved) <= 0:
                continue
            if key in self.hidden:
                yield step, arc.end if sign > 0 else arc.start, 0.0
            elif may_hide and arc.cost is not None:
                yield step, arc.end if sign > 0 else arc.start, arc.cost

    def _room(self, step: _Step, moved: Mapping[Any, float]) -> float:
        key, sign = step
        number = self.arcs[key].number + moved.get(key, 0.0)
        return self.arcs[key].limit - number if sign > 0 else number


def _back(came: Mapping[Any, tuple[Any, _Step]], start: Any, end: Any) -> list[_Step]:
    way = []
    while end != start:
        end, step = came[end]
        way.append(step)
    return way
