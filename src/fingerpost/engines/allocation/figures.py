"""How fair a sharing-out is, in figures that let two of them be compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .modes import objective_of
from .problem import Problem
from .result import Result


@dataclass(frozen=True)
class Figures:
    """What a sharing-out does for students.

    placed: students with a place. choices: per rank, how many places are of that choice. need_met:
    the needs (0 to 100) of those with a place, added up. missed_again: students without a place
    who missed out before. envy: students who would rather have a session in which somebody with
    less claim (by every criterion but preference) has a place, or a seat is free; `blocking` such
    pairs of student and session. In a stable sharing-out there is none. worst_left_out: the
    greatest need of a student who ranked something and has no place.
    """

    placed: int
    places: int
    choices: tuple[int, ...]
    need_met: float
    missed_again: int
    envy: int
    blocking: int
    worst_left_out: float
    objective: tuple[Fraction, ...]

    @property
    def mean_choice(self) -> float | None:
        """The mean rank of the places given, 1 being the first choice; None without places."""
        ranked = sum(self.choices)
        if not ranked:
            return None
        return sum((rank + 1) * count for rank, count in enumerate(self.choices)) / ranked


def figures(problem: Problem, result: Result) -> Figures:
    """Figures of a result."""
    held: dict[int, set[int]] = {}
    for student, session in result.places:
        held.setdefault(student, set()).add(session)
    choices = [0] * max((len(one.preferences) for one in problem.students), default=0)
    for student, session in result.places:
        ranked = problem.students[student].preferences
        if session in ranked:
            choices[ranked.index(session)] += 1
    left_out = [
        one
        for number, one in enumerate(problem.students)
        if number not in held and one.preferences and one.places
    ]
    blocking = _blocking(problem, result, held)
    return Figures(
        placed=len(held),
        places=len(result.places),
        choices=tuple(choices),
        need_met=sum(problem.students[student].need for student in held),
        missed_again=sum(one.missed_before > 0 for one in left_out),
        envy=len({student for student, _ in blocking}),
        blocking=len(blocking),
        worst_left_out=max((one.need for one in left_out), default=0),
        objective=objective_of(problem, list(result.places)),
    )


def _blocking(problem: Problem, result: Result, held: dict[int, set[int]]) -> list[tuple[int, int]]:
    """Pairs of a student and a session that would both rather have each other."""
    claim = _claims(problem)
    there: dict[int, list[int]] = {}
    for student, session in result.places:
        there.setdefault(session, []).append(student)
    off = set(result.cancelled)
    found: list[tuple[int, int]] = []
    for number in range(len(problem.students)):
        mine = held.get(number, set())
        for session in _wanted_more(problem, number, mine):
            if session in off or session in mine:
                continue
            if _takes(problem, session, there.get(session, []), claim, number):
                found.append((number, session))
    return found


def _wanted_more(problem: Problem, student: int, mine: set[int]) -> list[int]:
    """Sessions a student ranked above something they have, or would add to what they have."""
    ranked = problem.students[student].preferences
    if len(mine) < problem.students[student].places:
        return [n for n in ranked if not any(problem.clash(n, other) for other in mine)]
    worst = max((ranked.index(n) for n in mine if n in ranked), default=-1)
    return [
        n
        for n in ranked[: max(worst, 0)]
        if not any(problem.clash(n, other) for other in mine if other != ranked[worst])
    ]


def _takes(
    problem: Problem,
    session: int,
    students: list[int],
    claim: dict[int, dict[int, tuple[float, ...]]],
    student: int,
) -> bool:
    one = problem.sessions[session]
    reserved = sum(one.reserved.values())
    if len(students) < one.capacity - reserved:
        return True
    # Whoever sits on a seat that is reserved for a group the student is not in is not in the way.
    mine = set(problem.students[student].groups)
    rivals = [
        other
        for other in students
        if not (set(problem.students[other].groups) & set(one.reserved)) - mine
    ]
    own = claim[student][session]
    return any(claim[other].get(session, (float("inf"),)) < own for other in rivals)


def _claims(problem: Problem) -> dict[int, dict[int, tuple[float, ...]]]:
    """For each student and ranked session, the scores of every criterion but preference."""
    levels = problem.levels
    found: dict[int, dict[int, tuple[float, ...]]] = {}
    for number, one in enumerate(problem.students):
        scores = {"need": one.need, "missed_before": min(25 * one.missed_before, 100)}
        found[number] = {
            session: tuple(
                sum(
                    c.weight
                    * (
                        problem.sessions[session].benefit.get(number, 0)
                        if c.name == "benefit"
                        else scores[c.name]
                    )
                    for c in problem.criteria
                    if c.level == level and c.name != "preference"
                )
                for level in levels
            )
            for session in one.preferences
        }
    return found
