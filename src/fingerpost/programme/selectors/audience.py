"""Whom an activity is for: years, tutor groups, and perhaps one side of a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from fingerpost.students.models import Student, TutorGroup

SIDES = {"not_counted": "those not counted", "counted": "those counted"}


@dataclass(frozen=True)
class Audience:
    """The students of any of these years or tutor groups (everybody where none is named); of
    them, where a measure is named, only those on one side of it.
    """

    years: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    measure: str = ""
    side: str = "not_counted"

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Audience":
        """The audience that `Activity.audience` holds."""
        return cls(
            tuple(kept.get("years", ())),
            tuple(kept.get("groups", ())),
            kept.get("measure", ""),
            kept.get("side", "not_counted"),
        )

    def to_store(self) -> dict[str, Any]:
        """As `Activity.audience` holds it: what is not said is left out."""
        kept: dict[str, Any] = {"years": list(self.years), "groups": list(self.groups)}
        if self.measure:
            kept |= {"measure": self.measure, "side": self.side}
        return {name: value for name, value in kept.items() if value}

    def has_place_for(self, student: Student) -> bool:
        """Whether a student is in one of the years or groups, whatever the measure says."""
        if not self.years and not self.groups:
            return True
        return student.year_group in self.years or student.tutor_group_id in self.groups


def in_years_and_groups(students: QuerySet[Student], audience: Audience) -> QuerySet[Student]:
    """Those of `students` in the years or groups of an audience; all where it names none."""
    if not audience.years and not audience.groups:
        return students
    return students.filter(Q(year_group__in=audience.years) | Q(tutor_group__in=audience.groups))


def groups_within(school: Any, audience: Audience) -> QuerySet[TutorGroup]:
    """The tutor groups that an audience takes in, by year group and name."""
    groups = TutorGroup.objects.filter(school=school).order_by("year_group", "name", "id")
    if not audience.years and not audience.groups:
        return groups
    return groups.filter(Q(year_group__in=audience.years) | Q(pk__in=audience.groups))
