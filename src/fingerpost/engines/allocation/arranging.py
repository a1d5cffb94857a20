"""From a problem to arrays: an order by lot, pairs, kinds of seats, and what stands already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .core import Bools, Core, Ints
from .problem import BadProblem, Problem
from .scores import Scores, scores_of


@dataclass(frozen=True, eq=False)
class Arranged:
    """A problem as arrays, all levels still apart.

    core: without values. student, session, rank: per pair, in the numbers of the problem; rank 0
    is the first choice. scores: per level and pair. standing: the scores of fixed places.
    minimum: per session.
    """

    problem: Problem
    core: Core
    student: Ints
    session: Ints
    rank: Ints
    scores: Scores
    standing: Scores
    minimum: Ints

    @property
    def seats(self) -> int:
        """How many places are given at most."""
        return int(min(self.core.capacity.sum(), self.core.places.sum()))

    def places(self, chosen: Bools) -> list[tuple[int, int]]:
        """The places of a sharing-out and those that stand, as (student, session), in order."""
        pairs = zip(self.student[chosen].tolist(), self.session[chosen].tolist(), strict=True)
        return sorted([*self.problem.fixed, *pairs])


def arrange(problem: Problem) -> Arranged:
    """Lay a problem out as arrays. Raises BadProblem where fixed places contradict each other."""
    contradictions = fixed_contradictions(problem)
    if contradictions:
        raise BadProblem(contradictions)
    order = _drawn_order(problem)
    student, session, rank = _ranked(problem, order)
    kinds = _Kinds(problem)
    pair, kind = kinds.of(problem, student, session)
    student, session, rank = student[pair], session[pair], rank[pair]
    place_of = np.empty(len(problem.students), np.int64)
    place_of[order] = np.arange(len(order))
    core = Core(
        student=place_of[student],
        kind=kind,
        slot=_slot_numbers(problem)[session],
        value=np.zeros(len(student), np.int64),
        places=_places_left(problem)[order],
        session=kinds.session,
        capacity=kinds.capacity,
        least=np.zeros(len(problem.sessions), np.int64),
    )
    return Arranged(
        problem=problem,
        core=core,
        student=student,
        session=session,
        rank=rank,
        scores=scores_of(problem, student, session, rank),
        standing=_standing(problem),
        minimum=_minimum_left(problem),
    )


def _drawn_order(problem: Problem) -> Ints:
    """Numbers of students in the order of the lot: by id, then shuffled with the seed."""
    by_id = sorted(range(len(problem.students)), key=lambda n: problem.students[n].id)
    return np.random.default_rng(problem.seed).permutation(np.array(by_id, np.int64))


def _ranked(problem: Problem, order: Ints) -> tuple[Ints, Ints, Ints]:
    """Every ranked session that its student can still be given, student by student of the lot."""
    standing = _standing_sessions(problem)
    rows: list[tuple[int, int, int]] = []
    for number in order.tolist():
        held = standing.get(number, ())
        for rank, session in enumerate(problem.students[number].preferences):
            if not any(problem.clash(session, other) for other in held):
                rows.append((number, session, rank))
    table = np.array(rows, np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _standing_sessions(problem: Problem) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for student, session in problem.fixed:
        found.setdefault(student, []).append(session)
    return found


class _Kinds:
    """The kinds of seats: for everybody, and for each group that has some of a session's seats."""

    def __init__(self, problem: Problem) -> None:
        self.groups: list[str | None] = []
        session: list[int] = []
        capacity: list[int] = []
        first: list[int] = []
        taken = _taken_by_fixed(problem)
        for number, one in enumerate(problem.sessions):
            first.append(len(session))
            general = one.capacity - sum(one.reserved.values())
            for group, seats in [(None, general), *one.reserved.items()]:
                session.append(number)
                capacity.append(seats - taken.get((number, group), 0))
                self.groups.append(group)
        self.session = np.array(session, np.int64)
        self.capacity = np.array(capacity, np.int64)
        self.first = np.array([*first, len(session)], np.int64)

    def of(self, problem: Problem, student: Ints, session: Ints) -> tuple[Ints, Ints]:
        """For each pair of student and session the kinds of seats open to it: (pair, kind)."""
        counts = np.diff(self.first)
        if (counts == 1).all():
            return np.arange(len(student)), self.first[session]
        pairs: list[int] = []
        kinds: list[int] = []
        for pair, (one, at) in enumerate(zip(student.tolist(), session.tolist(), strict=True)):
            groups = problem.students[one].groups
            for kind in range(int(self.first[at]), int(self.first[at + 1])):
                if self.groups[kind] is None or self.groups[kind] in groups:
                    pairs.append(pair)
                    kinds.append(kind)
        return np.array(pairs, np.int64), np.array(kinds, np.int64)


def _taken_by_fixed(problem: Problem) -> dict[tuple[int, str | None], int]:
    """How many of each kind of seat the fixed places take: a group's own seats first.

    Where students are in several groups this is a matching; `seated` finds one that fits.
    """
    taken: dict[tuple[int, str | None], int] = {}
    by_session: dict[int, list[int]] = {}
    for student, session in problem.fixed:
        by_session.setdefault(session, []).append(student)
    for session, students in by_session.items():
        for group in seated(problem, session, students):
            taken[session, group] = taken.get((session, group), 0) + 1
    return taken


