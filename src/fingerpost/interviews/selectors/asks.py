"""Reading what staff have asked for."""

from collections.abc import Iterable

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students

from ..enums import AskKind
from ..models import Ask, InterviewRecord


def interviews_asked_for(viewer: Viewer) -> QuerySet[Ask]:
    """For which of the viewer's students an interview is asked, those waiting longest first."""
    return (
        Ask.objects.filter(
            kind=AskKind.INTERVIEW,
            met_at__isnull=True,
            student__in=guidance_students(viewer).values("pk"),
            student__left_on__isnull=True,
        )
        .select_related("student__tutor_group", "asked_by")
        .order_by("asked_at", "id")
    )


def unread_records(student: Student) -> QuerySet[InterviewRecord]:
    """A student's records that they have not said to have read, newest first."""
    return InterviewRecord.objects.filter(
        interview__student=student, finished_at__isnull=False, acknowledged_at__isnull=True
    ).order_by("-interview__starts_at", "-id")


def record_to_read(student: Student) -> InterviewRecord | None:
    """The record that staff have asked a student to read."""
    asked = Ask.objects.filter(
        student=student, kind=AskKind.READ_RECORD, met_at__isnull=True
    ).exists()
    return unread_records(student).first() if asked else None


def with_unread_records(students: Iterable[Student]) -> list[Student]:
    """Those of the students who have a record that they have not said to have read."""
    found = list(students)
    waiting = InterviewRecord.objects.filter(
        interview__student__in=found, finished_at__isnull=False, acknowledged_at__isnull=True
    )
    unread = set(waiting.order_by().values_list("interview__student_id", flat=True))
    return [student for student in found if student.pk in unread]
