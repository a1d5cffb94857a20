"""Whose ideas a viewer may read or change."""

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import children, own_student

from .models import Idea


def own_ideas(viewer: Viewer) -> QuerySet[Idea]:
    """The viewer's own ideas, dropped ones too; nobody else may change them."""
    student = own_student(viewer)
    if student is None:
        return Idea.objects.none()
    return Idea.objects.filter(student=student)


def shared_with(viewer: Viewer) -> QuerySet[Idea]:
    """Ideas that the viewer's children share with their family."""
    return Idea.objects.filter(
        student__in=children(viewer).order_by(),
        shared_with_family_at__isnull=False,
        dropped_at__isnull=True,
    )
