"""A plain problem with one school and two advisers, to be changed by each test."""

from copy import deepcopy
from typing import Any

DAYS = ["2026-10-05", "2026-10-06", "2026-10-07", "2026-10-12"]

PLAIN: dict[str, Any] = {
    "days": DAYS,
    "tick_minutes": 10,
    "start_every": 30,
    "schools": [{"id": "North", "rooms": [{"id": "R1"}, {"id": "R2"}]}, {"id": "South"}],
    "travel": [{"from": "North", "to": "South", "minutes": 30}],
    "advisers": [
        {
            "id": name,
            "windows": [{"days": DAYS, "school": "North", "from": "09:00", "to": "12:00"}],
        }
        for name in ("Ada", "Ben")
    ],
    "adults": [{"id": "Dad"}],
    "students": [{"id": name, "school": "North"} for name in ("Sam", "Tia", "Una")],
    "interviews": [
        {"id": "I1", "student": "Sam", "minutes": 30, "need": 80},
        {"id": "I2", "student": "Tia", "minutes": 30, "need": 40},
        {"id": "I3", "student": "Una", "minutes": 30, "need": 10},
    ],
}


def plain() -> dict[str, Any]:
    return deepcopy(PLAIN)


def appointment(
    interview: str, student: str, day: str = DAYS[0], since: str = "09:00", **other: Any
) -> dict[str, Any]:
    hours, minutes = since.split(":")
    until = int(hours) * 60 + int(minutes) + other.pop("minutes", 30)
    return {
        "interview": interview,
        "student": student,
        "adviser": "Ada",
        "school": "North",
        "room": "R1",
        "day": day,
        "from": since,
        "to": f"{until // 60:02}:{until % 60:02}",
        **other,
    }
