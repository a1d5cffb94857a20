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

# What follows from each way of letting students in, said before it is done.
WILL_FOLLOW = {
    "email": "Each gets a sign-in and a letter with a link to choose a password. A letter that "
    "has been sent cannot be called back.",
    "again": "Each gets another letter. A letter that has been sent cannot be called back.",
    "slips": "Each gets a code, shown once on the next page to be printed. The codes of slips "
    "made before stop working.",
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
            held.person.student.group_or_year,
            names.shown(held.person.email),
            code,
        )
        for held, code in made
    ]


def progress(states: Iterable[str]) -> list[tuple[str, str]]:
    """How many students are how far, those furthest first."""
    counts = Counter(states)
    return [(label, f"{counts[state]:,}") for state, (label, _) in _STATES.items() if counts[state]]


@dataclass(frozen=True)
class WayIn:
    """A button that lets students in."""

    todo: str
    label: str
    style: str


def ways_in(students: Iterable[Any], states: Mapping[int, str]) -> list[WayIn]:
    """What can be done for these students now, each with how many it is for."""
    mailed = Counter(states[student.pk] for student in students if student.email)
    on_paper = sum(not one.email and states[one.pk] != "in" for one in students)
    wanted = [
        ("email", mailed["none"] + mailed["made"] + mailed["failed"], "Invite {} by e-mail"),
        ("slips", on_paper, "Make slips for {} without e-mail"),
        ("again", mailed["sent"], "Send again to {} who have not come yet"),
    ]
    found = [(todo, label.format(_students(number))) for todo, number, label in wanted if number]
    return [
        WayIn(todo, label, "govuk-button--secondary" if place else "")
        for place, (todo, label) in enumerate(found)
    ]


def _students(number: int) -> str:
    return f"{number:,} student{'' if number == 1 else 's'}"


def sign_ins_table(students: Iterable[Any], states: Mapping[int, str]) -> Table:
    """One row per student."""
    return Table(
        caption="Students",
        hide_caption=True,
        columns=[Column("Name"), Column("Tutor group"), Column("Signs in with"), Column("Sign-in")],
        rows=[
            [
                name_cell(student),
                student.group_or_year,
                names.shown(student.person.email) if student.person else student.email or None,
                Cell("", tag=_STATES[states[student.pk]][0], tone=_STATES[states[student.pk]][1]),
            ]
            for student in students
        ],
        empty="Nobody on the roll fits.",
    )
