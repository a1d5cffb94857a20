"""Sign-ins of many students as pages show them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost.accounts import names
from fingerpost.web.tables import Cell, Column, Table

from .words import name_cell

_STATES = {
    "in": ("Signs in", "good"),
    "sent": ("Told how", ""),
    "waiting": ("Waiting to be sent", "warn"),
    "sending": ("Being sent", "warn"),
    "failed": ("Could not be sent", "bad"),
    "made": ("Not told yet", "warn"),
    "none": ("No sign-in yet", "quiet"),
}


@dataclass(frozen=True)
class Slip:
    """One slip of paper."""

    name: str
    group: str
    sign_in: str
    code: str


def slips(made: Iterable[tuple[Any, str]]) -> list[Slip]:
    """What is printed on each slip."""
    return [
        Slip(
            held.person.student.name,
            str(held.person.student.tutor_group or f"Year {held.person.student.year_group}"),
            names.shown(held.person.email),
            code,
        )
        for held, code in made
    ]


def progress(states: Iterable[str]) -> list[tuple[str, str]]:
    """How many students are how far, those furthest first."""
    counts = Counter(states)
    return [(label, f"{counts[state]:,}") for state, (label, _) in _STATES.items() if counts[state]]


def sign_ins_table(students: Iterable[Any], states: Mapping[int, str]) -> Table:
    """One row per student."""
    return Table(
        caption="Students",
        hide_caption=True,
        columns=[Column("Name"), Column("Tutor group"), Column("Signs in with"), Column("How far")],
        rows=[
            [
                name_cell(student),
                student.tutor_group.name if student.tutor_group else f"Year {student.year_group}",
                names.shown(student.person.email) if student.person else student.email or None,
                Cell("", tag=_STATES[states[student.pk]][0], tone=_STATES[states[student.pk]][1]),
            ]
            for student in students
        ],
        empty="Nobody on the roll fits.",
    )
