"""A round of places as the engine takes it: students with ranked sessions, sessions with seats.

`reading.read_problem` makes one from JSON (docs/reference/allocation.md tells the format). Students
and sessions are numbers here, in the order of the problem; `Problem.students[3].id` is the name of
number 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

CRITERIA = ("need", "preference", "benefit", "missed_before")
# What one earlier round without a place counts, up to the full score.
MISSED_SCORE = 25
FULL_SCORE = 100


class BadProblem(ValueError):
    """The problem cannot be read, or contradicts itself; `reasons` says where and why."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Student:
    """One student. preferences: numbers of sessions, best first. need: 0 to 100."""

    id: str
    need: float = 0
    places: int = 1
    missed_before: int = 0
    groups: tuple[str, ...] = ()
    preferences: tuple[int, ...] = ()
    accompanied: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One session. It runs with at least `minimum` students or is cancelled.

    slot: sessions with the same one take place at the same time. benefit: number of a student to
    0 to 100. reserved: seats that only members of a group may take. transport: how one gets
    there; sessions without one are each their own. escorts: how many accompanied students it can
    take, None for any number.
    """

    id: str
    capacity: int
    minimum: int = 0
    slot: str = ""
    benefit: Mapping[int, float] = field(default_factory=dict)
    reserved: Mapping[str, int] = field(default_factory=dict)
    transport: str = ""
    escorts: int | None = None

    @property
    def way(self) -> str:
        """The key that students who travel together share."""
        return f"by:{self.transport}" if self.transport else f"to:{self.id}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One score that counts, with its weight; level 1 is served before level 2."""

    name: str
    weight: float = 1
    level: int = 1


@dataclass(frozen=True)
class Problem:
    """A whole round.

    conflicts: pairs of sessions nobody may have both of. together: sets of students who travel
    the same way. fixed: (student, session) places that stand. arrived: students in the order in
    which they answered, for the mode that goes by it.
    """

    students: tuple[Student, ...]
    sessions: tuple[Session, ...]
    criteria: tuple[Criterion, ...]
    conflicts: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, ...], ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()
    arrived: tuple[int, ...] = ()
    seed: int = 0

    @property
    def levels(self) -> list[int]:
        """The levels that any criterion is on, first served first."""
        return sorted({criterion.level for criterion in self.criteria})

    def clash(self, one: int, other: int) -> bool:
        """Whether nobody can have both of two sessions (by number)."""
        if one == other:
            return True
        slot = self.sessions[one].slot
        if slot and slot == self.sessions[other].slot:
            return True
        return (one, other) in self.conflict_set or (other, one) in self.conflict_set

    @cached_property
    def conflict_set(self) -> frozenset[tuple[int, int]]:
        """The conflicts, to ask of."""
        return frozenset(self.conflicts)


Json = dict[str, Any]
