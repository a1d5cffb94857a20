"""Some interviews of a timetable as a model for CP-SAT, the others staying where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Event, Thread
from typing import TYPE_CHECKING

from fingerpost.engines.timetable.instance import ANY_ROOM, NOBODY, NOT_HELD, Instance
from fingerpost.engines.timetable.linear import solve_whole
from fingerpost.engines.timetable.listing import begins_of
from fingerpost.engines.timetable.occupancy import Occupancy

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Literal = cp_model.BoolVarT

Stopped = Callable[[], bool]
_LOOK_EVERY = 0.2  # seconds
_At = tuple[int, int]  # somebody or something, and a day


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of solving. `chosen`: interview to candidate; empty where nothing was found."""

    status: str  # optimal, feasible, infeasible or unknown
    chosen: dict[int, int]
    cost: int
    bound: int


@dataclass(frozen=True, slots=True)
class _Stay:
    """A literal with the time and place that it takes."""

    literal: Literal
    start: int
    end: int
    place: int


class Model:
    """Every requirement between the candidates of the interviews that may be placed anew.

    `occupancy` holds the others; those to be placed must be released in it. `literals` are the
    candidates that fit, `unheld` those for not holding an interview. `allowed`: interview to the
    only candidates that it may have; all of them for interviews that it does not name.
    may_leave: those that may end without a candidate without those that follow them, since they
    have one that is not looked at here.
    """

    def __init__(
        self,
        occupancy: Occupancy,
        interviews: Iterable[int],
        allowed: Mapping[int, Iterable[int]] | None = None,
        may_leave: Collection[int] = (),
    ) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model.CpModel()
        self.occupancy = occupancy
        self.instance: Instance = occupancy.instance
        self.interviews = list(interviews)
        self._among = set(self.interviews)
        self._may_leave = may_leave
        self.literals: dict[int, Literal] = {}
        self.unheld: dict[int, Literal] = {}
        self._of: dict[int, list[int]] = {}
        begins = begins_of(self.instance)
        for interview in self.interviews:
            mine: Iterable[int] = range(int(begins[interview]), int(begins[interview + 1]))
            mine = (allowed or {}).get(interview, mine)
            self._of[interview] = [one for one in mine if self._fits(one, interview)]
        self._columns()
        for interview in self.interviews:
            self._choose_one(interview)
        self._keep_apart()
        self._limit_advisers()
        self._share_rooms()
        self._limit_students()
        self._keep_order()

    def _columns(self) -> None:
        candidates = self.instance.candidates
        self.interview = candidates.interview.data
        self.day = candidates.day.data
        self.start = candidates.start.data
        self.place = candidates.place.data
        self.adviser = candidates.adviser.data
        self.room = candidates.room.data
        self.cost = candidates.cost.data

    def _fits(self, candidate: int, interview: int) -> bool:
        """Say whether a candidate fits with those that stay, in time and in order."""
        if not self.occupancy.fits(candidate):
            return False
        days, interviews = self.instance.candidates.day, self.instance.interviews
        day = days[candidate]
        before = int(interviews.follows[interview])
        if before != NOBODY and before not in self._among:
            first = self.occupancy.chosen[before]
            if first == NOT_HELD or day < days[first] + interviews.days_after[interview]:
                return False
        return all(
            after in self._among
            or self.occupancy.chosen[after] == NOT_HELD
            or days[self.occupancy.chosen[after]] >= day + interviews.days_after[after]
            for after in self.occupancy.followers(interview)
        )

    def _choose_one(self, interview: int) -> None:
        literals = [self.cp.new_bool_var("") for _ in self._of[interview]]
        self.literals.update(zip(self._of[interview], literals, strict=True))
        unheld = self.cp.new_bool_var("")
        self.unheld[interview] = unheld
        self.cp.add_exactly_one([*literals, unheld])
        held_after = [
            after
            for after in self.occupancy.followers(interview)
            if after not in self._among and self.occupancy.chosen[after] != NOT_HELD
        ]
        if held_after and interview not in self._may_leave:
            self.cp.add(unheld == 0)

    def candidates_of(self, interview: int) -> list[int]:
        """The candidates of an interview that have a literal."""
        return self._of[interview]

    def _ticks(self, interview: int) -> int:
        return int(self.instance.interviews.ticks[interview])

    def _keep_apart(self) -> None:
        """Nobody is in two places at once, and gets from one to the other; nor is a room."""
        limits, interviews = self.instance.limits, self.instance.interviews
        rest = None if limits.rest is None else limits.rest.tolist()
        advisers: defaultdict[_At, list[_Stay]] = defaultdict(list)
        rooms: defaultdict[_At, list[_Stay]] = defaultdict(list)
        students: defaultdict[_At, list[_Stay]] = defaultdict(list)
        adults: defaultdict[_At, list[_Stay]] = defaultdict(list)
        for interview in self.interviews:
            ticks = self._ticks(interview)
            student, adult = int(interviews.student[interview]), int(interviews.adult[interview])
            shared = len(self.occupancy.siblings(interview)) > 1
            for one in self._of[interview]:
                day, start = self.day[one], self.start[one]
                stay = _Stay(self.literals[one], start, start + ticks, self.place[one])
                advisers[self.adviser[one], day].append(stay)
                if self.room[one] != ANY_ROOM:
                    rooms[self.room[one], day].append(stay)
                if shared:
                    students[student, day].append(stay)
                if adult != NOBODY:
                    adults[adult, day].append(stay)
        for (adviser, _), stays in advisers.items():
            self._one_at_a_time(stays, rest[adviser] if rest else 0)
        for kept in (rooms, students):
            for stays in kept.values():
                self._one_at_a_time(stays, 0, travelling=False)
        for stays in adults.values():
            self._one_at_a_time(stays, 0)

    def _one_at_a_time(self, stays: list[_Stay], rest: int, travelling: bool = True) -> None:
        # Two stretches meet if and only if one begins within the other.
        for start in {stay.start for stay in stays}:
            meeting = [one.literal for one in stays if one.start <= start < one.end + rest]
            if len(meeting) > 1:
                self.cp.add_at_most_one(meeting)
        if travelling:
            self._travel(stays, rest)

    def _travel(self, stays: list[_Stay], rest: int) -> None:
        """Where travel is longer than rest, being at one place forbids being soon at another."""
        travel = self.instance.limits.travel
        places = sorted({stay.place for stay in stays})
        for first in places:
            for second in places:
                ticks = int(travel[first, second])
                if first != second and ticks > rest:
                    self._keep_between(stays, first, second, ticks)

    def _keep_between(self, stays: list[_Stay], first: int, second: int, ticks: int) -> None:
        for start in sorted({stay.start for stay in stays if stay.place == second}):
            late = [
                one.literal
                for one in stays
                if one.place == first and one.start <= start < one.end + ticks
            ]
            if not late:
                continue
            begins = self.cp.new_bool_var("")
            for one in stays:
                if one.place == second and one.start == start:
                    self.cp.add_implication(one.literal, begins)
            for literal in late:
                self.cp.add_implication(begins, literal.negated())

    def _limit_advisers(self) -> None:
        """Caps, and one place a day."""
        by_day: defaultdict[_At, list[int]] = defaultdict(list)
        for one in self.literals:
            by_day[self.adviser[one], self.day[one]].append(one)
        one_place = self.instance.limits.one_place_a_day
        for (adviser, day), ones in by_day.items():
            left = self.occupancy.left(adviser, day)
            if len(ones) > left:
                self.cp.add(sum(self.literals[one] for one in ones) <= left)
            places = {self.place[one] for one in ones}
            if one_place[adviser] and len(places) > 1:
                at = {place: self.cp.new_bool_var("") for place in places}
                self.cp.add_at_most_one(at.values())
                # One interview has one time, and one time one interview: so a whole group needs
                # the place, which says more than each candidate for itself.
                groups: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
                for one in ones:
                    groups["interview", self.interview[one], self.place[one]].append(one)
                    groups["start", self.start[one], self.place[one]].append(one)
                for (_, _, place), group in groups.items():
                    self.cp.add_at_most_one([*(self.literals[one] for one in group), ~at[place]])

    def _share_rooms(self) -> None:
        """At no tick are more rooms of a place in use than it has."""
        by_day: defaultdict[_At, list[int]] = defaultdict(list)
        for one in self.literals:
            if self.room[one] == ANY_ROOM:
                by_day[self.place[one], self.day[one]].append(one)
        ends = {
            one: self.start[one] + self._ticks(interview)
            for interview, ones in self._of.items()
            for one in ones
        }
        for (place, day), ones in by_day.items():
            free = self.occupancy.free_rooms(place, day)
            fewer = {tick for tick in range(1, len(free)) if free[tick] < free[tick - 1]}
            for tick in fewer | {self.start[one] for one in ones}:
                using = [one for one in ones if self.start[one] <= tick < ends[one]]
                if len({self.adviser[one] for one in using}) > free[tick]:
                    self.cp.add(sum(self.literals[one] for one in using) <= free[tick])

    def _limit_students(self) -> None:
        """No student misses the same subject in two interviews."""
        missed = self.instance.candidates.missed
        if missed is None:
            return
        missing: defaultdict[_At, set[int]] = defaultdict(set)
        whose = self.instance.interviews.student
        for interview, ones in self._of.items():
            for one in ones if len(self.occupancy.siblings(interview)) > 1 else ():
                bits = int(missed[one])
                for subject in range(bits.bit_length()):
                    if bits >> subject & 1:
                        missing[int(whose[interview]), subject].add(one)
        for ones_of_subject in missing.values():
            self.cp.add_at_most_one(self.literals[one] for one in ones_of_subject)

    def _keep_order(self) -> None:
        """What follows comes so many days later, or not at all."""
        interviews = self.instance.interviews
        for interview in self.interviews:
            before = int(interviews.follows[interview])
            if before not in self._among or before in self._may_leave:
                continue
            after = int(interviews.days_after[interview])
            for day in sorted({self.day[one] for one in self._of[interview]}):
                late = [self.literals[o] for o in self._of[interview] if self.day[o] <= day]
                soon = [self.literals[o] for o in self._of[before] if self.day[o] <= day - after]
                self.cp.add(sum(late) <= sum(soon))

    def minimise_cost(self) -> None:
        """Ask for the cheapest solution, as `Instance.cost` reckons."""
        not_held = self.instance.interviews.not_held
        literals = [*self.literals.values(), *self.unheld.values()]
        costs = [self.cost[one] for one in self.literals]
        costs += [int(not_held[one]) for one in self.unheld]
        self.minimise(literals, costs)

    def minimise(self, literals: list[Literal], costs: list[int]) -> None:
        """Ask for the solution whose literals together cost least."""
        from ortools.sat.python import cp_model

        self.cp.minimize(cp_model.LinearExpr.weighted_sum(literals, costs))

    def hint(self, chosen: Mapping[int, int]) -> None:
        """Begin from a solution: interview to candidate, or NOT_HELD."""
        taken = set(chosen.values())
        for one, literal in self.literals.items():
            self.cp.add_hint(literal, one in taken)
        for interview, literal in self.unheld.items():
            self.cp.add_hint(literal, chosen.get(interview, NOT_HELD) == NOT_HELD)

    def solve(self, seconds: float, seed: int, stopped: Stopped | None = None) -> Solved:
        """Solve within a time, or until it is stopped."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = seed % 2**31
        with _looked_after(solver, stopped):
            status = solver.solve(self.cp)
        names = {
            cp_model.OPTIMAL: "optimal",
            cp_model.FEASIBLE: "feasible",
            cp_model.INFEASIBLE: "infeasible",
        }
        name = names.get(status, "unknown")
        if name not in ("optimal", "feasible"):
            return Solved(name, {}, 0, 0)
        chosen = {
            interview: next((o for o in ones if solver.value(self.literals[o])), NOT_HELD)
            for interview, ones in self._of.items()
        }
        bound = _at_least(solver.best_objective_bound) if self.cp.has_objective() else 0
        return Solved(name, chosen, round(solver.objective_value), bound)

    def solve_by_relaxation(self, seconds: float, seed: int) -> Solved:
        """Solve within a time, by branching on the linear program. Heeds no hint."""
        whole = solve_whole(self.cp.proto, seconds, seed)
        if whole.values is None:
            return Solved(whole.status, {}, 0, _at_least(whole.bound))
        chosen = {
            interview: next(
                (one for one in ones if whole.values[self.literals[one].index]), NOT_HELD
            )
            for interview, ones in self._of.items()
        }
        return Solved(whole.status, chosen, round(whole.cost), _at_least(whole.bound))


def never() -> bool:
    """Say that it is not stopped."""
    return False


@contextmanager
def _looked_after(solver: cp_model.CpSolver, stopped: Stopped | None) -> Iterator[None]:
    """Stop a solver soon after `stopped` says so."""
    if stopped is None:
        yield
        return
    done = Event()

    def look() -> None:
        while not done.wait(_LOOK_EVERY):
            if stopped():
                solver.stop_search()

    looking = Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        looking.join()


def _at_least(bound: float) -> int:
    """The least whole cost above a bound that is not quite exact."""
    return ceil(bound - 1e-6) if abs(bound) < 1e18 else 0
