"""What an allocation came to, and its JSON (docs/reference/allocation.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .problem import BadProblem, Json, Problem

ENGINE_VERSION = "1"
STATUSES = ("optimal", "feasible", "infeasible")


@dataclass(frozen=True)
class MoreSeats:
    """With so many more seats in a session (by number) a student would have had a place there."""

    session: int
    seats: int


@dataclass(frozen=True)
class Result:
    """Places as numbers (student, session) of the problem, in order.

    objective, bound: per level, in scores. unplaced: number of a student without any place to a
    sentence for them. more_seats: what would have given some of those a place. conflict: with an
    infeasible problem, requirements that cannot stand together, none of which can be left out.
    proof: prices that show that nothing is better.
    """

    status: str
    objective: tuple[Fraction, ...] = ()
    bound: tuple[Fraction, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    unplaced: Mapping[int, str] = field(default_factory=dict)
    more_seats: Mapping[int, MoreSeats] = field(default_factory=dict)
    cancelled: tuple[int, ...] = ()
    conflict: tuple[str, ...] = ()
    seconds: float = 0
    method: str = ""
    mode: str = "fair"
    proof: Json | None = None

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists."""
        return self.status == "optimal"

    def to_json(self, problem: Problem) -> Json:
        """The result with ids."""
        students, sessions = problem.students, problem.sessions
        found: Json = {
            "status": self.status,
            "mode": self.mode,
            "objective": [_number(total) for total in self.objective],
            "bound": [_number(total) for total in self.bound],
            "places": [
                {"student": students[student].id, "session": sessions[session].id}
                for student, session in self.places
            ],
            "unplaced": [
                {"student": students[student].id, "reason": reason}
                | self._would_have(student, problem)
                for student, reason in self.unplaced.items()
            ],
            "cancelled": [sessions[session].id for session in self.cancelled],
            "seconds": round(self.seconds, 4),
            "method": self.method,
            "engine": ENGINE_VERSION,
        }
        if self.conflict:
            found["conflict"] = list(self.conflict)
        if self.proof is not None:
            found["proof"] = self.proof
        return found

    def _would_have(self, student: int, problem: Problem) -> Json:
        one = self.more_seats.get(student)
        if one is None:
            return {}
        return {"more_seats": {"session": problem.sessions[one.session].id, "seats": one.seats}}


def _number(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(value)


def read_result(data: Any, problem: Problem) -> Result:
    """A result read back from its JSON. Raises BadProblem where it is not one of this problem."""
    if not isinstance(data, dict) or data.get("status") not in STATUSES:
        raise BadProblem(["status: This is not a result of an allocation."])
    students = {student.id: n for n, student in enumerate(problem.students)}
    sessions = {session.id: n for n, session in enumerate(problem.sessions)}
    try:
        return Result(
            status=data["status"],
            objective=tuple(Fraction(str(total)) for total in data["objective"]),
            bound=tuple(Fraction(str(total)) for total in data["bound"]),
            places=tuple(
                (students[str(row["student"])], sessions[str(row["session"])])
                for row in data["places"]
            ),
            unplaced={students[str(row["student"])]: row["reason"] for row in data["unplaced"]},
            more_seats={
                students[str(row["student"])]: MoreSeats(
                    sessions[str(row["more_seats"]["session"])], int(row["more_seats"]["seats"])
                )
                for row in data["unplaced"]
                if "more_seats" in row
            },
            cancelled=tuple(sessions[str(name)] for name in data["cancelled"]),
            conflict=tuple(data.get("conflict", ())),
            seconds=data.get("seconds", 0),
            method=data.get("method", ""),
            mode=data.get("mode", "fair"),
            proof=data.get("proof"),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise BadProblem(
            [f"result: It does not belong to this problem or is not whole ({fault})."]
        ) from None
