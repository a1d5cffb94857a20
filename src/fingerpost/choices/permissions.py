"""Whose choices and applications a viewer may read or change."""

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import children, own_student

from .models import Application, Document


def own_applications(viewer: Viewer) -> QuerySet[Application]:
    """The viewer's own applications, those put away too; nobody else may change them."""
    student = own_student(viewer)
    if student is None:
        return Application.objects.none()
    return Application.objects.filter(student=student)


def own_documents(viewer: Viewer) -> QuerySet[Document]:
    """What the viewer writes about themselves; nobody else reads it here."""
    student = own_student(viewer)
    if student is None:
        return Document.objects.none()
    return Document.objects.filter(student=student)


def applications_shared_with(viewer: Viewer) -> QuerySet[Application]:
    """The applications that the viewer's children show their family."""
    return Application.objects.filter(
        student__in=children(viewer).order_by().values("pk"),
        shared_with_family_at__isnull=False,
        removed_at__isnull=True,
    )
