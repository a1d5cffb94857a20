"""From a problem to its instance: every way to hold every interview."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fingerpost.engines.timetable.demand import Demand, Missing
from fingerpost.engines.timetable.grid import Grid
from fingerpost.engines.timetable.instance import (
    ANY_ROOM,
    NOBODY,
    Candidates,
    Instance,
    Interviews,
    Ints,
    Limits,
)
from fingerpost.engines.timetable.problem import Interview, Problem
from fingerpost.engines.timetable.supply import Openings, Supply

MOST_CANDIDATES = 20_000_000
_TABLE_ENTRIES = 4_000_000  # of the tables made at once
_COLUMNS = 6  # adviser, day, start, room, cost, missed


class TooLarge(ValueError):
    """There are more ways to hold the interviews than can be kept in mind."""


@dataclass(frozen=True, eq=False)
class Listing:
    """A problem with its grid and its instance."""

    problem: Problem
    grid: Grid
    supply: Supply
    instance: Instance

    @cached_property
    def begins(self) -> Ints:
        """Where the candidates of each interview begin, with the end behind it; (m + 1,)."""
        return begins_of(self.instance)


def begins_of(instance: Instance) -> Ints:
    """Where the candidates of each interview begin, with the end behind it; (m + 1,)."""
    many = len(instance.interviews.student)
    return np.searchsorted(instance.candidates.interview, np.arange(many + 1))


def listing_of(problem: Problem) -> Listing:
    """List every way to hold every interview. Raises TooLarge above twenty million."""
    grid = Grid(problem)
    supply = Supply(grid)
    interviews = _interviews(grid)
    candidates = _Lister(grid, supply, interviews.ticks).candidates()
    required = [bool(one.required or one.fixed) for one in problem.interviews]
    instance = Instance(
        candidates,
        _with_costs_of_not_holding(interviews, candidates, problem, np.array(required, np.bool_)),
        Limits(
            caps=supply.caps,
            rooms=supply.pool,
            travel=grid.travel,
            one_place_a_day=np.array([one.one_school_a_day for one in problem.advisers], np.bool_),
            rest=np.array([grid.up(one.rest_minutes) for one in problem.advisers], np.int64),
        ),
    )
    return Listing(problem, grid, supply, instance)


def _interviews(grid: Grid) -> Interviews:
    asked = grid.problem.interviews
    slack = grid.problem.slack_minutes

    def column(values: list[int]) -> Ints:
        return np.array(values, np.int64)

    return Interviews(
        student=column([grid.students[one.student] for one in asked]),
        ticks=column([grid.up(one.minutes + slack) for one in asked]),
        not_held=column([one.weighs * grid.problem.costs.not_held for one in asked]),
        follows=column([grid.interviews[one.follows] if one.follows else NOBODY for one in asked]),
        days_after=column([one.days_after for one in asked]),
        adult=column([grid.adults[one.adult] if one.adult else NOBODY for one in asked]),
    )


def _with_costs_of_not_holding(
    interviews: Interviews, candidates: Candidates, problem: Problem, required: np.ndarray
) -> Interviews:
    """Make not holding what is required cost more than everything else together."""
    dearest = np.zeros(len(required), np.int64)
    np.maximum.at(dearest, candidates.interview, candidates.cost)
    above_all = 1 + int(np.maximum(dearest, interviews.not_held).sum())
    return Interviews(
        interviews.student,
        interviews.ticks,
        interviews.not_held + above_all * required,
        interviews.follows,
        interviews.days_after,
        interviews.adult,
    )


def due_days(problem: Problem, grid: Grid) -> Ints:
    """The day from which each interview's waiting is counted: when it may be held at the soonest.

    Shape (m,). One that follows another is due so many days after that one is.
    """
    due: dict[str, int] = {}

    def due_of(one: Interview) -> int:
        if one.id not in due:
            soonest = max(0, grid.number(one.not_before)) if one.not_before else 0
            if one.follows:
                before = problem.interviews[grid.interviews[one.follows]]
                soonest = max(soonest, due_of(before) + one.days_after)
            due[one.id] = soonest
        return due[one.id]

    return np.array([due_of(one) for one in problem.interviews], np.int64)


class _Lister:
    """Lists candidates, many interviews of the same kind at once."""

    def __init__(self, grid: Grid, supply: Supply, ticks: Ints) -> None:
        self.grid, self.supply, self.ticks = grid, supply, ticks
        self.problem = grid.problem
        self.demand = Demand(grid)
        self.due = due_days(self.problem, grid)
        self.last = np.array(
            [grid.number(self.problem.deadline_of(one)) for one in self.problem.interviews],
            np.int64,
        )
        asked = self.problem.interviews
        self.weight = np.array([one.weighs for one in asked], np.int64)
        self.own = np.array(
            [grid.advisers[one.own_adviser] if one.own_adviser else NOBODY for one in asked],
            np.int64,
        )
        self.student = np.array([grid.students[one.student] for one in asked], np.int64)
        self.school_of_student = np.array(
            [grid.schools[one.school] for one in self.problem.students], np.int64
        )
        several = Counter(self.student.tolist())
        self.with_subjects = self.problem.no_subject_twice and max(several.values(), default=0) > 1
        self.found: list[tuple[Ints, Ints]] = []  # interviews, and columns of shape (6, n)
        self.count = 0

    def candidates(self) -> Candidates:
        """All candidates, ordered by interview."""
        for (ticks, school, allowed), interviews in self._kinds().items():
            openings = self._openings(ticks, school, allowed)
            if not len(openings.adviser):
                continue
            chunk = max(1, _TABLE_ENTRIES // max(self.grid.days * self.grid.ticks, 1))
            for since in range(0, len(interviews), chunk):
                some = np.array(interviews[since : since + chunk], np.int64)
                self._add(some, ticks, openings)
        self._add_settled()
        return self._ordered()

    def _kinds(self) -> dict[tuple[int, int, tuple[str, ...] | None], list[int]]:
        kinds = defaultdict(list)
        for number, one in enumerate(self.problem.interviews):
            if one.fixed is None:
                school = int(self.school_of_student[self.student[number]])
                kinds[int(self.ticks[number]), school, one.advisers].append(number)
        return kinds

    def _openings(self, ticks: int, school: int, allowed: tuple[str, ...] | None) -> Openings:
        openings = self.supply.openings(school, ticks)
        if allowed is None:
            return openings
        numbers = [self.grid.advisers[name] for name in allowed]
        keep = np.isin(openings.adviser, numbers)
        return Openings(
            openings.adviser[keep], openings.day[keep], openings.start[keep], openings.room[keep]
        )

    def _add(self, interviews: Ints, ticks: int, openings: Openings) -> None:
        """Add the candidates of interviews that have the same openings."""
        missing = self.demand.missing(self.student[interviews], ticks, self.with_subjects)
        day, start = openings.day, openings.start
        fits = ~missing.forbidden[:, day, start]
        fits &= (day >= self.due[interviews][:, None]) & (day <= self.last[interviews][:, None])
        self._leave_out_busy_adults(fits, interviews, ticks, openings)
        row, at = np.nonzero(fits)
        self._append(interviews, row, missing, (openings, at))

    def _leave_out_busy_adults(
        self, fits: np.ndarray, interviews: Ints, ticks: int, openings: Openings
    ) -> None:
        for row, number in enumerate(interviews.tolist()):
            name = self.problem.interviews[number].adult
            if name is not None:
                busy = self.problem.adults[self.grid.adults[name]].busy
                taken = np.zeros((self.grid.days, self.grid.ticks + 1), np.int64)
                np.cumsum(self.grid.taken_by(busy), axis=1, out=taken[:, 1:])
                until = openings.start + ticks
                fits[row] &= taken[openings.day, until] == taken[openings.day, openings.start]

    def _append(
        self, interviews: Ints, row: Ints, missing: Missing, at: tuple[Openings, Ints]
    ) -> None:
        openings, which = at
        costs = self.problem.costs
        number = interviews[row]
        adviser, day, start = openings.adviser[which], openings.day[which], openings.start[which]
        waited = np.maximum(0, day - self.due[number])
        cost = costs.day * self.weight[number] * waited
        cost += costs.lesson * missing.cost[row, day, start].astype(np.int64)
        other = (self.own[number] != NOBODY) & (self.own[number] != adviser)
        cost += costs.other_adviser * other
        subjects = (
            np.zeros_like(cost) if missing.subjects is None else missing.subjects[row, day, start]
        )
        self.found.append(
            (number, np.stack([adviser, day, start, openings.room[which], cost, subjects]))
        )
        self.count += len(number)
        if self.count > MOST_CANDIDATES:
            raise TooLarge(
                f"There are more than {MOST_CANDIDATES:,} ways to hold these interviews. Raise "
                "start_every or tick_minutes, or ask for fewer days at a time."
            )

    def _add_settled(self) -> None:
        """Add those that are fixed: each has its one time, in any room that is free."""
        for number, one in enumerate(self.problem.interviews):
            if one.fixed is None:
                continue
            ticks = int(self.ticks[number])
            day, start = self.grid.used[one.fixed.day], self.grid.down(one.fixed.since)
            school = int(self.school_of_student[self.student[number]])
            if one.fixed.room is None:
                rooms = self.supply.rooms_for(school, day, start, ticks)
            else:
                rooms = [self.grid.rooms[self.problem.schools[school].id, one.fixed.room]]
            size = len(rooms)
            openings = Openings(
                np.full(size, self.grid.advisers[one.fixed.adviser]),
                np.full(size, day),
                np.full(size, start),
                np.array(rooms, np.int64),
            )
            interviews = np.array([number])
            missing = self.demand.missing(self.student[interviews], ticks, self.with_subjects)
            row = np.zeros(size, np.int64)
            self._append(interviews, row, missing, (openings, np.arange(size)))

    def _ordered(self) -> Candidates:
        if not self.found:
            self.found.append((np.zeros(0, np.int64), np.zeros((_COLUMNS, 0), np.int64)))
        interview = np.concatenate([numbers for numbers, _ in self.found])
        columns = np.concatenate([columns for _, columns in self.found], axis=1)
        # Narrow numbers are sorted by counting, which is far faster.
        narrow = np.uint16 if len(self.problem.interviews) < 2**16 else np.int64
        order = np.argsort(interview.astype(narrow), kind="stable")
        interview = interview[order]
        adviser, day, start, room, cost, missed = columns[:, order]
        if self.with_subjects:
            missed = self._settled_apart(interview, missed)
        return Candidates(
            interview=interview,
            adviser=adviser,
            day=day,
            start=start,
            place=self.school_of_student[self.student[interview]],
            room=room if len(room) else np.full(0, ANY_ROOM),
            cost=cost,
            missed=missed if self.with_subjects else None,
        )

    def _settled_apart(self, interview: Ints, missed: Ints) -> Ints:
        """Let settled appointments miss a subject twice, which nobody here can change."""
        seen: dict[int, int] = defaultdict(int)
        for number, one in enumerate(self.problem.interviews):
            if one.fixed is not None:
                mine = interview == number
                bits = int(missed[mine][0]) if mine.any() else 0
                missed[mine] = bits & ~seen[int(self.student[number])]
                seen[int(self.student[number])] |= bits
        return missed
