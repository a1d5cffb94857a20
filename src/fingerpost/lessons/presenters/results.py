"""What came of a lesson: who wrote a step, who did not, how the group's ideas moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost.common.days import day_words
from fingerpost.web.tables import Cell, Column, Row, Table

from .. import bridge
from .entries import sector_labels


def wrote_table(students: Sequence[Any], steps: Mapping[int, Any]) -> Table:
    """Those who wrote a step, each with it and its day."""
    return Table(
        caption="Wrote a step",
        columns=[Column("Student"), Column("What they will do"), Column("By", plain=True)],
        rows=[
            Row([_student(one), steps[one.pk].what, day_words(steps[one.pk].due_on)])
            for one in students
            if one.pk in steps
        ],
        empty="Nobody yet.",
        people=True,
    )


def without_table(students: Sequence[Any], steps: Mapping[int, Any]) -> Table:
    """Those who have written none, each with a way to write one together."""
    address = reverse("interviews:action_add")
    return Table(
        caption="No step yet",
        columns=[Column("Student"), Column("Help", actions=True)],
        rows=[
            Row(
                [
                    _student(one),
                    Cell(
                        "Write one together",
                        url=f"{address}?{urlencode({'student': one.pk})}",
                        about=f"with {one.name}",
                    ),
                ]
            )
            for one in students
            if one.pk not in steps
        ],
        empty="Everybody has written one.",
        people=True,
    )


def _student(one: Any) -> Cell:
    return Cell(one.name, url=reverse("home:guidance_record", args=[one.pk]))


@dataclass(frozen=True)
class Moved:
    """How a group's ideas moved. new: saved since; sectors: labels nobody had looked at before."""

    new: int
    students: str
    sectors: Sequence[str]
    before: int
    now: int


def moved(before: Sequence[Any], since: Sequence[Any], of: int, threshold: int) -> Moved:
    """What was saved since a lesson began, against what had been saved before."""
    labels = sector_labels(for_students=False)
    had, came = bridge.sectors_in(before), bridge.sectors_in(since)
    found = bridge.count(len({one.student for one in since}), of, threshold)
    words = "nobody" if found.number == 0 else f"fewer than {threshold} students"
    if found.is_most:
        words = "nearly everybody"
    elif found.number:
        words = f"about {found.number} students"
    return Moved(
        len(since),
        words,
        [label for name, label in labels.items() if name in came - had],
        len(had),
        len(had | came),
    )
