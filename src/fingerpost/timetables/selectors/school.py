"""What the forms about timetables offer and propose of a school."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from fingerpost.schools.models import Room, Term
from fingerpost.students.models import Student

# Where no terms are entered, a timetable is proposed for so long.
A_TERM = dt.timedelta(weeks=12)


def term_ends_on(school: Any, day: dt.date) -> dt.date:
    """The last day of the term that a day is in or before."""
    found = (
        Term.objects.filter(academic_year__school=school, ends_on__gt=day)
        .order_by("ends_on")
        .values_list("ends_on", flat=True)
        .first()
    )
    return found or day + A_TERM


def names_of_rooms(school: Any) -> dict[int, str]:
    """Room to name."""
    return dict(Room.objects.filter(school=school).values_list("pk", "name"))


def named_students(school: Any, keys: Collection[int]) -> list[Student]:
    """These students of a school, by tutor group and name."""
    return list(
        Student.objects.filter(school=school, pk__in=keys)
        .select_related("tutor_group")
        .order_by("year_group", "tutor_group__name", "family_name", "given_name", "id")
    )
