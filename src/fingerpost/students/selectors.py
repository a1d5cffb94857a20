"""Reading the roll, for this app and those above it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from .enums import Characteristic, typed_value
from .models import CharacteristicValue, Student, TutorGroup

# The extract calls what is kept of a postcode by its name: the district.
_EXTRACT_NAMES = {Characteristic.POSTCODE.value: "postcode_district"}
_IDENTITY = {
    "student_id": "pk",
    "school_id": "school_id",
    "school_urn": "school__urn",
    "school_has_sixth_form": "school__has_sixth_form",
    "year_group": "year_group",
    "tutor_group": "tutor_group__name",
    "sex": "sex",
    "born_on": "born_on",
    "joined_on": "joined_on",
    "left_on": "left_on",
}


def students_on_roll(students: QuerySet[Student], on: dt.date) -> QuerySet[Student]:
    """Those of `students` on the roll on a day: joined by then, and not yet left.

    `left_on` is the first day a student is no longer on the roll.
    """
    return students.filter(joined_on__lte=on).filter(Q(left_on__isnull=True) | Q(left_on__gt=on))


def tutor_groups(school: Any) -> QuerySet[TutorGroup]:
    """A school's tutor groups, by year group and name."""
    return TutorGroup.objects.filter(school=school).order_by("year_group", "name", "id")


def current_characteristics(
    student_ids: Iterable[int], kinds: Iterable[str] | None = None
) -> dict[int, dict[str, CharacteristicValue]]:
    """What is known now of each student, by kind, in one query.

    A student of whom nothing is known is not in the result. `kinds` narrows it, as
    `permissions.visible_characteristics` asks.
    """
    values = CharacteristicValue.objects.filter(
        student_id__in=list(student_ids), until_on__isnull=True
    )
    if kinds is not None:
        values = values.filter(kind__in=list(kinds))
    found: dict[int, dict[str, CharacteristicValue]] = defaultdict(dict)
    for value in values:
        found[value.student_id][value.kind] = value
    return dict(found)


def roll_columns(school_ids: Sequence[int]) -> dict[str, list[Any]]:
    """The extract table `roll`, as columns of one length: one row per student ever on the roll.

    Rows are ordered by student. Values are int, bool, float, date or str, and None where not
    known. Takes two queries, whatever the number of students.
    """
    rows = list(
        Student.objects.filter(school_id__in=school_ids)
        .order_by("pk")
        .values_list(*_IDENTITY.values())
    )
    columns: dict[str, list[Any]] = {
        name: [row[at] for row in rows] for at, name in enumerate(_IDENTITY)
    }
    position = {student_id: at for at, student_id in enumerate(columns["student_id"])}
    by_kind: dict[str, list[Any]] = {kind.value: [None] * len(rows) for kind in Characteristic}
    current = CharacteristicValue.objects.filter(
        student__school_id__in=school_ids, until_on__isnull=True
    )
    for student_id, kind, text in current.order_by().values_list("student_id", "kind", "value"):
        at = position.get(student_id)  # None for a student who joined between the two queries
        if at is not None:
            by_kind[kind][at] = typed_value(kind, text)
    for kind, values in by_kind.items():
        columns[_EXTRACT_NAMES.get(kind, kind)] = values
    return columns
