"""Changing one student's line on the roll by hand."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.schools.models import School
from fingerpost.schools.services import roll_changed

from ..models import CharacteristicValue, Student
from .errors import InvalidChange
from .leavers import settle_sign_ins
from .writing import note_former_upns

BY_HAND = "Entered by hand"


def add_student(*, school: School, values: Mapping[str, Any], by: Any) -> Student:
    """Put one student on the roll. Raises InvalidChange, and then nothing is changed."""
    known = _known_by_upn(school, values.get("upn", ""))
    if known is not None:
        left = f", who left on {known.left_on:%-d %B %Y}," if known.left_on else ""
        raise InvalidChange(
            f"{known.name}{left} has this UPN already. Find them on the roll instead."
        )
    with transaction.atomic():
        roll_changed(school.pk)
        student = Student(school=school, **values)
        if student.tutor_group is not None and student.tutor_group.school_id != school.pk:
            raise InvalidChange("This tutor group is of another school.")
        student.save()
        audit.record(by=by, deed=Deed.ADDED, subject=student, student=student)
        return student


def _known_by_upn(school: School, upn: str) -> Student | None:
    if not upn:
        return None
    named = Student.objects.filter(school=school)
    return named.filter(Q(upn=upn) | Q(former_upns__upn=upn)).first()


def update_line(*, student: Student, changes: Mapping[str, Any], by: Any) -> list[str]:
    """Set fields of a student's line; the names of those that changed are the result.

    Raises InvalidChange, and then nothing is changed.
    """
    try:
        with transaction.atomic():
            return _update_line(student, changes, by)
    except IntegrityError as error:
        raise InvalidChange(
            "Another student has this UPN or student number, or the dates do not fit: the date "
            "left cannot be before the date joined."
        ) from error


def _update_line(student: Student, changes: Mapping[str, Any], by: Any) -> list[str]:
    roll_changed(student.school_id)
    line = Student.objects.get(pk=student.pk)
    changed = [name for name, value in changes.items() if getattr(line, name) != value]
    for name in changed:
        setattr(line, name, changes[name])
    if line.tutor_group is not None and line.tutor_group.school_id != line.school_id:
        raise InvalidChange("This tutor group is of another school.")
    if "upn" in changed:
        note_former_upns([(line.pk, student.upn)], timezone.localdate())
    if changed:
        line.save(update_fields=changed)
        audit.record(
            by=by, deed=Deed.CHANGED, subject=line, student=line, details={"fields": changed}
        )
    if "left_on" in changed:
        settle_sign_ins(school=line.school, today=timezone.localdate(), by=by)
    return changed


@transaction.atomic
def set_characteristics(*, student: Student, values: Mapping[str, str], by: Any) -> list[str]:
    """Set what is known of a student, by kind; an empty text means not known.

    What was known before is closed, not overwritten. Kinds that are not named stay as they are.
    The kinds that changed are the result.
    """
    roll_changed(student.school_id)
    today = timezone.localdate()
    current = {
        value.kind: value
        for value in CharacteristicValue.objects.filter(student=student, until_on__isnull=True)
    }
    changed = [
        kind
        for kind, text in values.items()
        if text != (current[kind].value if kind in current else "")
    ]
    for kind in changed:
        _replace(student, current.get(kind), kind, values[kind], today)
    if changed:
        audit.record(
            by=by, deed=Deed.CHANGED, subject=student, student=student, details={"kinds": changed}
        )
    return changed


def _replace(
    student: Student, old: CharacteristicValue | None, kind: str, text: str, today: dt.date
) -> None:
    if old is not None:
        old.until_on = today
        old.save(update_fields=["until_on"])
    if text:
        CharacteristicValue.objects.create(
            student=student, kind=kind, value=text, source=BY_HAND, from_on=today
        )
