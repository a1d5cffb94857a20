"""Bringing in predicted grades; how many are good goes into the ledger for measures to read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger
from fingerpost.ledger.models import Entry

from ..models import PredictedGrade
from ..selectors.grades import latest_grades

KIND = "grades_predicted"
GOOD = 5


@transaction.atomic
def bring_in(*, school: Any, rows: Iterable[tuple[Any, Any]], by: Any) -> tuple[int, int]:
    """Keep predicted grades, given as (student, row of the file); tells how many are new or
    changed, and how many were there before.

    One grade for each student, subject and day: the newer file corrects it. Safe to repeat.
    """
    rows = list(rows)
    students = {student.pk: student for student, _ in rows}
    kept = _kept(students)
    new: dict[tuple[Any, ...], PredictedGrade] = {}
    again = changed = 0
    for student, row in rows:
        key = (student.pk, row.subject.casefold(), row.predicted_on)
        there = new.get(key) or kept.get(key)
        if there is None:
            new[key] = PredictedGrade(
                school_id=school.pk,
                student=student,
                subject=row.subject,
                grade=row.grade,
                source=row.source,
                predicted_on=row.predicted_on,
            )
        elif there.pk is not None and there.grade == row.grade:
            again += 1
        else:
            there.grade, there.source = row.grade, row.source
            if there.pk is not None:
                there.save(update_fields=["grade", "source"])
            changed += 1
    PredictedGrade.objects.bulk_create(new.values(), batch_size=500)
    if new or changed:
        tell_good(students=students, by=by)
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        school=school,
        label="Predicted grades",
        details={"new": len(new), "changed": changed, "again": again, "students": len(students)},
    )
    return len(new) + changed, again


def _kept(students: Mapping[int, Any]) -> dict[tuple[Any, ...], PredictedGrade]:
    found = PredictedGrade.objects.filter(student__in=list(students))
    return {(one.student_id, one.subject.casefold(), one.predicted_on): one for one in found}


def _about(student_id: int) -> str:
    return f"grades:{student_id}"


def tell_good(*, students: Mapping[int, Any], by: Any) -> None:
    """One standing line for each student with grades: how many of their latest are good."""
    today = timezone.localdate()
    standing = Entry.objects.filter(
        kind=KIND,
        about__in=[_about(pk) for pk in students],
        superseded_by__isnull=True,
        is_void=False,
    )
    before = {entry.student_id: entry for entry in standing.order_by("id")}
    latest = latest_grades(students)
    fresh: list[ledger.Line] = []
    corrections: list[tuple[Entry, ledger.Line | None]] = [
        (entry, None) for pk, entry in before.items() if pk not in latest
    ]
    for pk, grades in latest.items():
        line = ledger.Line(
            student=students[pk],
            kind=KIND,
            happened_on=today,
            about=_about(pk),
            strength=sum(one.grade >= GOOD for one in grades),
        )
        if pk not in before:
            fresh.append(line)
        elif before[pk].strength != line.strength:
            corrections.append((before[pk], line))
    ledger.record(fresh, by=by)
    ledger.correct_many(corrections, by=by)
