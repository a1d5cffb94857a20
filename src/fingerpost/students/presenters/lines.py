"""The roll and its lines as pages show them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import Characteristic, Sex
from .words import code_words, name_cell

ROLL = ("Roll", "/roll/")


def day(on: dt.date | None) -> str | None:
    """A date as pages write it: 3 October 2026."""
    return date_format(on, "j F Y") if on else None


def roll_table(students: Iterable[Any], on: dt.date) -> Table:
    """One row per student."""
    return Table(
        caption="Students",
        hide_caption=True,
        columns=[Column("Name"), Column("Year"), Column("Tutor group"), Column("UPN")],
        rows=[
            Row(
                [
                    _name(student, on),
                    student.year_group,
                    student.tutor_group.name if student.tutor_group else None,
                    student.upn or None,
                ],
                key=str(student.pk),
                name=student.name,
            )
            for student in students
        ],
        empty="No student fits. Clear the filter to see everyone.",
    )


def _name(student: Any, on: dt.date) -> Cell:
    has_left = student.left_on is not None and student.left_on <= on
    return name_cell(student, tag=f"Left {day(student.left_on)}" if has_left else "")


def identity_rows(student: Any) -> list[tuple[str, Any]]:
    """Who the student is."""
    return [
        ("First name", student.given_name),
        ("Surname", student.family_name),
        ("Preferred first name", student.preferred_name or student.given_name),
        ("Date of birth", day(student.born_on)),
        ("Sex", Sex(student.sex).label),
        ("Year group", student.year_group),
        ("Tutor group", student.tutor_group.name if student.tutor_group else None),
        ("Email address", student.email),
        ("UPN", student.upn),
        *_former_upns(student),
        ("ULN", student.uln),
        ("Number in your system", student.source_id),
        ("Date joined", day(student.joined_on)),
        ("Date left", day(student.left_on) or "On the roll"),
    ]


def _former_upns(student: Any) -> list[tuple[str, str]]:
    former = ", ".join(former.upn for former in student.former_upns.all())
    return [("Former UPNs", former)] if former else []


def characteristics_table(values: dict[str, Any], visible: Iterable[Characteristic]) -> Table:
    """What is known, each with where it is from and since when."""
    kinds = [kind for kind in Characteristic if kind in set(visible)]
    return Table(
        caption="What is known",
        hide_caption=True,
        columns=[Column("What"), Column("Known"), Column("From"), Column("Since")],
        rows=[_known(kind, values.get(kind.value)) for kind in kinds],
        empty="Your role sees nothing beyond the line above.",
    )


def _known(kind: Characteristic, value: Any) -> list[Any]:
    if value is None:
        return [kind.label, Cell("Not known"), None, None]
    return [kind.label, code_words(kind.value, value.value), value.source, day(value.from_on)]


def groups_table(groups: Iterable[Any]) -> Table:
    """The school's tutor groups."""
    return Table(
        caption="Tutor groups",
        hide_caption=True,
        columns=[
            Column("Name"),
            Column("Year"),
            Column("Students", number=True),
            Column("What to do", actions=True),
        ],
        rows=[
            [
                group.name,
                group.year_group,
                Cell(
                    group.size,
                    url=f"{reverse('students:roll')}?group={group.pk}",
                    about=f"students in {group.name}",
                    number=group.size,
                ),
                Cell(
                    "Change",
                    url=reverse("students:change_group", args=[group.pk]),
                    about=group.name,
                ),
            ]
            for group in groups
        ],
        empty="No tutor groups yet. They come with the roll, or add one below.",
    )
