"""Prices of seats that prove a sharing-out to be the best.

At the right prices every student has what they would choose themselves, each seat that costs
something is taken, and a session is cheaper than free only when it has just its least number.
Then no other sharing-out is worth more: the sum of what students gain at the prices and of the
prices of all seats bounds every sharing-out, and this one reaches it (linear programming duality).
The prices also explain: who got no place would have had to be worth as much as the seat's price.

They are the lowest such prices, found by raising them until no student wants to change.
"""

from __future__ import annotations

import numpy as np

from .core import Bools, Core, Ints

_NEVER = np.iinfo(np.int64).max // 4


class NotTheBest(AssertionError):
    """The sharing-out is not the best one: some student wants to change for ever."""


def prices_of(core: Core, chosen: Bools) -> tuple[Ints, Ints]:
    """Prices per kind of seat (0 or more) and floors per session (0 or less); see `Solution`.

    Raises NotTheBest.
    """
    raising = _Raising(core, chosen)
    # Each round settles at least one more kind of seat along every chain of changes.
    for _ in range(core.kinds + core.sessions + 2):
        if not raising.once():
            return raising.result()
    raise NotTheBest("No prices support this sharing-out.")


class _Raising:
    """Raises prices to what students who are elsewhere would pay to change."""

    def __init__(self, core: Core, chosen: Bools) -> None:
        self.core = core
        taken = np.bincount(core.kind[chosen], minlength=core.kinds)
        there = core.in_session(chosen)
        self.full = taken >= core.capacity
        self.least = (core.least > 0) & (there <= core.least)
        highest = int(core.value.max(initial=0))
        self.floor = np.where(self.least, -highest - 1, 0)
        self.price = self.floor[core.session].copy()
        self.others = np.flatnonzero(~chosen)
        self._who_holds_what(chosen)

    def _who_holds_what(self, chosen: Bools) -> None:
        """For each pair not chosen, which chosen pairs its student could give up for it."""
        core, others = self.core, self.others
        held = np.flatnonzero(chosen)
        count = np.bincount(core.student[held], minlength=core.students)
        self.order_student = core.student[held]
        self.held = held
        self.held_start = np.searchsorted(self.order_student, np.arange(core.students))
        self.full_student = count >= core.places
        self.one_place = bool((core.places <= 1).all())
        if not self.one_place:
            slots = int(core.slot.max(initial=0)) + 1
            key_held = core.student[held] * slots + core.slot[held]
            order = np.argsort(key_held, kind="stable")
            key_other = core.student[others] * slots + core.slot[others]
            at = np.searchsorted(key_held[order], key_other)
            at_held = np.minimum(at, max(len(held) - 1, 0))
            same = (
                (key_held[order][at_held] == key_other)
                if len(held)
                else np.zeros(len(others), bool)
            )
            self.in_slot = np.where(same, held[order][at_held] if len(held) else 0, -1)
        self.student_of_others = core.student[others]
        self.value_of_others = core.value[others]
        kind = core.kind[others]
        self.by_kind = np.argsort(kind, kind="stable")
        sorted_kind = kind[self.by_kind]
        self.kind_starts = np.flatnonzero(np.r_[True, sorted_kind[1:] != sorted_kind[:-1]])
        self.kinds_asked = sorted_kind[self.kind_starts] if len(sorted_kind) else sorted_kind
        if not len(sorted_kind):
            self.kind_starts = self.kind_starts[:0]

    def once(self) -> bool:
        """Raise every price that is too low; False when none is."""
        if not len(self.others):
            return False
        core = self.core
        offers = self.value_of_others - self._given_up()
        asked = np.full(core.kinds, -_NEVER, np.int64)
        asked[self.kinds_asked] = np.maximum.reduceat(offers[self.by_kind], self.kind_starts)
        # A kind with free seats costs what its session costs: that is the floor it raises.
        raises_floor = ~self.full & self.least[core.session]
        floor = self.floor.copy()
        np.maximum.at(floor, core.session[raises_floor], asked[raises_floor])
        price = np.maximum(np.where(self.full, np.maximum(self.price, asked), 0), 0)
        price = np.where(
            self.least[core.session],
            np.where(self.full, np.maximum(self.price, asked), -_NEVER),
            price,
        )
        price = np.maximum(price, floor[core.session])
        changed = bool((price != self.price).any())
        self.price, self.floor = price, floor
        return changed

    def _given_up(self) -> Ints:
        """What each pair's student would lose by taking it: the least of what they could drop."""
        core = self.core
        gain = core.value[self.held] - self.price[core.kind[self.held]]
        least = np.zeros(core.students, np.int64)
        if len(self.held):
            worst = np.full(core.students, _NEVER, np.int64)
            if self.one_place:
                worst[self.order_student] = gain
            else:
                owners = np.flatnonzero(np.r_[True, np.diff(self.order_student) > 0])
                worst[self.order_student[owners]] = np.minimum.reduceat(gain, owners)
            least = np.where(self.full_student, worst, 0)
        lost = least[self.student_of_others]
        # A student without any place to their name takes none.
        lost = np.where(core.places[self.student_of_others] > 0, lost, _NEVER)
        if not self.one_place:
            gain_of = np.zeros(len(core.student), np.int64)
            gain_of[self.held] = gain
            lost = np.where(self.in_slot >= 0, gain_of[self.in_slot], lost)
        return lost

    def result(self) -> tuple[Ints, Ints]:
        """Prices above the floor of their session, and the floors; checked against the flow."""
        core = self.core
        floor = np.minimum(self.floor, 0)
        price = self.price - floor[core.session]
        gain = core.value[self.held] - self.price[core.kind[self.held]]
        wrong = (gain < 0).any() or (self.floor > 0).any() or (price[~self.full] > 0).any()
        if wrong:
            raise NotTheBest("No prices support this sharing-out.")
        return price, floor
