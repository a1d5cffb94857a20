"""Make a timetable: at once, then proven, or better and better until the time is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fingerpost.engines.timetable.assignment import assign
from fingerpost.engines.timetable.conflict import MOST, conflict_of
from fingerpost.engines.timetable.greedy import greedy, place_in_turn
from fingerpost.engines.timetable.instance import NOT_HELD, Ints
from fingerpost.engines.timetable.keeping import Keeping
from fingerpost.engines.timetable.listing import Listing, listing_of
from fingerpost.engines.timetable.model import Model, Stopped, never
from fingerpost.engines.timetable.narrowing import too_many_for, without_those_not_needed
from fingerpost.engines.timetable.occupancy import Occupancy
from fingerpost.engines.timetable.problem import Problem
from fingerpost.engines.timetable.reading import read_result
from fingerpost.engines.timetable.reasons import reasons
from fingerpost.engines.timetable.required import hold_required, with_those_before
from fingerpost.engines.timetable.result import (
    Appointment,
    NotHeld,
    Result,
    appointment_of,
)
from fingerpost.engines.timetable.rooms import rooms_of_pool

_FOR_NARROWING = 10.0  # seconds
_SMALL = 20_000  # candidates that one model of all of them may have


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: what is done, the cost so far and what none costs less than."""

    stage: str
    cost: int | None
    bound: int | None
    seconds: float


Tell = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class _Found:
    chosen: Ints
    bound: int
    method: str


def timetable(
    problem: Problem,
    seconds: float = 30.0,
    progress: Tell | None = None,
    *,
    start: Mapping[str, Any] | None = None,
    stopped: Stopped = never,
) -> Result:
    """Make a timetable in about so many seconds, less where it is proven the best before.

    Status `optimal`: none costs less. `feasible`: `bound` says what none costs less than.
    `infeasible`: what is required cannot all be held, and `conflict` says why. `undecided`:
    it was neither held nor shown to be impossible in the time. Raises TooLarge.

    start: a result to begin from, as `json.loads` returns it; what of it cannot be had any more
    is left out, and nothing that comes of it costs more than the rest. Raises BadResult.
    stopped: asked now and then, from other threads too; once it says so, the best so far is
    returned soon.
    """
    making = _Making(problem, seconds, progress, stopped)
    begun = None if start is None else making.begun_from(start)
    return making.result(begun)


