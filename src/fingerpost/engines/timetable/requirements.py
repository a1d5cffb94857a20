"""The requirements of a problem one by one, each with its sentence, and what each forbids.

Windows are what there is, and that nobody is in two places at once is how things are; neither
is a requirement that could be given up. All others are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fingerpost.common.shapes import Fault
from fingerpost.engines.timetable.grid import Grid
from fingerpost.engines.timetable.problem import Interview, Problem, Stretch, Student


class Requirement(NamedTuple):
    """What could be given up: its kind, and whom or what it is about."""

    kind: str
    about: str
    more: str = ""


class When(NamedTuple):
    """When and with whom an interview might be held, in ticks."""

    adviser: int
    day: int
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Requirements:
    """The requirements that concern the interviews of a problem."""

    problem: Problem
    grid: Grid

    def forbidding(self, interview: Interview, when: When) -> Iterator[tuple[Requirement, ...]]:
        """Each set of requirements that together forbid to hold an interview then."""
        if interview.fixed is not None:
            return
        day = self.grid.date_of(when.day)
        yield from ((one,) for one in self._of_days(interview, day))
        adviser = self.problem.advisers[when.adviser]
        if interview.advisers is not None and adviser.id not in interview.advisers:
            yield (Requirement("advisers", interview.id),)
        student = self.problem.students[self.grid.students[interview.student]]
        yield from ((one,) for one in self._of_student(student, day, when))
        if interview.adult is not None:
            adult = self.problem.adults[self.grid.adults[interview.adult]]
            if self._touches(adult.busy, day, when):
                yield (Requirement("busy", adult.id),)
        if self._touches(adviser.breaks, day, when):
            yield (Requirement("breaks", adviser.id),)
        yield from self._of_diary(student.school, when, day)

    def _of_days(self, interview: Interview, day: date) -> Iterator[Requirement]:
        if day > self.problem.deadline_of(interview):
            yield Requirement("deadline", interview.id)
        if interview.not_before is not None and day < interview.not_before:
            yield Requirement("not_before", interview.id)

    def _of_student(self, student: Student, day: date, when: When) -> Iterator[Requirement]:
        found = set()
        for lesson in student.lessons:
            if not self._touches((lesson,), day, when):
                continue
            if lesson.protected:
                found.add(Requirement("protected", student.id, lesson.subject or ""))
            elif self.problem.no_subject_twice and lesson.subject in student.missed:
                found.add(Requirement("missed", student.id, lesson.subject or ""))
        if self._touches(student.away, day, when):
            found.add(Requirement("away", student.id))
        yield from sorted(found)

    def _of_diary(self, school: str, when: When, day: date) -> Iterator[tuple[Requirement, ...]]:
        """What is booked forbids its own time, the way there and back, or another school."""
        adviser = self.problem.advisers[when.adviser]
        travel, here = self.grid.travel, self.grid.schools[school]
        booked = Requirement("booked", adviser.id)
        for one in adviser.booked:
            if self._touches((one,), day, when):
                yield (booked,)
            if one.school is None or one.school == school or day not in one.days:
                continue
            if adviser.one_school_a_day:
                yield (booked, Requirement("one_school", adviser.id))
            there = self.grid.schools[one.school]
            since, until = self.grid.down(one.since), self.grid.up(one.until)
            if when.start < until + travel[there, here] and when.end + travel[here, there] > since:
                yield (booked, Requirement("travel", adviser.id))

    def _touches(self, stretches: Iterable[Stretch], day: date, when: When) -> bool:
        down, up = self.grid.down, self.grid.up
        return any(
            down(one.since) < when.end and when.start < up(one.until)
            for one in stretches
            if not one.days or day in one.days
        )

    def fault(self, one: Requirement) -> Fault:
        """Where a requirement stands in the problem and what it says."""
        if one.kind in ("hold", "deadline", "not_before", "advisers", "follows"):
            return self._fault_of_interview(one)
        path = {
            "protected": f"students[{self.grid.students.get(one.about)}].lessons",
            "missed": f"students[{self.grid.students.get(one.about)}].missed",
            "away": f"students[{self.grid.students.get(one.about)}].away",
            "twice": "no_subject_twice",
            "busy": f"adults[{self.grid.adults.get(one.about)}].busy",
            "rooms": f"schools[{self.grid.schools.get(one.about)}].rooms",
            "travel": "travel",
        }.get(one.kind, f"advisers[{self.grid.advisers.get(one.about)}].{_FIELDS.get(one.kind)}")
        return Fault(path, _SENTENCES[one.kind].format(about=one.about, more=self._more(one)))

    def _more(self, one: Requirement) -> str:
        if one.kind in ("cap", "rest"):
            adviser = self.problem.advisers[self.grid.advisers[one.about]]
            return str(adviser.cap if one.kind == "cap" else adviser.rest_minutes)
        return one.more or "such"

    def _fault_of_interview(self, one: Requirement) -> Fault:
        number = self.grid.interviews[one.about]
        asked = self.problem.interviews[number]
        path = f"interviews[{number}]"
        if one.kind == "hold" and asked.fixed is not None:
            fixed = asked.fixed
            at = f"{fixed.since // 60:02}:{fixed.since % 60:02}"
            where = f" in {fixed.room}" if fixed.room else ""
            return Fault(
                f"{path}.fixed",
                f"{asked.id} is fixed on {fixed.day} at {at} with {fixed.adviser}{where}.",
            )
        if one.kind == "hold":
            return Fault(f"{path}.required", f"{asked.id} must be held.")
        if one.kind == "deadline":
            own = asked.deadline is not None
            until = self.problem.deadline_of(asked)
            return Fault(
                f"{path}.deadline" if own else "deadlines",
                f"{asked.id} must be held by {until}.",
            )
        if one.kind == "follows":
            return Fault(
                f"{path}.follows",
                f"{asked.id} must be held at least {asked.days_after} days after {asked.follows}.",
            )
        if one.kind == "not_before":
            return Fault(f"{path}.not_before", f"{asked.id} must not be before {asked.not_before}.")
        names = ", ".join(asked.advisers or ())
        return Fault(f"{path}.advisers", f"{asked.id} must be held by one of: {names}.")


_FIELDS = {
    "breaks": "breaks",
    "booked": "booked",
    "cap": "cap",
    "rest": "rest_minutes",
    "one_school": "one_school_a_day",
}
_SENTENCES = {
    "protected": "{about} must not miss {more} lessons.",
    "missed": "{about} missed {more} before and must not miss it again.",
    "away": "{about} is away at times.",
    "twice": "{about} must not miss the same subject twice.",
    "busy": "{about}, who comes along, is busy at times.",
    "rooms": "Interviews at {about} need a room, and its rooms are few or closed at times.",
    "travel": "{about} needs time to travel between schools.",
    "breaks": "{about} has breaks.",
    "booked": "{about} has something else in the diary.",
    "cap": "{about} holds at most {more} interviews on one day.",
    "rest": "{about} rests {more} minutes between interviews.",
    "one_school": "{about} is at one school a day.",
}
