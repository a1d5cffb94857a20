"""What is lost when somebody falls ill or a room is closed, and the problem without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

KINDS = ("adviser", "student", "adult", "room")
_ALL_DAY = {"from": "00:00", "to": "24:00"}


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody or something that is not there from a day to a day, both with it.

    The name of a room is the school's and its own with a slash between them.
    """

    kind: str  # one of KINDS
    name: str
    first: date
    last: date

    @property
    def days(self) -> list[str]:
        """The days as JSON has them."""
        count = (self.last - self.first).days + 1
        return [(self.first + timedelta(days=day)).isoformat() for day in range(count)]


def lost_from(text: str) -> Lost:
    """Read a loss written as KIND:NAME:FROM:TO or NAME:FROM:TO for an adviser.

    Raises ValueError with a sentence.
    """
    parts = text.split(":")
    if len(parts) < 3:
        raise ValueError(f"{text} should be written as in adviser:Ada:2026-10-05:2026-10-09.")
    kind = parts[0] if len(parts) > 3 and parts[0] in KINDS else "adviser"
    name = ":".join(parts[1 if len(parts) > 3 and parts[0] in KINDS else 0 : -2])
    try:
        first, last = (date.fromisoformat(day) for day in parts[-2:])
    except ValueError as error:
        raise ValueError(f"{text} should end with two days as in 2026-10-05:2026-10-09.") from error
    if last < first:
        raise ValueError(f"{text} should end with a day that is not before the other.")
    return Lost(kind, name, first, last)


def without(
    problem: Mapping[str, Any], result: Mapping[str, Any], lost: Iterable[Lost]
) -> dict[str, Any]:
    """A problem as JSON without what is lost; both are as `json.loads` returns them.

    Appointments that were settled and are lost are settled no more. Raises ValueError for a name
    that the problem has not.
    """
    changed: dict[str, Any] = dict(problem)
    for one in lost:
        changed = _BY_KIND[one.kind](changed, one)
        changed["interviews"] = [
            _unsettled(interview, one, result) for interview in changed["interviews"]
        ]
    return changed


def _changed(
    problem: dict[str, Any], one: Lost, owner: str, field: str, name: str
) -> dict[str, Any]:
    """Add whole days to a list of stretches of one of those in a list."""
    if all(each["id"] != name for each in problem.get(owner, [])):
        raise ValueError(f"There is no {one.kind} {name}.")
    gone = {"days": one.days, **_ALL_DAY}
    return {
        **problem,
        owner: [
            {**each, field: [*each.get(field, []), gone]} if each["id"] == name else each
            for each in problem[owner]
        ],
    }


def _without_adviser(problem: dict[str, Any], one: Lost) -> dict[str, Any]:
    return _changed(problem, one, "advisers", "breaks", one.name)


def _without_student(problem: dict[str, Any], one: Lost) -> dict[str, Any]:
    return _changed(problem, one, "students", "away", one.name)


def _without_adult(problem: dict[str, Any], one: Lost) -> dict[str, Any]:
    return _changed(problem, one, "adults", "busy", one.name)


def _without_room(problem: dict[str, Any], one: Lost) -> dict[str, Any]:
    found = False
    schools = []
    for school in problem["schools"]:
        rooms = []
        for room in school.get("rooms", []):
            if one.name == f"{school['id']}/{room['id']}":
                found = True
                room = {**room, "open": _open_without(room, one, problem["days"])}
            rooms.append(room)
        schools.append({**school, "rooms": rooms} if "rooms" in school else school)
    if not found:
        raise ValueError(f"There is no room {one.name}; write it as SCHOOL/ROOM.")
    return {**problem, "schools": schools}


def _open_without(room: dict[str, Any], one: Lost, days: list[str]) -> list[dict[str, Any]]:
    gone = set(one.days)
    opens = []
    for stretch in room.get("open", [_ALL_DAY]):
        own = [stretch["day"]] if "day" in stretch else stretch.get("days", days)
        left = [day for day in own if day not in gone]
        if left:
            opens.append({"days": left, "from": stretch["from"], "to": stretch["to"]})
    return opens


_BY_KIND = {
    "adviser": _without_adviser,
    "student": _without_student,
    "adult": _without_adult,
    "room": _without_room,
}


def _unsettled(interview: dict[str, Any], one: Lost, result: Mapping[str, Any]) -> dict[str, Any]:
    """An interview whose settled appointment is lost is not settled any more."""
    fixed = interview.get("fixed")
    if fixed is None or fixed["day"] not in one.days:
        return interview
    held: Mapping[str, Any] = next(
        (o for o in result["appointments"] if o["interview"] == interview["id"]), {}
    )
    touched = {
        "adviser": fixed["adviser"],
        "student": interview["student"],
        "adult": interview.get("adult"),
        "room": f"{held.get('school')}/{fixed.get('room') or held.get('room')}",
    }[one.kind]
    if touched != one.name:
        return interview
    return {name: value for name, value in interview.items() if name != "fixed"}
