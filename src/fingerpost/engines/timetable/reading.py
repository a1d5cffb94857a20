"""From JSON to a problem: malformed and contradictory ones are refused, with every reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from fingerpost.common.shapes import Fault, Faults, Fields, Refused
from fingerpost.engines.timetable.form import PROBLEM, RESULT
from fingerpost.engines.timetable.problem import MIDNIGHT, Interview, Problem, Stretch

LONGEST_SPAN = 400  # days
MOST_SUBJECTS = 60  # each is one bit of a number


class BadProblem(Refused):
    """A problem that is malformed or contradicts itself."""


class BadResult(Refused):
    """Something that is not a result."""


def load(path: Path) -> Any:
    """What a JSON file holds. Raises Refused if it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused([Fault("", f"{path} cannot be read: {error.strerror}.")]) from error
    except (ValueError, RecursionError) as error:
        raise Refused([Fault("", f"{path} is not JSON: {error}")]) from error


def read_problem(given: Any) -> Problem:
    """Read a problem from what `json.loads` returns. Raises BadProblem with every reason."""
    problem: Problem = _read(PROBLEM, given, BadProblem)
    faults = [
        *_time_faults(problem),
        *_name_faults(problem),
        *_place_faults(problem),
        *_interview_faults(problem),
    ]
    if faults:
        raise BadProblem(faults)
    return problem


def read_result(given: Any) -> dict[str, Any]:
    """Read a result from what `json.loads` returns, days as dates and times as minutes."""
    result: dict[str, Any] = _read(RESULT, given, BadResult)
    return result


def _read(shape: Fields, given: Any, refusal: type[Refused]) -> Any:
    faults: Faults = []
    value = shape.read(given, None, faults)
    if not faults:
        return value
    where: Faults = []
    shape.read(given, "", where)
    raise refusal(where)


def _time_faults(problem: Problem) -> Iterator[Fault]:
    days = problem.days
    if any(later <= sooner for sooner, later in pairwise(days)):
        yield Fault("days", "should be in order, each day once.")
    elif (days[-1] - days[0]).days >= LONGEST_SPAN:
        yield Fault("days", f"should not span more than {LONGEST_SPAN} days.")
    tick = problem.tick_minutes
    if MIDNIGHT % tick:
        yield Fault("tick_minutes", "should divide a day into equal steps.")
    elif problem.start_every is not None and problem.start_every % tick:
        yield Fault("start_every", f"should be a multiple of tick_minutes, which is {tick}.")
    for path, stretch in _stretches(problem):
        if stretch.since >= stretch.until:
            yield Fault(path, "should end after it begins.")


def _stretches(problem: Problem) -> Iterator[tuple[str, Stretch]]:
    for path, owner, lists in (
        ("advisers", problem.advisers, ("windows", "breaks", "booked")),
        ("students", problem.students, ("lessons", "away")),
        ("adults", problem.adults, ("busy",)),
    ):
        for place, one in enumerate(owner):
            for name in lists:
                for number, stretch in enumerate(getattr(one, name)):
                    yield f"{path}[{place}].{name}[{number}]", stretch
    for place, school in enumerate(problem.schools):
        for number, room in enumerate(school.rooms or ()):
            for which, stretch in enumerate(room.open or ()):
                yield f"schools[{place}].rooms[{number}].open[{which}]", stretch


def _name_faults(problem: Problem) -> Iterator[Fault]:
    for path, named in (
        ("schools", problem.schools),
        ("advisers", problem.advisers),
        ("students", problem.students),
        ("adults", problem.adults),
        ("interviews", problem.interviews),
    ):
        yield from _twice(path, (one.id for one in named))
    for place, school in enumerate(problem.schools):
        yield from _twice(f"schools[{place}].rooms", (room.id for room in school.rooms or ()))
    yield from _twice("travel", ((one.since, one.until) for one in problem.travel))


