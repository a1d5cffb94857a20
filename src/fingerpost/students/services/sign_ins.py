"""Giving students a sign-in."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from fingerpost.accounts import names
from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.schools.models import School

from ..models import Student
from ..selectors import sign_in_students
from .errors import InvalidChange


@transaction.atomic
def give_sign_in(*, student: Student, email: str, by: Any) -> Person:
    """Make a person of a student, who may then sign in with this address.

    Safe to repeat: a student who has a sign-in keeps it. Raises InvalidChange when the address is
    somebody else's.
    """
    student = Student.objects.select_related("person", "school").get(pk=student.pk)
    if student.person is not None:
        return student.person
    if Person.objects.filter(email__iexact=email).exists():
        raise InvalidChange(f"Somebody else signs in with {email}. A student needs their own.")
    student.email = student.email or email
    _join([student], {student.pk: email.lower()}, student.school, by)
    return Person.objects.get(student=student)


@transaction.atomic
def give_sign_ins(
    *, school: School, by: Any, within: Mapping[str, Any] | None = None
) -> tuple[int, list[Student]]:
    """Give the students on the roll who have an e-mail address a sign-in.

    `within` narrows it to a year or tutor group, as `sign_in_students` has it. The result is how
    many got one, and the students who did not because their address is somebody else's too.
    Safe to repeat.
    """
    waiting = list(
        sign_in_students(school, timezone.localdate(), within or {})
        .filter(person__isnull=True)
        .exclude(email="")
    )
    emails = {student.pk: student.email.lower() for student in waiting}
    times = Counter(emails.values())
    taken = set(Person.objects.values_list(Lower("email"), flat=True)) & times.keys()
    free = [s for s in waiting if emails[s.pk] not in taken and times[emails[s.pk]] == 1]
    if free:
        _join(free, emails, school, by)
    left_out = {student.pk for student in waiting} - {student.pk for student in free}
    return len(free), [student for student in waiting if student.pk in left_out]


@transaction.atomic
def give_sign_in_names(*, school: School, by: Any, within: Mapping[str, Any]) -> int:
    """Give the students on the roll who have no e-mail address a sign-in with a name.

    `within` is as for `give_sign_ins`; the result is how many got one. Safe to repeat.
    """
    waiting = list(
        sign_in_students(school, timezone.localdate(), within).filter(person__isnull=True, email="")
    )
    taken = set(
        Person.objects.filter(email__endswith=f"@{names.DOMAIN}").values_list("email", flat=True)
    )
    emails = {}
    for student in waiting:
        given = student.preferred_name or student.given_name
        emails[student.pk] = names.free_name(given, student.family_name, taken)
        taken.add(emails[student.pk])
    if waiting:
        _join(waiting, emails, school, by)
    return len(waiting)


def _join(students: list[Student], emails: dict[int, str], school: School, by: Any) -> None:
    """People, their role and the link to the roll, in a few statements."""
    # Nobody knows a password yet: they choose one by e-mail, or sign in with the school's account.
    people = Person.objects.bulk_create(
        Person(email=emails[student.pk], name=student.name[:150], password=make_password(None))
        for student in students
    )
    today = timezone.localdate()
    RoleHolding.objects.bulk_create(
        RoleHolding(person=person, school=school, role=Role.STUDENT, starts_on=today)
        for person in people
    )
    for student, person in zip(students, people, strict=True):
        student.person = person
    Student.objects.bulk_update(students, ["person", "email"], batch_size=250)
    single = students[0] if len(students) == 1 else None
    audit.record(
        by=by,
        deed=Deed.ADDED,
        subject=single,
        school=school,
        student=single,
        label="" if single else f"Sign-ins for {len(students):,} students",
        details={"sign_ins": len(students)},
    )
