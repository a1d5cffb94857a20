"""The demonstration's families, and the student and parent who sign in. All made up."""

import datetime as dt
import random
from itertools import groupby

from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.students.models import FamilyLink, Scope, Student

from .names import FAMILY, GIVEN
from .people import DOMAIN, Cast

# The share of families the school has given a sign-in, and of parents who go by another name
# than their child.
KNOWN_SHARE = 0.55
OTHER_NAME_SHARE = 0.17
RELATIONSHIPS = {"F": ["Mother", "Mother", "Mother", "Grandmother", "Carer"], "M": ["Father"]}


def make_families(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """A parent or carer for about half the families; most share the name of their children."""
    parents: list[Person] = []
    links: list[FamilyLink] = []
    for household in _households(cast.students, rng):
        if rng.random() >= KNOWN_SHARE:
            continue
        family = household[0].family_name
        if rng.random() < OTHER_NAME_SHARE:
            family = rng.choice(FAMILY)
        sex = rng.choice("FFM")
        parent = Person(
            email=f"family{len(parents):04d}@{DOMAIN}",
            name=f"{rng.choice(GIVEN[sex])} {family}",
            password="!",
        )
        parents.append(parent)
        relationship = rng.choice(RELATIONSHIPS[sex])
        links += [
            FamilyLink(person=parent, student=child, relationship=relationship)
            for child in household
        ]
    Person.objects.bulk_create(parents, batch_size=500)
    RoleHolding.objects.bulk_create(
        RoleHolding(person=parent, school=cast.school, role=Role.PARENT, starts_on=today)
        for parent in parents
    )
    FamilyLink.objects.bulk_create(links, batch_size=500)


def _households(students: list[Student], rng: random.Random) -> list[list[Student]]:
    """Students of one name in different years, two or three together; the others alone."""
    found: list[list[Student]] = []
    named = sorted(students, key=lambda one: (one.family_name, one.pk))
    for _, same in groupby(named, key=lambda one: one.family_name):
        waiting = list(same)
        rng.shuffle(waiting)
        while waiting:
            household = [waiting.pop()]
            for other in [each for each in waiting if rng.random() < 0.12][:2]:
                if other.year_group not in {each.year_group for each in household}:
                    household.append(other)
                    waiting.remove(other)
            found.append(household)
    return found


def give_sign_ins(cast: Cast, hashed: str, today: dt.date) -> None:
    """A sign-in for one student of the tutor's, who has a record to read, and for a parent."""
    group = Scope.objects.get(holding__person=cast.people["tutor"]).tutor_group
    mine = Student.objects.filter(tutor_group=group).order_by("pk")
    to_read = mine.filter(
        interviews__record__finished_at__isnull=False,
        interviews__record__acknowledged_at__isnull=True,
        interviews__record__actions__state="open",
    )
    student = to_read.filter(ideas__isnull=False).first() or to_read.first() or mine.first()
    student = student or cast.students[0]
    _sign_in(student, "student", hashed, today)
    student.coming_shared_at = timezone.now()  # so that the parent has something to see
    student.save()
    parent = cast.people["parent"]
    parent.name = f"Helen {student.family_name}"
    parent.save()
    FamilyLink.objects.filter(student=student).delete()
    for child in [student, _sibling(student)]:
        if child is not None:
            FamilyLink.objects.create(person=parent, student=child, relationship="Mother")


def begin_in_year_9(cast: Cast, hashed: str, today: dt.date) -> None:
    """A sign-in for a student of Year 9 who has no idea saved yet, and for their tutor."""
    young = Student.objects.filter(school=cast.school, year_group=9, person=None)
    student = young.filter(ideas=None).order_by("tutor_group__name", "pk").first()
    if student is None:
        return
    _sign_in(student, "year9", hashed, today)
    student.save()
    tutor = Person.objects.get(holdings__scopes__tutor_group=student.tutor_group_id)
    tutor.email, tutor.password = f"tutor9@{DOMAIN}", hashed
    tutor.save()


def _sign_in(student: Student, local: str, hashed: str, today: dt.date) -> None:
    person = Person.objects.create(email=f"{local}@{DOMAIN}", name=student.name, password=hashed)
    RoleHolding.objects.create(
        person=person, school=student.school, role=Role.STUDENT, starts_on=today
    )
    student.person = person


def _sibling(student: Student) -> Student | None:
    """Another student who shares their interview record and an idea at home, made a sibling."""
    sharing = (
        Student.objects.filter(school=student.school, family_links__isnull=True)
        .exclude(pk=student.pk)
        .exclude(year_group=student.year_group)
        .filter(interviews__record__shared_with_family_at__isnull=False)
        .order_by("pk")
    )
    with_ideas = sharing.filter(ideas__isnull=False)
    same_name = with_ideas.filter(family_name=student.family_name)
    found = same_name.first() or with_ideas.first() or sharing.first()
    if found is None:
        return None
    found.family_name = student.family_name
    found.save()
    idea = found.ideas.first()
    if idea is not None:
        idea.shared_with_family_at = max(idea.saved_at, timezone.now() - dt.timedelta(days=6))
        idea.save()
    return found