class _Making:
    """One timetable in the making."""

    def __init__(
        self, problem: Problem, seconds: float, progress: Tell | None, stopped: Stopped
    ) -> None:
        self.began = time.perf_counter()
        self.seconds = seconds
        self.progress = progress
        self.stopped = stopped
        self.problem = problem
        self.listing: Listing = listing_of(problem)
        self.instance = self.listing.instance
        self.required = np.array([bool(o.required or o.fixed) for o in problem.interviews], bool)

    def begun_from(self, start: Mapping[str, Any]) -> Ints:
        """What of a result can still be had, and others placed around it."""
        appointments = [appointment_of(one) for one in read_result(start)["appointments"]]
        keeping = Keeping(self.listing, appointments, self.problem.days[0])
        place_in_turn(keeping.occupancy, keeping.turns)
        return keeping.occupancy.as_array()

    def result(self, begun: Ints | None = None) -> Result:
        """The timetable, with its proof or its gap; none worse than what it has begun from."""
        hopeless = self._hopeless()
        if hopeless.size:
            return self._infeasible(hopeless[:1].tolist())
        chosen = greedy(self.instance)
        if begun is not None:
            chosen = min(begun, chosen, key=self._how_bad)
        self._tell("Everybody who fits was placed", chosen, None)
        relaxed = assign(self.instance)
        if self._misses_required(relaxed.chosen):
            missed = np.flatnonzero(self.required & (relaxed.chosen == NOT_HELD))[0]
            return self._infeasible(too_many_for(self.instance, relaxed.chosen, int(missed)))
        if self._fits(relaxed.chosen):
            return self._held(_Found(relaxed.chosen, relaxed.cost, "assignment"))
        self._tell("A first bound is known", chosen, relaxed.cost)
        if self._misses_required(chosen):
            return self._with_required(chosen, relaxed.cost)
        return self._improved(chosen, relaxed.cost)

    def _improved(self, chosen: Ints, bound: int) -> Result:
        if len(self.instance.candidates.interview) <= _SMALL:
            found = self._exact(chosen, bound)
        else:
            found = self._searched(chosen, bound)
        return self._held(found)

    def _searched(self, chosen: Ints, bound: int) -> _Found:
        """Too much for one model: better ones are searched for, and the bound raised."""
        from fingerpost.engines.timetable.solver import improve

        better = improve(
            self.instance,
            chosen,
            self._left(),
            self.problem.seed,
            lambda cost, above: self._tell_cost("A better one is known", cost, max(bound, above)),
            stopped=self.stopped,
        )
        return _Found(better.chosen, max(bound, better.bound), better.method)

    def _exact(self, chosen: Ints, bound: int) -> _Found:
        """Everything in one model, which may prove what it finds."""
        model = Model(Occupancy(self.instance), range(len(chosen)))
        model.minimise_cost()
        model.hint(dict(enumerate(chosen.tolist())))
        solved = model.solve(self._left(), self.problem.seed, self.stopped)
        if solved.chosen and solved.cost <= self.instance.cost(chosen):
            chosen = np.array([solved.chosen[one] for one in range(len(chosen))], np.int64)
            bound = max(bound, solved.bound)
        return _Found(chosen, bound, "CP-SAT")

    def _with_required(self, chosen: Ints, bound: int) -> Result:
        """What is required was not all held at once: hold it first, or show that it cannot be."""
        answer = hold_required(self.instance, self.required, self._left(), self.problem.seed)
        if answer.impossible:
            return self._infeasible(np.flatnonzero(self.required).tolist(), narrow=True)
        if answer.chosen is None:
            return self._improved(chosen, bound)
        self._tell("All that is required is placed", answer.chosen, bound)
        return self._improved(answer.chosen, bound)

    def _hopeless(self) -> Ints:
        """What is required and has not a single candidate."""
        counts = np.diff(self.listing.begins)
        return np.flatnonzero(self.required & (counts == 0))

    def _misses_required(self, chosen: Ints) -> bool:
        return bool((self.required & (chosen == NOT_HELD)).any())

    def _how_bad(self, chosen: Ints) -> tuple[int, int]:
        missed = self.required & (chosen == NOT_HELD)
        return int(missed.sum()), self.instance.cost(chosen)

    def _fits(self, chosen: Ints) -> bool:
        try:
            return Occupancy(self.instance, chosen).whole()
        except ValueError:
            return False

    def _left(self) -> float:
        return max(0.1, self.seconds - (time.perf_counter() - self.began))

    def _tell(self, stage: str, chosen: Ints, bound: int | None) -> None:
        if self.progress is not None:
            self._tell_cost(stage, self.instance.cost(chosen), bound)

    def _tell_cost(self, stage: str, cost: int, bound: int | None) -> None:
        if self.progress is not None:
            self.progress(Progress(stage, cost, bound, time.perf_counter() - self.began))

    def _held(self, found: _Found) -> Result:
        cost = self.instance.cost(found.chosen)
        status = "optimal" if found.bound >= cost else "feasible"
        none_yet = self._misses_required(found.chosen)
        if none_yet:
            status = "undecided"
        if self.progress is not None:
            self._tell("Done", found.chosen, found.bound)
        return result_of(
            self.listing,
            found.chosen,
            Result(
                status=status,
                cost=None if none_yet else cost,
                bound=None if none_yet else min(found.bound, cost),
                appointments=(),
                not_held=(),
                seconds=time.perf_counter() - self.began,
                method=found.method,
            ),
        )

    def _infeasible(self, suspects: list[int], narrow: bool = False) -> Result:
        """Why what is required cannot be held. Of many, only some of those are looked at."""
        required = with_those_before(self.instance, np.flatnonzero(self.required).tolist())
        all_of_them = len(required) <= MOST
        if all_of_them:
            suspects = required
        elif narrow:
            suspects = without_those_not_needed(
                self.instance, suspects, max(self._left(), _FOR_NARROWING), self.problem.seed
            )
        conflict = conflict_of(self.problem, suspects, self._left())
        return Result(
            status="infeasible",
            cost=None,
            bound=None,
            appointments=(),
            not_held=(),
            seconds=time.perf_counter() - self.began,
            method="conflict",
            conflict=conflict.requirements,
            conflict_is_smallest=conflict.is_smallest and all_of_them,
        )


def result_of(
    listing: Listing, chosen: Ints, made: Result, rooms: dict[int, int] | None = None
) -> Result:
    """Fill in who is seen when and where, and why others are not.

    rooms: interview to the room it had before, kept where that can be.
    """
    found = appointments_of(listing, chosen, rooms)
    why = reasons(listing, chosen)
    asked = listing.problem.interviews
    return replace(
        made,
        appointments=found,
        not_held=tuple(NotHeld(asked[one].id, reason) for one, reason in why.items()),
    )


def appointments_of(
    listing: Listing, chosen: Ints, rooms: dict[int, int] | None = None
) -> tuple[Appointment, ...]:
    """The appointments of a solution by day, time, school and adviser."""
    problem, grid = listing.problem, listing.grid
    candidates = listing.instance.candidates
    names = [room for _, room in grid.rooms]
    in_pool = rooms_of_pool(listing, chosen, rooms)
    found = []
    for interview, one in enumerate(chosen.tolist()):
        if one == NOT_HELD:
            continue
        asked = problem.interviews[interview]
        own_room = int(candidates.room[one])
        room = in_pool.get(interview) if own_room < 0 else own_room
        since = int(candidates.start[one]) * problem.tick_minutes
        found.append(
            Appointment(
                interview=asked.id,
                student=asked.student,
                adviser=problem.advisers[int(candidates.adviser[one])].id,
                school=problem.schools[int(candidates.place[one])].id,
                room=None if room is None else names[room],
                day=grid.date_of(int(candidates.day[one])),
                since=since,
                until=since + asked.minutes,
            )
        )
    found.sort(key=lambda a: (a.day, a.since, a.school, a.adviser))
    return tuple(found)
