"""Which room of a school's pool each interview has.

The rooms of a pool are free all day, and never are more interviews held at once than it has
rooms. So taking them by start, whichever room is free will do, and there is always one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from fingerpost.engines.timetable.instance import ANY_ROOM, NOT_HELD, Ints
from fingerpost.engines.timetable.listing import Listing

_Stay = tuple[int, int, int]  # start, end, interview


def rooms_of_pool(
    listing: Listing, chosen: Ints, before: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Interview to room, for those held in any room of a school that has a list of rooms.

    before: interview to the room it had; rooms are changed only where there is no other way.
    """
    candidates, ticks = listing.instance.candidates, listing.instance.interviews.ticks
    by_day: defaultdict[tuple[int, int], list[_Stay]] = defaultdict(list)
    for interview, one in enumerate(chosen.tolist()):
        if one != NOT_HELD and candidates.room[one] == ANY_ROOM:
            start = int(candidates.start[one])
            stay = (start, start + int(ticks[interview]), interview)
            by_day[int(candidates.place[one]), int(candidates.day[one])].append(stay)
    found: dict[int, int] = {}
    for (place, day), stays in by_day.items():
        if listing.problem.schools[place].rooms is not None:
            rooms = listing.supply.rooms_in_pool(place, day)
            found |= _kept(stays, rooms, before or {}) or _swept(stays, rooms, before or {})
    return found


def _kept(stays: list[_Stay], rooms: list[int], before: Mapping[int, int]) -> dict[int, int]:
    """Everyone who had a room has it still and the others fill in; empty if that fails."""
    taken: dict[int, int] = dict.fromkeys(rooms, 0)
    found = {}
    for start, end, interview in sorted(stays, key=lambda stay: stay[2] not in before):
        bits = (1 << end) - (1 << start)
        choice = [before[interview]] if before.get(interview) in taken else rooms
        room = next((one for one in choice if not taken[one] & bits), None)
        if room is None:
            return {}
        taken[room] |= bits
        found[interview] = room
    return found


def _swept(stays: list[_Stay], rooms: list[int], before: Mapping[int, int]) -> dict[int, int]:
    """By start, the room they had if it is free, else any that is."""
    free_from = dict.fromkeys(rooms, 0)
    found = {}
    for start, end, interview in sorted(stays):
        free = [room for room in rooms if free_from[room] <= start]
        room = before[interview] if before.get(interview) in free else free[0]
        free_from[room] = end
        found[interview] = room
    return found
