"""A timetable as people read it: who is seen by whom, when and where, and what is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fingerpost.common.shapes import Fault


@dataclass(frozen=True, slots=True)
class Appointment:
    """One interview with its time and place. Times are minutes since midnight."""

    interview: str
    student: str
    adviser: str
    school: str
    room: str | None
    day: date
    since: int
    until: int  # when the talk ends; the slack comes after it

    def as_json(self) -> dict[str, Any]:
        return {
            "interview": self.interview,
            "student": self.student,
            **self.when_and_where(),
        }

    def when_and_where(self) -> dict[str, Any]:
        """Adviser, school, room, day and times as JSON."""
        return {
            "adviser": self.adviser,
            "school": self.school,
            "room": self.room,
            "day": self.day.isoformat(),
            "from": _clock(self.since),
            "to": _clock(self.until),
        }


def appointment_of(read: Mapping[str, Any]) -> Appointment:
    """From one appointment of a result that has been read."""
    fields = {name: one for name, one in read.items() if name not in ("from", "to")}
    return Appointment(**fields, since=read["from"], until=read["to"])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class NotHeld:
    """An interview without a time, and why."""

    interview: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """An appointment before and after a repair."""

    before: Appointment
    after: Appointment

    def as_json(self) -> dict[str, Any]:
        return {
            "interview": self.before.interview,
            "before": self.before.when_and_where(),
            "after": self.after.when_and_where(),
        }


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair changed. `moved` could have stayed; `replaced` and `lost` could not.

    `other_room`: the same time with the same adviser in another room.
    """

    moved: tuple[Change, ...]
    replaced: tuple[Change, ...]
    other_room: tuple[Change, ...]
    lost: tuple[str, ...]
    moves_at_least: int
    proof: str


@dataclass(frozen=True, slots=True)
class Result:
    """A timetable, or why there is none. `cost` is None where there is none."""

    status: str  # optimal, feasible, infeasible or undecided
    cost: int | None
    bound: int | None
    appointments: tuple[Appointment, ...]
    not_held: tuple[NotHeld, ...]
    seconds: float
    method: str
    conflict: tuple[Fault, ...] = ()
    conflict_is_smallest: bool = False
    repair: Repair | None = None

    @property
    def gap(self) -> float | None:
        """What is between cost and bound, as a share of the cost; 0 where it is proven optimal."""
        if self.cost is None or self.bound is None:
            return None
        return (self.cost - self.bound) / self.cost if self.cost else 0.0

    def in_seconds(self, seconds: float) -> Result:
        """The same, made in so many seconds."""
        return replace(self, seconds=seconds)

    def as_json(self) -> dict[str, Any]:
        """The result as `docs/reference/timetable-result.schema.json` has it."""
        gap = self.gap
        made: dict[str, Any] = {
            "status": self.status,
            "cost": self.cost,
            "bound": self.bound,
            "gap": None if gap is None else round(gap, 4),
            "appointments": [one.as_json() for one in self.appointments],
            "not_held": [{"interview": o.interview, "reason": o.reason} for o in self.not_held],
            "seconds": round(self.seconds, 3),
            "method": self.method,
        }
        if self.status == "infeasible":
            made["conflict"] = [
                {"path": one.path, "sentence": one.sentence} for one in self.conflict
            ]
            made["conflict_is_smallest"] = self.conflict_is_smallest
        if self.repair is not None:
            made["moved"] = [one.as_json() for one in self.repair.moved]
            made["replaced"] = [one.as_json() for one in self.repair.replaced]
            made["other_room"] = [one.as_json() for one in self.repair.other_room]
            made["lost"] = list(self.repair.lost)
            made["moves_at_least"] = self.repair.moves_at_least
            made["proof"] = self.repair.proof
        return made
