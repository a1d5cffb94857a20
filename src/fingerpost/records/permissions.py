"""Whose record a viewer may make into a file, and for whom one may be read in."""

from django.db.models import QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students

from .models import RecordImport


def imports_run_by(viewer: Viewer) -> QuerySet[RecordImport]:
    """Record files of the school's students; for careers leaders only, who read guidance.

    Not for administrators: they keep the roll, and guidance is not theirs to read. Not for
    students: a file is not signed, and what it says would count as had.
    """
    if not viewer.has(Role.CAREERS_LEADER):
        return RecordImport.objects.none()
    return RecordImport.objects.filter(
        school=viewer.school, student__in=guidance_students(viewer).values("pk")
    ).select_related("student", "made_by")


def may_read_in(viewer: Viewer, student: Student) -> bool:
    """Whether the viewer may read a record file in for a student, who is on the roll."""
    return viewer.has(Role.CAREERS_LEADER) and student.left_on is None
