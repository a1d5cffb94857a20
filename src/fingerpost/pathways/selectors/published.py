"""Reading the published assessment and a student's answers to it."""

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import own_student

from ..models import PublishedAnswers, PublishedAssessment


def assessment_in_use() -> PublishedAssessment | None:
    """The assessment that was loaded last; None where none is."""
    return PublishedAssessment.objects.first()


def own_answers(viewer: Viewer, assessment: PublishedAssessment) -> QuerySet[PublishedAnswers]:
    """The viewer's own answers to this assessment, the newest first."""
    student = own_student(viewer)
    if student is None:
        return PublishedAnswers.objects.none()
    return PublishedAnswers.objects.filter(student=student, edition=assessment.edition)
