"""What students can and should not miss: for every start of an interview, whether and at what cost.

An interview that begins at a start and takes so many ticks misses each lesson that it touches.
Lessons are few numbers each, and each adds to a run of starts: so a whole school's tables are
made of two additions for each lesson and a running sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.timetable.grid import Grid
from fingerpost.engines.timetable.instance import Ints

_NONE = -1  # no subject


@dataclass(frozen=True, eq=False)
class Missing:
    """What starting at (student, day, tick) means; the students are those asked for, in order."""

    forbidden: NDArray[np.bool_]
    cost: NDArray[np.int32]  # the sum of the costs of the lessons missed
    subjects: Ints | None  # bits of the subjects missed; None where nobody asks


@dataclass(frozen=True, eq=False)
class Demand:
    """Lessons, exams and other appointments of students on the grid."""

    grid: Grid

    @cached_property
    def _lessons(self) -> tuple[Ints, Ints]:
        """Rows student, day, since, until, forbidden, cost, subject, ordered by student.

        The second array says where each student's rows begin, with the end behind it.
        """
        grid = self.grid
        step, twice = grid.problem.tick_minutes, grid.problem.no_subject_twice
        rows: list[tuple[int, int, int, int, int, int]] = []
        days: list[int] = []
        counts: list[int] = []
        for number, student in enumerate(grid.problem.students):
            subjects = self.subjects_of(number)
            gone = set(student.missed) if twice else ()
            for one in student.lessons:
                forbidden = one.protected or one.subject in gone
                subject = subjects.get(one.subject, _NONE) if one.subject else _NONE
                until = -(-one.until // step)
                rows.append((number, one.since // step, until, forbidden, one.cost, subject))
                on = self._numbers_of(one.days)
                days += on
                counts.append(len(on))
            for away in student.away:
                rows.append((number, away.since // step, -(-away.until // step), 1, 0, _NONE))
                on = self._numbers_of(away.days)
                days += on
                counts.append(len(on))
        by_lesson = np.array(rows, np.int64).reshape(-1, 6)
        by_day = np.repeat(by_lesson, np.array(counts, np.int64), axis=0)
        lessons = np.insert(by_day, 1, np.array(days, np.int64), axis=1)
        begins = np.searchsorted(lessons[:, 0], np.arange(len(grid.problem.students) + 1))
        return lessons, begins

    def _numbers_of(self, days: tuple[date, ...]) -> list[int]:
        """The numbers of days, of all for none; days that the problem has not are left out."""
        found = self._known_days.get(days)
        if found is None:
            used = self.grid.used
            found = [used[day] for day in days if day in used] if days else list(used.values())
            self._known_days[days] = found
        return found

    @cached_property
    def _known_days(self) -> dict[tuple[date, ...], list[int]]:
        return {}

    def subjects_of(self, student: int) -> dict[str, int]:
        """The subjects of a student, numbered."""
        lessons = self.grid.problem.students[student].lessons
        names = dict.fromkeys(one.subject for one in lessons if one.subject)
        return {name: number for number, name in enumerate(names) if name is not None}

    def missing(self, students: Ints, ticks: int, with_subjects: bool) -> Missing:
        """The tables of some students for interviews that take so many ticks."""
        lessons, begins = self._lessons
        counts = begins[students + 1] - begins[students]
        rows = np.repeat(begins[students] - np.cumsum(counts) + counts, counts)
        rows += np.arange(len(rows))
        whose = np.repeat(np.arange(len(students)), counts)
        _, day, since, until, forbidden, cost, subject = lessons[rows].T
        first = np.maximum(0, since - ticks + 1)
        shape = (len(students), self.grid.days, self.grid.ticks + 1)
        costs = _running(shape, (whose, day, first, until), cost)
        never = _running(shape, (whose, day, first, until), forbidden)
        subjects = None
        if with_subjects:
            told = subject >= 0
            where = (whose[told], day[told], first[told], until[told])
            subjects = _bits(shape, where, subject[told])
        return Missing(never > 0, costs, subjects)


def _running(
    shape: tuple[int, int, int], where: tuple[Ints, Ints, Ints, Ints], amount: Ints
) -> NDArray[np.int32]:
    """Add each amount to (student, day, first up to until); the last tick is cut off."""
    whose, day, first, until = where
    _, days, ticks = shape
    size = shape[0] * days * ticks
    base = (whose * days + day) * ticks
    some = amount != 0
    added = np.bincount(base[some] + first[some], amount[some], size)
    added -= np.bincount(base[some] + until[some], amount[some], size)
    return np.cumsum(added.reshape(shape), axis=2)[:, :, :-1].astype(np.int32)


def _bits(shape: tuple[int, int, int], where: tuple[Ints, Ints, Ints, Ints], subject: Ints) -> Ints:
    """Set each subject's bit at (student, day, first up to until)."""
    whose, day, first, until = where
    bits = np.zeros((shape[0], shape[1], shape[2] - 1), np.int64)
    length = until - first
    for offset in range(int(length.max(initial=0))):
        some = length > offset
        np.bitwise_or.at(
            bits,
            (whose[some], day[some], first[some] + offset),
            np.int64(1) << subject[some],
        )
    return bits
