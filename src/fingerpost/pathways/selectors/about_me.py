"""Reading a student's answers about themselves."""

from typing import Any

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import own_student

from ..models import SelfAssessment


def own_assessments(viewer: Viewer) -> QuerySet[SelfAssessment]:
    """The viewer's own answers, the newest first."""
    student = own_student(viewer)
    if student is None:
        return SelfAssessment.objects.none()
    return SelfAssessment.objects.filter(student=student).order_by("-begun_at", "-id")


def open_answers(viewer: Viewer) -> dict[str, int]:
    """What the viewer has answered and not finished yet; empty where nothing is begun."""
    found = own_assessments(viewer).filter(finished_at__isnull=True).first()
    return dict(found.answers) if found else {}


def answers_that_count(viewer: Viewer) -> dict[str, Any]:
    """The viewer's newest answer to every statement, from whichever time they answered it last."""
    said: dict[str, Any] = {}
    for one in reversed(list(own_assessments(viewer))):
        said |= one.answers
    return said


def finished(viewer: Viewer) -> list[SelfAssessment]:
    """The times that the viewer answered everything, the newest first."""
    return list(own_assessments(viewer).filter(finished_at__isnull=False))