def seated(problem: Problem, session: int, students: list[int]) -> list[str | None]:
    """Which kind of seat each student takes, reserved ones as far as they go.

    None stands for seats that are for everybody, or for no seat at all where even those are out.
    """
    seats = [group for group, n in problem.sessions[session].reserved.items() for _ in range(n)]
    holder: dict[int, int] = {}  # seat to the place in `students`

    def seat(one: int, seen: set[int]) -> bool:
        for place, group in enumerate(seats):
            if place in seen or group not in problem.students[students[one]].groups:
                continue
            seen.add(place)
            if place not in holder or seat(holder[place], seen):
                holder[place] = one
                return True
        return False

    for one in range(len(students)):
        seat(one, set())
    by_student = {one: seats[place] for place, one in holder.items()}
    return [by_student.get(one) for one in range(len(students))]


def _slot_numbers(problem: Problem) -> Ints:
    """A number for each session, the same where one excludes the other by its slot.

    Conflicts become slots too where they amount to the same: every two of a group exclude each
    other.
    """
    group = list(range(len(problem.sessions)))
    by_slot: dict[str, int] = {}
    for number, session in enumerate(problem.sessions):
        if session.slot:
            group[number] = by_slot.setdefault(session.slot, number)
    if problem.conflicts and conflicts_are_slots(problem):
        for one, other in problem.conflicts:
            a, b = group[one], group[other]
            group = [a if g == b else g for g in group]
    return np.array(group, np.int64)


def conflicts_are_slots(problem: Problem) -> bool:
    """Whether sessions that exclude each other fall into groups in which every two do."""
    beside: dict[int, set[int]] = {number: {number} for number in range(len(problem.sessions))}
    by_slot: dict[str, set[int]] = {}
    for number, session in enumerate(problem.sessions):
        if session.slot:
            by_slot.setdefault(session.slot, set()).add(number)
    for members in by_slot.values():
        for number in members:
            beside[number] |= members
    for one, other in problem.conflicts:
        beside[one].add(other)
        beside[other].add(one)
    return all(beside[other] == mine for mine in beside.values() for other in mine)


def _places_left(problem: Problem) -> Ints:
    left = np.array([student.places for student in problem.students], np.int64)
    for student, _ in problem.fixed:
        left[student] -= 1
    return left


def _minimum_left(problem: Problem) -> Ints:
    left = np.array([session.minimum for session in problem.sessions], np.int64)
    for _, session in problem.fixed:
        left[session] -= 1
    return np.maximum(left, 0)


def _standing(problem: Problem) -> Scores:
    """What the fixed places earn: their rank where they were ranked."""
    fixed = np.array(problem.fixed, np.int64).reshape(-1, 2)
    ranks = [
        student.preferences.index(session) if session in student.preferences else -1
        for student, session in ((problem.students[s], a) for s, a in problem.fixed)
    ]
    return scores_of(problem, fixed[:, 0], fixed[:, 1], np.array(ranks, np.int64))


def fixed_contradictions(problem: Problem) -> list[str]:
    """Fixed places that cannot all stand, each with the smallest set that conflicts."""
    found: list[str] = []
    by_student = _standing_sessions(problem)
    for number, held in by_student.items():
        student = problem.students[number]
        if len(held) > student.places:
            found.append(
                f"fixed: student “{student.id}” has {len(held)} fixed places and may have "
                f"{student.places}."
            )
        found += [
            f"fixed: student “{student.id}” has “{problem.sessions[one].id}” and "
            f"“{problem.sessions[other].id}”, which exclude each other."
            for place, one in enumerate(held)
            for other in held[place + 1 :]
            if problem.clash(one, other)
        ]
    return found + _seat_contradictions(problem)


def _seat_contradictions(problem: Problem) -> list[str]:
    found: list[str] = []
    by_session: dict[int, list[int]] = {}
    for student, session in problem.fixed:
        by_session.setdefault(session, []).append(student)
    for number, students in by_session.items():
        one = problem.sessions[number]
        general = one.capacity - sum(one.reserved.values())
        if seated(problem, number, students).count(None) > general:
            what = "seats" if not one.reserved else "seats that are not reserved for others"
            found.append(
                f"fixed: session “{one.id}” has {len(students)} fixed places and not enough "
                f"{what} for them."
            )
        escorted = sum(problem.students[student].accompanied for student in students)
        if one.escorts is not None and escorted > one.escorts:
            found.append(
                f"fixed: session “{one.id}” has {escorted} fixed places of accompanied "
                f"students and can take {one.escorts}."
            )
    for members in problem.together:
        ways = {
            problem.sessions[session].way
            for student, session in problem.fixed
            if student in members
        }
        if len(ways) > 1:
            names = ", ".join(problem.students[one].id for one in members)
            found.append(f"fixed: {names} travel together and have places that do not.")
    return found
