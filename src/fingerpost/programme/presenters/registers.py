"""What became of a register that somebody sent, in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..models import Attendance
from .words import listed

_MARKS = {True: "here", False: "not here", None: "not marked"}


def saved_words(rows: Iterable[Attendance]) -> str:
    """How many are marked as here, of how many, and how many are not marked yet."""
    marks = [row.was_present for row in rows]
    missing = sum(mark is None for mark in marks)
    rest = f" {missing} not marked yet." if missing else ""
    return (
        f"The register is saved: {sum(mark is True for mark in marks)} of {len(marks)} here.{rest}"
    )


def overtaken_words(students: Iterable[Any], rows: Iterable[Attendance]) -> str:
    """Whom somebody else has marked otherwise meanwhile, and how; empty where nobody."""
    keys = {student.pk for student in students}
    marked = [
        f"{row.student.name} ({_MARKS[row.was_present]})" for row in rows if row.student_id in keys
    ]
    if not marked:
        return ""
    return f"Somebody else has marked {listed(marked)} meanwhile. That stands unless you change it."


def names_words(new: Sequence[Any], unclear: Mapping[str, int]) -> str:
    """Who was put on the register by name, and whom a name does not make clear.

    unclear: name to how many students are called so.
    """
    told = []
    if new:
        are = "is" if len(new) == 1 else "are"
        told.append(f"{listed([one.name for one in new])} {are} on the register, marked as here.")
    for name, many in unclear.items():
        who = f"{many} students are called" if many else "Nobody you see is called"
        told.append(f"{who} “{name}”. Look for the student, then take the name off.")
    return " ".join(told)
