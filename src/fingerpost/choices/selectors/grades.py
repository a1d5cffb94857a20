"""Reading predicted grades."""

from collections.abc import Iterable

from django.db.models import QuerySet

from ..models import PredictedGrade


def latest_grades(students: Iterable[int]) -> dict[int, list[PredictedGrade]]:
    """The latest grade in each subject, by student and in the order of subjects; one query."""
    found = PredictedGrade.objects.filter(student__in=list(students))
    latest: dict[int, dict[str, PredictedGrade]] = {}
    for one in found.order_by("predicted_on", "id"):
        latest.setdefault(one.student_id, {})[one.subject.casefold()] = one
    return {
        pk: [by_subject[name] for name in sorted(by_subject)] for pk, by_subject in latest.items()
    }


def grades_of(student: int) -> QuerySet[PredictedGrade]:
    """All predicted grades of one student, earlier ones too."""
    return PredictedGrade.objects.filter(student=student).select_related("student")


def grades_by_subject(student: int) -> dict[str, int]:
    """One student's latest predicted grades, by subject in small letters."""
    found = latest_grades([student]).get(student, [])
    return {one.subject.casefold(): one.grade for one in found}
