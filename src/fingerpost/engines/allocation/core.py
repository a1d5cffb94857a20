"""The round as arrays: pairs of students and the kinds of seats they may take.

A session without reserved seats has one kind of seat; one with them has seats for everybody and
seats for each group. A pair is one student on one kind of seat of a session they ranked. Students
come in an order drawn with the seed, so that ties between equals fall by lot and not by who is
written first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Core:
    """What a solver sees. Pairs are ordered by student; numbers of students are those of the lot.

    student, kind, slot, value: per pair, shape (pairs,). Pairs of one student in one slot exclude
    each other. value: what the pair earns, all levels in one number, not negative.
    places: per student, how many they may have. session, capacity: per kind of seat.
    least: per session, how many must take part; the session then runs.
    """

    student: Ints
    kind: Ints
    slot: Ints
    value: Ints
    places: Ints
    session: Ints
    capacity: Ints
    least: Ints

    @property
    def students(self) -> int:
        """How many students there are."""
        return len(self.places)

    @property
    def kinds(self) -> int:
        """How many kinds of seats there are."""
        return len(self.capacity)

    @property
    def sessions(self) -> int:
        """How many sessions there are."""
        return len(self.least)

    def running(self, opened: Bools, closed: Bools, minimum: Ints) -> Core:
        """The same round where some sessions run with their minimum and others do not at all."""
        return replace(
            self,
            capacity=np.where(closed[self.session], 0, self.capacity),
            least=np.where(opened, minimum, 0),
        )

    def in_session(self, chosen: Bools) -> Ints:
        """How many students each session has, shape (sessions,)."""
        return np.bincount(self.session[self.kind[chosen]], minlength=self.sessions)


@dataclass(frozen=True, eq=False)
class Solution:
    """A sharing-out of seats that is the best for a core, with the prices that prove it.

    chosen: per pair. price: per kind of seat, not negative. floor: per session, not positive, and
    below 0 only where the session has just its least number.
    """

    chosen: Bools
    value: int
    price: Ints
    floor: Ints
