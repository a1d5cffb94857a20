"""After something is lost: everybody who can have a new time has one, and few others move.

First as many of those who lost their time as possible have a new one, those who count most
before others; then as few others as possible move; then it costs little. Where all fit into
times that are free, nobody else moves, and fewer than none is impossible.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from fingerpost.engines.timetable.instance import NOT_HELD
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.listing import listing_of
from fingerpost.engines.timetable.lost import Lost, without
from fingerpost.engines.timetable.making import result_of
from fingerpost.engines.timetable.model import Model
from fingerpost.engines.timetable.moving import Moving, Outcome
from fingerpost.engines.timetable.reading import BadProblem, read_problem, read_result
from fingerpost.engines.timetable.result import Change, Repair, Result, appointment_of


def repair(
    problem: Mapping[str, Any],
    result: Mapping[str, Any],
    lost: Iterable[Lost],
    seconds: float = 30.0,
    not_before: date | None = None,
) -> Result:
    """Repair a timetable. Problem and result are as `json.loads` returns them.

    not_before: no new time is before this day; by default the first day on which something is
    lost. The result is one of the problem as `without` makes it. Raises BadProblem, BadResult,
    TooLarge, and ValueError for a name that the problem has not.
    """
    began = time.perf_counter()
    losses = list(lost)
    appointments = [appointment_of(one) for one in read_result(result)["appointments"]]
    try:
        changed = read_problem(without(problem, result, losses))
    except BadProblem:
        raise
    except (AttributeError, KeyError, TypeError, ValueError):
        # Nothing can be left out of a malformed problem; reading it tells what is wrong.
        read_problem(problem)
        raise
    first = not_before or min((one.first for one in losses), default=changed.days[0])
    keeping = Keeping(listing_of(changed), appointments, first)
    result_now = _result(keeping, _outcome(keeping, began + seconds))
    return result_now.in_seconds(time.perf_counter() - began)


def _outcome(keeping: Keeping, until: float) -> Outcome:
    """Nobody else moves if that is enough; else as few as possible."""
    displaced, occupancy = keeping.displaced, keeping.occupancy
    if not displaced:
        return Outcome(occupancy.as_array(), 0, "Nobody lost their time.")
    model = Model(occupancy, displaced, keeping.allowed(displaced))
    model.minimise_cost()
    seed = keeping.listing.problem.seed
    solved = model.solve_by_relaxation(until - time.perf_counter(), seed)
    if not solved.chosen or NOT_HELD in solved.chosen.values():
        return Moving(keeping, until).outcome()
    for candidate in solved.chosen.values():
        occupancy.take(candidate)
    cheapest = ", at the least cost" if solved.status == "optimal" else ""
    return Outcome(
        occupancy.as_array(),
        0,
        f"All {len(displaced)} who lost their time fit into times that are free{cheapest}, so "
        "nobody else moves.",
    )


def _result(keeping: Keeping, outcome: Outcome) -> Result:
    """The repaired timetable with what has changed."""
    chosen = outcome.chosen
    rooms = keeping.rooms_of_kept(chosen)
    made = Result(
        status="feasible",
        cost=keeping.instance.cost(chosen),
        bound=None,
        appointments=(),
        not_held=(),
        seconds=0.0,
        method="repair",
    )
    result = result_of(keeping.listing, chosen, made, rooms)
    after = {one.interview: one for one in result.appointments}
    lost: list[str] = []
    moved: list[Change] = []
    replaced: list[Change] = []
    other_room: list[Change] = []
    for interview, before in keeping.before.items():
        now = after.get(before.interview)
        if now is None:
            lost.append(before.interview)
        elif now == before:
            continue
        elif interview in keeping.displaced:
            replaced.append(Change(before, now))
        elif chosen[interview] in keeping.same_time(interview):
            other_room.append(Change(before, now))
        else:
            moved.append(Change(before, now))
    return replace(
        result,
        repair=Repair(
            moved=tuple(moved),
            replaced=tuple(replaced),
            other_room=tuple(other_room),
            lost=tuple(lost),
            moves_at_least=outcome.moves_at_least,
            proof=outcome.proof,
        ),
    )
