"""Groups that a share of places may be reserved for, and who is in them.

Most are sensitive: they are for whoever runs a round, and never shown to students.
"""

from collections.abc import Collection, Iterable
from typing import Any

from fingerpost.students.enums import YES, Characteristic
from fingerpost.students.models import CharacteristicValue, Student
from fingerpost.students.selectors import tutor_groups

# Groups by a characteristic, with the values that put a student into them.
_BY_CHARACTERISTIC: dict[Characteristic, tuple[str, ...]] = {
    Characteristic.PUPIL_PREMIUM: (YES,),
    Characteristic.FREE_SCHOOL_MEALS: (YES,),
    Characteristic.SEN_PROVISION: ("K", "E"),
    Characteristic.EHC_PLAN: (YES,),
    Characteristic.DISABILITY: (YES,),
    Characteristic.IN_CARE: (YES,),
    Characteristic.YOUNG_CARER: (YES,),
}
_YEAR, _GROUP = "year:", "group:"


def groups_offered(school: Any) -> list[tuple[str, str]]:
    """Key and label of every group that a share may be reserved for."""
    by_characteristic = [(one.value, one.label) for one in _BY_CHARACTERISTIC]
    groups = list(tutor_groups(school))
    years = sorted({group.year_group for group in groups})
    return [
        *by_characteristic,
        *((f"{_YEAR}{year}", f"Year {year}") for year in years),
        *((f"{_GROUP}{group.pk}", f"Tutor group {group.name}") for group in groups),
    ]


def groups_of(students: Collection[Student], wanted: Iterable[str]) -> dict[int, list[str]]:
    """Which of the wanted groups each student is in, by student; in no group: not in the result."""
    wanted = set(wanted)
    found: dict[int, set[str]] = {}
    for student in students:
        here = {f"{_YEAR}{student.year_group}", f"{_GROUP}{student.tutor_group_id}"} & wanted
        if here:
            found[student.pk] = here
    kinds = [one for one in _BY_CHARACTERISTIC if one.value in wanted]
    known = CharacteristicValue.objects.filter(
        student__in=[student.pk for student in students], kind__in=kinds, until_on__isnull=True
    )
    for pk, kind, value in known.order_by().values_list("student_id", "kind", "value"):
        if value in _BY_CHARACTERISTIC[Characteristic(kind)]:
            found.setdefault(pk, set()).add(kind)
    return {pk: sorted(keys) for pk, keys in found.items()}