def _twice(path: str, names: Iterable[Any]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            shown = " to ".join(name) if isinstance(name, tuple) else name
            yield Fault(path, f"{shown} stands here {count} times and should only once.")


def _unknown(path: str, name: str | None, among: Collection[str], what: str) -> Iterator[Fault]:
    if name is not None and name not in among:
        yield Fault(path, f"there is no {what} {name}.")


def _place_faults(problem: Problem) -> Iterator[Fault]:
    schools = {school.id for school in problem.schools}
    rooms = rooms_of(problem)
    for place, travel in enumerate(problem.travel):
        yield from _unknown(f"travel[{place}].from", travel.since, schools, "school")
        yield from _unknown(f"travel[{place}].to", travel.until, schools, "school")
        if travel.since == travel.until:
            yield Fault(f"travel[{place}]", "should be between two schools.")
    for place, adviser in enumerate(problem.advisers):
        path = f"advisers[{place}]"
        for number, window in enumerate(adviser.windows):
            where = f"{path}.windows[{number}]"
            yield from _unknown(f"{where}.school", window.school, schools, "school")
            if window.school in schools:
                there = rooms.get(window.school, ())
                what = f"room at {window.school} called"
                yield from _unknown(f"{where}.room", window.room, there, what)
        for number, booking in enumerate(adviser.booked):
            where = f"{path}.booked[{number}].school"
            yield from _unknown(where, booking.school, schools, "school")
    for place, student in enumerate(problem.students):
        path = f"students[{place}]"
        yield from _unknown(f"{path}.school", student.school, schools, "school")
        if len({lesson.subject for lesson in student.lessons}) > MOST_SUBJECTS:
            yield Fault(f"{path}.lessons", f"should have no more than {MOST_SUBJECTS} subjects.")


def rooms_of(problem: Problem) -> dict[str, set[str]]:
    """School to its rooms; schools without a list of rooms are left out."""
    return {
        school.id: {room.id for room in school.rooms}
        for school in problem.schools
        if school.rooms is not None
    }


def _interview_faults(problem: Problem) -> Iterator[Fault]:
    students = {student.id: student for student in problem.students}
    advisers = {adviser.id for adviser in problem.advisers}
    adults = {adult.id for adult in problem.adults}
    interviews = {interview.id: interview for interview in problem.interviews}
    rooms = rooms_of(problem)
    for place, interview in enumerate(problem.interviews):
        path = f"interviews[{place}]"
        yield from _unknown(f"{path}.student", interview.student, students, "student")
        yield from _unknown(f"{path}.own_adviser", interview.own_adviser, advisers, "adviser")
        yield from _unknown(f"{path}.adult", interview.adult, adults, "adult")
        for number, adviser in enumerate(interview.advisers or ()):
            yield from _unknown(f"{path}.advisers[{number}]", adviser, advisers, "adviser")
        yield from _contradictions(path, interview, problem)
        yield from _order_faults(path, interview, interviews)
        if interview.fixed is not None:
            student = students.get(interview.student)
            there = rooms.get(student.school, set()) if student else set()
            where = f"{path}.fixed"
            yield from _unknown(f"{where}.adviser", interview.fixed.adviser, advisers, "adviser")
            yield from _unknown(f"{where}.room", interview.fixed.room, there, "room there called")
            yield from _fixed_faults(where, interview, problem)


def _contradictions(path: str, interview: Interview, problem: Problem) -> Iterator[Fault]:
    own, allowed = interview.own_adviser, interview.advisers
    if own is not None and allowed is not None and own not in allowed:
        yield Fault(f"{path}.own_adviser", f"{own} is not among the advisers allowed.")
    since, until = interview.not_before, interview.deadline
    if since is not None and until is not None and until < since:
        yield Fault(f"{path}.deadline", f"{until} is before not_before, which is {since}.")


def _order_faults(path: str, interview: Interview, by_id: dict[str, Interview]) -> Iterator[Fault]:
    if interview.follows is None:
        if interview.days_after:
            yield Fault(f"{path}.days_after", "needs follows, which is missing.")
        return
    first = by_id.get(interview.follows)
    if first is None:
        yield Fault(f"{path}.follows", f"there is no interview {interview.follows}.")
        return
    if first.student != interview.student:
        yield Fault(f"{path}.follows", f"{first.id} is an interview of another student.")
    seen = {interview.id}
    before: Interview | None = first
    while before is not None and before.id not in seen:
        seen.add(before.id)
        before = by_id.get(before.follows) if before.follows else None
    if before is not None and before.id == interview.id:
        yield Fault(f"{path}.follows", "the interviews follow one another in a circle.")


def _fixed_faults(path: str, interview: Interview, problem: Problem) -> Iterator[Fault]:
    fixed = interview.fixed
    if fixed is None:
        return
    if fixed.day not in set(problem.days):
        yield Fault(f"{path}.day", f"{fixed.day} is not one of the days.")
    if fixed.since % problem.tick_minutes:
        yield Fault(f"{path}.from", f"should fall on a step of {problem.tick_minutes} minutes.")
    if fixed.since + interview.minutes + problem.slack_minutes > MIDNIGHT:
        yield Fault(f"{path}.from", "the interview would not end on the same day.")
