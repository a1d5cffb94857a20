"""Days and times of a problem as numbers: days since the first, ticks since midnight.

Times that do not fall on a tick are rounded to the safe side: what is taken grows, what is free
shrinks, and what takes time takes a whole number of ticks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from fingerpost.engines.timetable.instance import Ints
from fingerpost.engines.timetable.problem import MIDNIGHT, Problem, Stretch


@dataclass(frozen=True, eq=False)
class Grid:
    """The numbers of a problem's days, ticks, schools, advisers, rooms and students."""

    problem: Problem

    @cached_property
    def days(self) -> int:
        """How many days from the first to the last, those between that are not used with them."""
        return self.number(self.problem.days[-1]) + 1

    @cached_property
    def ticks(self) -> int:
        """How many ticks a day has."""
        return MIDNIGHT // self.problem.tick_minutes

    @cached_property
    def used(self) -> dict[date, int]:
        """Each day of the problem with its number, in order."""
        return {day: self.number(day) for day in self.problem.days}

    @cached_property
    def schools(self) -> dict[str, int]:
        return _numbered(school.id for school in self.problem.schools)

    @cached_property
    def advisers(self) -> dict[str, int]:
        return _numbered(adviser.id for adviser in self.problem.advisers)

    @cached_property
    def students(self) -> dict[str, int]:
        return _numbered(student.id for student in self.problem.students)

    @cached_property
    def adults(self) -> dict[str, int]:
        return _numbered(adult.id for adult in self.problem.adults)

    @cached_property
    def interviews(self) -> dict[str, int]:
        return _numbered(interview.id for interview in self.problem.interviews)

    @cached_property
    def rooms(self) -> dict[tuple[str, str], int]:
        """School and room to the number of the room among those of all schools."""
        return _numbered(
            (school.id, room.id) for school in self.problem.schools for room in school.rooms or ()
        )

    def number(self, day: date) -> int:
        """Days since the first day."""
        return (day - self.problem.days[0]).days

    def date_of(self, number: int) -> date:
        """The day with a number."""
        return date.fromordinal(self.problem.days[0].toordinal() + number)

    def down(self, minutes: int) -> int:
        """The tick in which a minute lies."""
        return minutes // self.problem.tick_minutes

    def up(self, minutes: int) -> int:
        """The first tick that begins at this minute or later; how many ticks minutes take."""
        return -(-minutes // self.problem.tick_minutes)

    @cached_property
    def every_day(self) -> Ints:
        """The numbers of all days of the problem."""
        return np.fromiter(self.used.values(), np.int64, len(self.used))

    def days_of(self, stretch: Stretch) -> Ints:
        """The numbers of the days of a stretch; days that the problem has not are left out."""
        if not stretch.days:
            return self.every_day
        return np.array([self.used[day] for day in stretch.days if day in self.used], np.int64)

    def taken_by(self, stretches: Iterable[Stretch]) -> np.ndarray:
        """Which (day, tick) lie, if only in part, in one of the stretches; booleans."""
        taken = np.zeros((self.days, self.ticks), np.bool_)
        for one in stretches:
            taken[self.days_of(one), self.down(one.since) : self.up(one.until)] = True
        return taken

    def open_in(self, stretches: Iterable[Stretch]) -> np.ndarray:
        """Which (day, tick) lie wholly in one of the stretches; booleans."""
        is_open = np.zeros((self.days, self.ticks), np.bool_)
        for one in stretches:
            is_open[self.days_of(one), self.up(one.since) : self.down(one.until)] = True
        return is_open

    @cached_property
    def travel(self) -> Ints:
        """Ticks from one school to another; 0 within one and where the problem tells none."""
        ticks = np.zeros((len(self.schools), len(self.schools)), np.int64)
        # Those given stand; each that is not given is as long as its way back.
        for one in self.problem.travel:
            ticks[self.schools[one.until], self.schools[one.since]] = self.up(one.minutes)
        for one in self.problem.travel:
            ticks[self.schools[one.since], self.schools[one.until]] = self.up(one.minutes)
        return ticks


def _numbered(names: Iterable) -> dict:
    return {name: number for number, name in enumerate(names)}
