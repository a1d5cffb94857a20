"""Why what is required cannot be held: the smallest set of requirements that conflict.

Every requirement is a literal of one model, and may be given up. A set of them conflicts if it
cannot be kept whole. Each solution that keeps all it can shows which it gives up; a conflict has
one of those in it. So the smallest set that has one of each of those found is no larger than the
smallest conflict, and once it is a conflict itself it is the smallest.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fingerpost.common.shapes import Fault
from fingerpost.engines.timetable.grid import Grid
from fingerpost.engines.timetable.instance import ANY_ROOM
from fingerpost.engines.timetable.listing import Listing, listing_of
from fingerpost.engines.timetable.problem import Interview, Problem
from fingerpost.engines.timetable.requirements import Requirement, Requirements, When

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Literal = cp_model.BoolVarT

_LEAST_SECONDS = 5.0
MOST = 60  # interviews that are looked at together


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements that cannot all be met; without any one of them the others can."""

    requirements: tuple[Fault, ...]
    is_smallest: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to hold an interview once requirements are given up."""

    literal: Literal
    interview: int
    when: When
    place: int
    room: int | None  # None: without any room
    subjects: frozenset[str]


def conflict_of(problem: Problem, interviews: list[int], seconds: float) -> Conflict:
    """Find out why some interviews of a problem, by number, cannot all be held.

    Of more than `MOST` it only says that they cannot.
    """
    until = time.perf_counter() + max(seconds, _LEAST_SECONDS)
    asked = _with_those_before(problem, interviews)
    requirements = Requirements(problem, Grid(problem))
    if len(asked) > MOST:
        holding = [Requirement("hold", one.id) for one in asked]
        return Conflict(tuple(requirements.fault(one) for one in holding), False)
    found, is_smallest = _smallest(_Model(problem, asked), until)
    faults = tuple(requirements.fault(one) for one in sorted(found, key=_order))
    if len(found) == 1:
        faults = (*faults, _no_window(problem, asked, next(iter(found))))
    return Conflict(faults, is_smallest)


def _no_window(problem: Problem, asked: list[Interview], one: Requirement) -> Fault:
    """The reason where an interview conflicts with nothing but what advisers offer."""
    interview = next(each for each in asked if each.id == one.about)
    school = next(each.school for each in problem.students if each.id == interview.student)
    return Fault("advisers", f"No window at {school} is long enough for {interview.id}.")


def _order(one: Requirement) -> tuple[bool, Requirement]:
    return one.kind != "hold", one


def _with_those_before(problem: Problem, interviews: list[int]) -> list[Interview]:
    by_id = {one.id: one for one in problem.interviews}
    found: dict[str, Interview] = {}
    for number in interviews:
        one: Interview | None = problem.interviews[number]
        while one is not None and one.id not in found:
            found[one.id] = one
            one = by_id[one.follows] if one.follows else None
    return list(found.values())


def _relaxed(problem: Problem, interviews: Iterable[Interview], rooms: bool) -> Listing:
    """All ways to hold interviews where nothing but windows counts, and rooms if asked for."""
    return listing_of(
        replace(
            problem,
            interviews=tuple(
                replace(
                    one,
                    deadline=problem.days[-1],
                    not_before=None,
                    advisers=None,
                    adult=None,
                    follows=None,
                    days_after=0,
                    fixed=one.fixed if rooms or not one.fixed else replace(one.fixed, room=None),
                )
                for one in interviews
            ),
            advisers=tuple(
                replace(
                    one,
                    breaks=(),
                    booked=(),
                    windows=one.windows
                    if rooms
                    else tuple(replace(window, room=None) for window in one.windows),
                )
                for one in problem.advisers
            ),
            students=tuple(replace(one, lessons=(), away=()) for one in problem.students),
            schools=problem.schools
            if rooms
            else tuple(replace(one, rooms=None) for one in problem.schools),
            no_subject_twice=False,
        )
    )


class _Model:
    """The interviews, every way to hold them, and the requirements as literals."""

    def __init__(self, problem: Problem, interviews: list[Interview]) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model.CpModel()
        self.problem = problem
        self.interviews = interviews
        self.grid = Grid(problem)
        self.requirements = Requirements(problem, self.grid)
        self.kept: dict[Requirement, Literal] = {}
        self.ways: list[_Way] = []
        for rooms in (True, False):
            self._list(rooms)
        self._hold()
        self._one_at_a_time()
        self._limits()
        self._rooms()
        self._subjects()
        self._order()

    def keeps(self, kind: str, about: str, more: str = "") -> Literal:
        """The literal of a requirement."""
        one = Requirement(kind, about, more)
        if one not in self.kept:
            self.kept[one] = self.cp.new_bool_var(repr(one))
        return self.kept[one]

    def _list(self, rooms: bool) -> None:
        listing = _relaxed(self.problem, self.interviews, rooms)
        candidates, ticks = listing.instance.candidates, listing.instance.interviews.ticks
        for row in zip(
            candidates.interview.tolist(),
            candidates.adviser.tolist(),
            candidates.day.tolist(),
            candidates.start.tolist(),
            candidates.place.tolist(),
            candidates.room.tolist(),
            strict=True,
        ):
            interview, adviser, day, start, place, room = row
            when = When(adviser, day, start, start + int(ticks[interview]))
            literal = self.cp.new_bool_var("")
            asked = self.interviews[interview]
            subjects = self._subjects_missed(asked, when)
            self.ways.append(
                _Way(literal, interview, when, place, room if rooms else None, subjects)
            )
            if not rooms:
                school = self.problem.schools[place].id
                self.cp.add_implication(literal, ~self.keeps("rooms", school))
            for forbidding in self.requirements.forbidding(asked, when):
                self.cp.add_bool_or([~literal, *(~self.keeps(*one) for one in forbidding)])

    def _subjects_missed(self, asked: Interview, when: When) -> frozenset[str]:
        """Subjects of lessons missed, where a student has several interviews here."""
        several = sum(one.student == asked.student for one in self.interviews) > 1
        if not several or not self.problem.no_subject_twice or asked.fixed is not None:
            return frozenset()
        day = self.grid.date_of(when.day)
        student = self.problem.students[self.grid.students[asked.student]]
        return frozenset(
            lesson.subject
            for lesson in student.lessons
            if lesson.subject
            and (not lesson.days or day in lesson.days)
            and self.grid.down(lesson.since) < when.end
            and when.start < self.grid.up(lesson.until)
        )

    def _hold(self) -> None:
        ways: defaultdict[int, list[Literal]] = defaultdict(list)
        for way in self.ways:
            ways[way.interview].append(way.literal)
        for number, one in enumerate(self.interviews):
            self.cp.add_at_most_one(ways[number])
            self.cp.add_bool_or([*ways[number], ~self.keeps("hold", one.id)])

    def _one_at_a_time(self) -> None:
        advisers: defaultdict[tuple[int, int], list[_Way]] = defaultdict(list)
        people: defaultdict[tuple[str, int], list[_Way]] = defaultdict(list)
        for way in self.ways:
            asked = self.interviews[way.interview]
            advisers[way.when.adviser, way.when.day].append(way)
            people["student " + asked.student, way.when.day].append(way)
            if asked.adult is not None:
                people["adult " + asked.adult, way.when.day].append(way)
        for ways in (*advisers.values(), *people.values()):
            for start in {way.when.start for way in ways}:
                self.cp.add_at_most_one(
                    way.literal for way in ways if way.when.start <= start < way.when.end
                )
        for (adviser, _), ways in advisers.items():
            self._apart(ways, self.problem.advisers[adviser].id, self._rest(adviser))
        for (name, _), ways in people.items():
            if name.startswith("adult "):
                self._apart(ways, name.removeprefix("adult "), 0)

    def _rest(self, adviser: int) -> int:
        return self.grid.up(self.problem.advisers[adviser].rest_minutes)

    def _apart(self, ways: list[_Way], name: str, rest: int) -> None:
        """Rest, and travel between two places."""
        travel = self.grid.travel
        for start in {way.when.start for way in ways}:
            late = [way for way in ways if way.when.start <= start]
            if rest:
                resting = [way.literal for way in late if start < way.when.end + rest]
                self.cp.add(sum(resting) <= 1).only_enforce_if(self.keeps("rest", name))
            for place in {way.place for way in ways}:
                here = [w.literal for w in ways if w.place == place and w.when.start == start]
                there = [
                    way.literal
                    for way in late
                    if way.place != place and start < way.when.end + travel[way.place, place]
                ]
                if here and there:
                    begins = self.cp.new_bool_var("")
                    for literal in here:
                        self.cp.add_implication(literal, begins)
                    keeps = self.keeps("travel", name)
                    for literal in there:
                        self.cp.add_bool_or([~begins, ~literal, ~keeps])

    def _limits(self) -> None:
        """Caps, and one school a day."""
        by_day: defaultdict[tuple[int, int], list[_Way]] = defaultdict(list)
        for way in self.ways:
            by_day[way.when.adviser, way.when.day].append(way)
        for (number, day), ways in by_day.items():
            adviser = self.problem.advisers[number]
            if adviser.cap is not None:
                self._cap(number, day, ways)
            places = {way.place for way in ways}
            if adviser.one_school_a_day and len(places) > 1:
                at = {place: self.cp.new_bool_var("") for place in places}
                keeps = self.keeps("one_school", adviser.id)
                self.cp.add(sum(at.values()) <= 1).only_enforce_if(keeps)
                for way in ways:
                    self.cp.add_implication(way.literal, at[way.place])

    def _cap(self, number: int, day: int, ways: list[_Way]) -> None:
        adviser = self.problem.advisers[number]
        on = self.grid.date_of(day)
        settled = sum(
            one.fixed is not None and one.fixed.adviser == adviser.id and one.fixed.day == on
            for one in self.problem.interviews
        )
        booked = sum(on in one.days for one in adviser.booked)
        held = sum(way.literal for way in ways)
        cap = adviser.cap or 0
        keeps = self.keeps("cap", adviser.id)
        self.cp.add(held <= max(cap, settled)).only_enforce_if(keeps)
        if booked:
            both = [keeps, self.keeps("booked", adviser.id)]
            self.cp.add(held <= max(cap - booked, settled)).only_enforce_if(both)

    def _rooms(self) -> None:
        pool = _relaxed(self.problem, self.interviews, True).supply.pool
        shared: defaultdict[tuple[int, int], list[_Way]] = defaultdict(list)
        own: defaultdict[tuple[int, int], list[_Way]] = defaultdict(list)
        for way in self.ways:
            if way.room == ANY_ROOM:
                shared[way.place, way.when.day].append(way)
            elif way.room is not None:
                own[way.room, way.when.day].append(way)
        for (place, day), ways in shared.items():
            for start in {way.when.start for way in ways}:
                using = [w.literal for w in ways if w.when.start <= start < w.when.end]
                self.cp.add(sum(using) <= int(pool[place, day, start]))
        for ways in own.values():
            for start in {way.when.start for way in ways}:
                self.cp.add_at_most_one(
                    way.literal for way in ways if way.when.start <= start < way.when.end
                )

    def _subjects(self) -> None:
        missing: defaultdict[tuple[str, str], list[Literal]] = defaultdict(list)
        for way in self.ways:
            for subject in way.subjects:
                missing[self.interviews[way.interview].student, subject].append(way.literal)
        for (student, _), literals in missing.items():
            keeps = self.keeps("twice", student)
            self.cp.add(sum(literals) <= 1).only_enforce_if(keeps)

    def _order(self) -> None:
        number_of = {one.id: number for number, one in enumerate(self.interviews)}
        for number, one in enumerate(self.interviews):
            if one.follows is None:
                continue
            mine = [way for way in self.ways if way.interview == number]
            before = [way for way in self.ways if way.interview == number_of[one.follows]]
            for day in sorted({way.when.day for way in mine}):
                late = sum(way.literal for way in mine if way.when.day <= day)
                soon = sum(w.literal for w in before if w.when.day + one.days_after <= day)
                self.cp.add(late <= soon).only_enforce_if(self.keeps("follows", one.id))

    def given_up(self, keeping: set[Requirement], seconds: float) -> set[Requirement] | None:
        """What must be given up to keep some requirements; None if they conflict.

        Raises TimeoutError if neither is known in the time.
        """
        from ortools.sat.python import cp_model

        model = self.cp.clone()
        for one in keeping:
            model.add(model.get_bool_var_from_proto_index(self.kept[one].index) == 1)
        model.maximize(
            sum(model.get_bool_var_from_proto_index(one.index) for one in self.kept.values())
        )
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = 2
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError
        return {
            name
            for name, one in self.kept.items()
            if not solver.boolean_value(model.get_bool_var_from_proto_index(one.index))
        }


def _smallest(model: _Model, until: float) -> tuple[set[Requirement], bool]:
    """The smallest conflict, and whether that is proven."""
    to_hit: list[set[Requirement]] = []
    try:
        while True:
            chosen = _hitting(to_hit)
            given_up = model.given_up(chosen, until - time.perf_counter())
            if given_up is None:
                return chosen, True
            to_hit.append(given_up)
    except TimeoutError:
        return _smaller(model, time.perf_counter() + _LEAST_SECONDS), False


def _hitting(sets: list[set[Requirement]]) -> set[Requirement]:
    """The fewest requirements that have one of each set among them."""
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    literals = {one: cp.new_bool_var("") for one in sorted(set().union(*sets))}
    for wanted in sets:
        cp.add_bool_or(literals[one] for one in sorted(wanted))
    cp.minimize(sum(literals.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(cp)
    return {one for one, literal in literals.items() if solver.boolean_value(literal)}


def _smaller(model: _Model, until: float) -> set[Requirement]:
    """All requirements but those without which the others still conflict, as time allows."""
    kept = set(model.kept)
    for one in sorted(model.kept, key=_order, reverse=True):
        try:
            if model.given_up(kept - {one}, min(1.0, until - time.perf_counter())) is None:
                kept.discard(one)
        except TimeoutError:
            continue
    return kept
