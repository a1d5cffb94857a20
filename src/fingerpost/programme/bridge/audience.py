"""From audiences to students, by way of the ledger's measures."""

import datetime as dt
from typing import Any

from fingerpost.ledger import bridge as ledger
from fingerpost.ledger.permissions import may_ask
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll

from ..selectors.audience import Audience, in_years_and_groups

# Of a mean or a sum there is no side to be on.
_WITH_SIDES = "students"


def measures_with_sides(viewer: Any, on: dt.date) -> list[Any]:
    """The measures in force on a day that the viewer may ask and that count students, by title."""
    found = [
        one for one in ledger.catalogue(on) if one.unit == _WITH_SIDES and may_ask(viewer, one)
    ]
    return sorted(found, key=lambda one: one.title)


def measures_by_name(on: dt.date) -> dict[str, Any]:
    """Every measure in force on a day: what audiences are called by."""
    return {one.name: one for one in ledger.catalogue(on)}


def measure_named(viewer: Any, name: str, on: dt.date) -> Any | None:
    """One of `measures_with_sides`, or None."""
    found = ledger.find(name, on)
    if found is None or found.unit != _WITH_SIDES or not may_ask(viewer, found):
        return None
    return found


def students_for(viewer: Any, audience: Audience, on: dt.date) -> list[Student]:
    """The viewer's students on the roll whom an audience takes in, by name.

    Nobody where its measure is no longer in force, or not one the viewer may ask.
    """
    students = in_years_and_groups(students_on_roll(guidance_students(viewer), on), audience)
    found = students.select_related("tutor_group").order_by("family_name", "given_name", "id")
    if not audience.measure:
        return list(found)
    if measure_named(viewer, audience.measure, on) is None:
        return []
    side: Any = audience.side
    wanted = set(ledger.question(viewer, on).students(audience.measure, side))
    return [student for student in found if student.pk in wanted]


def is_for(student: Student, audience: Audience, on: dt.date) -> bool:
    """Whether an audience takes in one student."""
    if not audience.has_place_for(student):
        return False
    if not audience.measure:
        return True
    if ledger.find(audience.measure, on) is None:
        return False
    answers = ledger.answers_for(student.school, on, [student.pk])
    side: Any = audience.side
    return student.pk in answers.students(audience.measure, side)
