"""Bringing in predicted grades; how many are good goes into the ledger for measures to read."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.grades import USUAL_SOURCE, Read, Row, read
from fingerpost.exchange.lines import line_of
from fingerpost.ledger import services as ledger
from fingerpost.ledger.models import Entry
from fingerpost.lists.enums import ListOf
from fingerpost.lists.keeping import Asked, Keeper, Wish
from fingerpost.lists.services.taking import forget_rows
from fingerpost.students.models import Student

from ..models import PredictedGrade
from ..selectors.grades import latest_grades

KIND = "grades_predicted"
GOOD = 5
_Key = tuple[int, str, dt.date | None]


def grade_list(*, school: Any, students: QuerySet[Student]) -> Keeper:
    """How predicted grades of these students are read from a file and kept.

    One grade for each student, subject and day: the file corrects it, or takes it out.
    """
    return Keeper(
        of=ListOf.GRADES,
        school=school,
        model=PredictedGrade,
        read=lambda data: read(data, timezone.localdate()),
        ask=lambda said: _ask(students, said),
        fields={"grade": "Grade", "source": "From", "predicted_on": "Day"},
        after=_tell_of,
    )


def _ask(students: QuerySet[Student], said: Read[Row]) -> Asked:
    wanted = {row.upn for row in said.rows}
    by_upn = {one.upn: one for one in students.exclude(upn="") if one.upn in wanted}
    kept = _kept(one.pk for one in by_upn.values())
    wishes: list[Wish] = []
    problems = list(said.problems)
    for row in said.rows:
        student = by_upn.get(row.upn)
        if student is None:
            problems.append(f"Line {row.line}: nobody on the roll has the UPN “{row.upn}”.")
        elif row.grade is not None:
            wishes.append(_wish(student, row, kept))
        elif going := _to_go(student, row, kept):
            wishes += going
        else:
            problems.append(f"Line {row.line}: there is no such grade to take out.")
    return Asked(wishes, sorted(problems, key=line_of))


def _wish(student: Student, row: Row, kept: Mapping[_Key, PredictedGrade]) -> Wish:
    key = (student.pk, row.subject.casefold(), row.predicted_on)
    there = kept.get(key)
    values: dict[str, Any] = {"grade": row.grade, "source": row.source}
    if there is None:
        values |= {
            "school_id": student.school_id,
            "student_id": student.pk,
            "subject": row.subject,
            "predicted_on": row.predicted_on,
        }
    elif row.source == USUAL_SOURCE and row.grade == there.grade:
        # A file that does not say where a grade is from says nothing against what is known.
        del values["source"]
    return Wish(row.line, key, f"{student.name}: {row.subject}", values, there)


def _to_go(student: Student, row: Row, kept: Mapping[_Key, PredictedGrade]) -> list[Wish]:
    return [
        Wish(row.line, key, f"{student.name}: {one.subject}", None, one)
        for key, one in kept.items()
        if key[:2] == (student.pk, row.subject.casefold())
        and row.predicted_on in (None, one.predicted_on)
    ]


def _kept(students: Iterable[int]) -> dict[_Key, PredictedGrade]:
    found = PredictedGrade.objects.filter(student__in=list(students))
    return {(one.student_id, one.subject.casefold(), one.predicted_on): one for one in found}


def _tell_of(rows: Collection[PredictedGrade], by: Any) -> None:
    keys = {row.student_id for row in rows}
    tell_good(students=Student.objects.in_bulk(keys), by=by)


@transaction.atomic
def take_out(*, grade: PredictedGrade, by: Any) -> bool:
    """Take out one predicted grade, a wrong one; False when that was done before."""
    student = grade.student
    done, _ = PredictedGrade.objects.filter(pk=grade.pk).delete()
    if done:
        tell_good(students={student.pk: student}, by=by)
        audit.record(by=by, deed=Deed.REMOVED, subject=grade, student=student)
    return bool(done)


def forget_students(*, school: Any, students: Collection[int], **_: Any) -> int:
    """Forget what undoing a list would need of these students' grades."""
    gone = set(students)
    return forget_rows(
        school=school, of=ListOf.GRADES, is_about=lambda row: row["student_id"] in gone
    )


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
