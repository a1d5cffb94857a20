"""Tutor groups, as a school keeps them by hand; imports make those they need."""

from typing import Any

from django.db import IntegrityError, transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.schools.models import School
from fingerpost.schools.services import roll_changed

from ..models import Student, TutorGroup
from .errors import InvalidChange


def save_group(
    *, school: School, group: TutorGroup | None, name: str, year_group: int, by: Any
) -> TutorGroup:
    """Add a tutor group, or change one. Raises InvalidChange when the year has one of that name."""
    try:
        with transaction.atomic():
            roll_changed(school.pk)
            deed = Deed.CHANGED if group else Deed.ADDED
            group = group or TutorGroup(school=school)
            group.name, group.year_group = name, year_group
            group.save()
            audit.record(by=by, deed=deed, subject=group)
            return group
    except IntegrityError as error:
        raise InvalidChange(
            f"Year {year_group} has a tutor group called {name} already."
        ) from error


@transaction.atomic
def remove_group(*, group: TutorGroup, by: Any) -> None:
    """Remove a tutor group that nobody is in. Raises InvalidChange."""
    roll_changed(group.school_id)
    if Student.objects.filter(tutor_group=group).exists():
        raise InvalidChange("There are students in this tutor group. Move them first.")
    audit.record(by=by, deed=Deed.REMOVED, subject=group)
    group.delete()
