"""Joining parents and carers to a student, and parting them again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import RoleHolding
from fingerpost.accounts.services.roles import end_role, give_role
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import FamilyLink, Student
from .errors import InvalidChange


@transaction.atomic
def add_parent(
    *, student: Student, name: str, email: str, relationship: str, by: Any
) -> tuple[FamilyLink, bool]:
    """Let a parent or carer see what a student shares; also whether the link is new.

    Raises InvalidChange.
    """
    if student.person is not None and student.person.email.lower() == email.lower():
        raise InvalidChange("This is the student's own address.")
    holding, _ = give_role(email=email, name=name, role=Role.PARENT, school=student.school, by=by)
    link, is_new = FamilyLink.objects.get_or_create(
        person=holding.person,
        student=student,
        ended_on=None,
        defaults={"relationship": relationship, "name_here": name},
    )
    if is_new:
        audit.record(by=by, deed=Deed.ADDED, subject=link, school=student.school, student=student)
    return link, is_new


@transaction.atomic
def remove_parent(*, link: FamilyLink, by: Any) -> None:
    """End a link from today. A parent with no other child here loses the role. Safe to repeat."""
    ended = FamilyLink.objects.filter(pk=link.pk, ended_on__isnull=True).update(
        ended_on=timezone.localdate()
    )
    if not ended:
        return
    student = link.student
    audit.record(by=by, deed=Deed.REMOVED, subject=link, school=student.school, student=student)
    others = FamilyLink.objects.filter(
        person=link.person, ended_on__isnull=True, student__school=student.school
    )
    if not others.exists():
        held = RoleHolding.objects.filter(
            person=link.person, school=student.school, role=Role.PARENT, ends_on__isnull=True
        )
        for holding in held:
            end_role(holding=holding, by=by)


@transaction.atomic
def show_coming(*, student: Student, by: Any) -> bool:
    """Let the student's family see what is coming up for them; False when they could already."""
    done = Student.objects.filter(pk=student.pk, coming_shared_at__isnull=True).update(
        coming_shared_at=timezone.now()
    )
    if done:
        audit.record(by=by, deed=Deed.SHARED, subject=student, student=student)
    return bool(done)


@transaction.atomic
def hide_coming(*, student: Student, by: Any) -> bool:
    """Undo `show_coming`; False when the family does not see it."""
    done = Student.objects.filter(pk=student.pk, coming_shared_at__isnull=False).update(
        coming_shared_at=None
    )
    if done:
        audit.record(by=by, deed=Deed.UNDID, subject=student, student=student)
    return bool(done)
