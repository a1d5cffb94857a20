"""Why an interview has no time, in a sentence."""

from __future__ import annotations

import numpy as np

from fingerpost.engines.timetable.demand import Demand
from fingerpost.engines.timetable.instance import NOBODY, NOT_HELD, Ints
from fingerpost.engines.timetable.listing import Listing, due_days
from fingerpost.engines.timetable.occupancy import Occupancy


def reasons(listing: Listing, chosen: Ints) -> dict[int, str]:
    """Interview to the reason why it is not held, for each that is not."""
    occupancy = Occupancy(listing.instance, chosen)
    return {
        interview: _reason(listing, occupancy, interview)
        for interview, candidate in enumerate(chosen.tolist())
        if candidate == NOT_HELD
    }


def _reason(listing: Listing, occupancy: Occupancy, interview: int) -> str:
    begins = listing.begins
    mine = range(int(begins[interview]), int(begins[interview + 1]))
    if not mine:
        return _why_none(listing, interview)
    before = int(listing.instance.interviews.follows[interview])
    if before != NOBODY and occupancy.chosen[before] == NOT_HELD:
        first = listing.problem.interviews[before].id
        return f"It follows {first}, which is not held."
    if any(occupancy.can_take(one) for one in mine):
        return "Holding it would cost more than not holding it."
    if before != NOBODY and not any(occupancy.fits(one) for one in mine):
        return f"All {_times(len(mine))} that suit are taken or come too soon."
    return f"All {_times(len(mine))} that suit are taken, or a limit of the day stands against it."


def _times(count: int) -> str:
    return "times" if count == 1 else f"{count:,} times"


def _why_none(listing: Listing, interview: int) -> str:
    """What leaves an interview without a single time, before anybody else is looked at."""
    grid, asked = listing.grid, listing.problem.interviews[interview]
    student = grid.students[asked.student]
    school = listing.problem.students[student].school
    ticks = int(listing.instance.interviews.ticks[interview])
    openings = listing.supply.openings(grid.schools[school], ticks)
    offered = np.ones(len(openings.day), np.bool_)
    if asked.advisers is not None:
        offered = np.isin(openings.adviser, [grid.advisers[name] for name in asked.advisers])
    if not offered.any():
        return f"No adviser who may hold it has {asked.minutes} minutes at {school} free."
    last = grid.number(listing.problem.deadline_of(asked))
    soonest = due_days(listing.problem, grid)[interview]
    offered &= (openings.day >= soonest) & (openings.day <= last)
    if not offered.any():
        until = listing.problem.deadline_of(asked).isoformat()
        if soonest > 0:
            since = grid.date_of(int(soonest)).isoformat()
            return f"No adviser who may hold it is at {school} from {since} to {until}."
        return f"No adviser who may hold it is at {school} by {until}."
    missing = Demand(grid).missing(np.array([student]), ticks, False)
    offered &= ~missing.forbidden[0, openings.day, openings.start]
    if not offered.any():
        return "All times fall on lessons that must not be missed, or the student is away."
    return "Whoever comes along is busy at all the times that would suit."
