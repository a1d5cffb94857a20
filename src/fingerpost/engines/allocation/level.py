"""Who was level with somebody for a seat: another sharing-out, worth as much, would have given it.

Where somebody would pay just the price of a seat that they have not, they might have had it, or
they might be the one who sets its price. It was a draw only if its holder could have made room at
no loss: by having no place, or one worth as much to them that is free, or that its holder could
have left in the same way.
"""

from __future__ import annotations

import numpy as np

from .core import Bools, Core, Ints, Solution


def level_pairs(core: Core, solution: Solution) -> Ints:
    """The pairs of students and seats that they have not and were level with others for."""
    price = (solution.price + solution.floor[core.session])[core.kind]
    gain = core.value - price
    chosen = solution.chosen
    wanted = np.flatnonzero((gain == 0) & ~chosen & (core.capacity[core.kind] > 0))
    if not wanted.size:
        return wanted
    roomy = _makes_room(core, chosen, gain)
    return wanted[roomy[core.kind[wanted]]]


def _makes_room(core: Core, chosen: Bools, gain: Ints) -> Bools:
    """Kinds of seats in which there is room or somebody could make it at no loss; (kinds,)."""
    room = np.bincount(core.kind[chosen], minlength=core.kinds) < core.capacity
    room[core.kind[chosen & (gain == 0)]] = True
    held, other = _exchanges(core, chosen, gain)
    while True:
        more = room.copy()
        more[core.kind[held[room[core.kind[other]]]]] = True
        if (more == room).all():
            return room
        room = more


def _exchanges(core: Core, chosen: Bools, gain: Ints) -> tuple[Ints, Ints]:
    """Seats that their holders could change for another at no loss: the pairs, held and other."""
    held, others = np.flatnonzero(chosen), np.flatnonzero(~chosen)
    begins = np.searchsorted(core.student[held], np.arange(core.students + 1))
    first, count = begins[core.student[others]], np.diff(begins)[core.student[others]]
    other = np.repeat(others, count)
    along = np.arange(len(other)) - np.repeat(np.cumsum(count) - count, count)
    mine = held[np.repeat(first, count) + along]
    same_slot = core.slot[mine] == core.slot[other]
    # Who has a seat in the slot of the other one changes that one, and no further one.
    clashes = np.isin(other, other[same_slot])
    possible = (gain[mine] == gain[other]) & (same_slot | ~clashes)
    return mine[possible], other[possible]
