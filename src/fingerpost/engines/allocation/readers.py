"""Instances of two-sided matching and student-project allocation, as problems of places.

A reader makes the JSON that `read_problem` reads. Where a format has an order of students for
each session, it becomes a benefit: 100 for the first in equal steps, so that sessions prefer
whom they prefer. Formats: docs/reference/allocation.md.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .problem import FULL_SCORE, BadProblem, Json

_BY_PREFERENCE = [
    {"name": "benefit", "weight": 1, "level": 1},
    {"name": "preference", "weight": 1, "level": 1},
]


def load(path: Path) -> Any:
    """What a JSON file holds. Raises BadProblem."""
    try:
        return json.loads(_text(path))
    except (json.JSONDecodeError, RecursionError) as fault:
        raise BadProblem([f"{path.name} is not JSON: {fault}"]) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise BadProblem([f"{path} cannot be read: {fault.strerror}."]) from None
    except UnicodeDecodeError:
        raise BadProblem([f"{path.name} is not text in UTF-8."]) from None


def spa_folder(path: Path) -> Json:
    """A folder of students.csv, projects.csv and perhaps supervisors.csv.

    students.csv: name, rank (the smallest is served first), then projects in order of preference.
    projects.csv: code, capacity, supervisor. Students ranked higher have the greater need. A
    project ranked twice counts where it stands first. Supervisors' own limits are not part of a
    problem of places: a project has the seats that both it and its supervisor have.
    """
    students = _table(path / "students.csv", ("name",))
    projects = _table(path / "projects.csv", ("code", "capacity"))
    limits = {}
    if (path / "supervisors.csv").exists():
        supervisors = _table(path / "supervisors.csv", ("name", "capacity"))
        limits = {row["name"]: _whole(row, "capacity", "supervisors.csv") for row in supervisors}
    ranks = [_whole(row, "rank", "students.csv") if row.get("rank") else 1 for row in students]
    known = {row["code"] for row in projects}
    return {
        "students": [
            {
                "id": row["name"],
                "need": round(FULL_SCORE * sum(one >= rank for one in ranks) / len(ranks), 3),
                "preferences": _choices(row, known),
            }
            for row, rank in zip(students, ranks, strict=True)
        ],
        "sessions": [
            {
                "id": row["code"],
                "capacity": min(
                    _whole(row, "capacity", "projects.csv"),
                    limits.get(row.get("supervisor", ""), 10**6),
                ),
            }
            for row in projects
        ],
        "criteria": [
            {"name": "need", "weight": 1, "level": 1},
            {"name": "preference", "weight": 1, "level": 1},
        ],
    }


def _table(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    rows = list(csv.DictReader(_text(path).splitlines()))
    missing = [name for name in needed if rows and name not in rows[0]]
    if missing or not rows:
        raise BadProblem([f"{path.name} needs rows with the columns {', '.join(needed)}."])
    return rows


def _whole(row: Mapping[str, str], name: str, file: str) -> int:
    value = (row.get(name) or "").strip()
    if not value.isdecimal():
        raise BadProblem([f"{file}: “{value}” in the column {name} is no whole number."])
    return int(value)


def _choices(row: Mapping[str, Any], known: set[str]) -> list[str]:
    """The projects of the numbered columns, in order, each once; unknown ones are left out."""
    columns = sorted((name for name in row if name and name.isdecimal()), key=int)
    chosen = (str(row[name] or "").strip() for name in columns)
    return list(dict.fromkeys(code for code in chosen if code in known))


def hr_text(path: Path) -> Json:
    """Hospitals and residents as plain text, numbers counting from 1.

    The first line says how many residents and hospitals there are. Then a line for each resident
    (number: hospitals in order) and one for each hospital (number: capacity: residents in order).
    Colons may be left out. Whoever stands on the other side's list only is not acceptable.
    """
    lines = [line.replace(":", " ").split() for line in _text(path).splitlines()]
    lines = [line for line in lines if line and not line[0].startswith("#")]
    if not lines or any(not part.isdecimal() for line in lines for part in line):
        raise BadProblem([f"{path.name} should hold whole numbers only."])
    if len(lines[0]) < 2 or len(lines) < 1 + int(lines[0][0]) + int(lines[0][1]):
        raise BadProblem(
            [f"{path.name} should begin with two numbers and have a line for each side."]
        )
    residents = lines[1 : 1 + int(lines[0][0])]
    hospitals = lines[1 + int(lines[0][0]) : 1 + int(lines[0][0]) + int(lines[0][1])]
    if any(len(line) < 2 for line in hospitals):
        raise BadProblem([f"{path.name}: a line of a hospital needs its number and its capacity."])
    listed = {line[0]: line[2:] for line in hospitals}
    return {
        "students": [
            {
                "id": f"r{line[0]}",
                "preferences": [f"h{h}" for h in line[1:] if line[0] in listed.get(h, ())],
            }
            for line in residents
        ],
        "sessions": [
            {
                "id": f"h{line[0]}",
                "capacity": int(line[1]),
                "benefit": {
                    f"r{one}": round(FULL_SCORE * (len(line[2:]) - at) / len(line[2:]), 3)
                    for at, one in enumerate(line[2:])
                },
            }
            for line in hospitals
        ],
        "criteria": _BY_PREFERENCE,
    }


READERS: Mapping[str, Callable[[Path], Any]] = {
    "json": load,
    "spa-folder": spa_folder,
    "hr-text": hr_text,
}
