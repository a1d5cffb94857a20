"""Made-up schools, people and students for tests."""

import datetime as dt
import itertools

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.schools.models import Room, School
from fingerpost.students.models import FamilyLink, Scope, Student, TutorGroup

_numbers = itertools.count(1)


def school(**fields):
    number = next(_numbers)
    return School.objects.create(
        **{
            "urn": f"{900000 + number}",
            "name": f"Made-up School {number}",
            "staff_second_factor": False,
            **fields,
        }
    )


def person(**fields):
    number = next(_numbers)
    return Person.objects.create_user(
        **{"email": f"person{number}@example.org", "name": f"Person {number}", **fields}
    )


def holding(person, school, role, **fields):
    return RoleHolding.objects.create(
        **{
            "person": person,
            "school": school,
            "role": role,
            "starts_on": dt.date(2020, 9, 1),
            "all_students": role == Role.ADVISER,
            **fields,
        }
    )


def person_with(*roles, school, tutor_group=None, child=None, **fields):
    """A person holding roles at a school; a student role brings a line on the roll with it."""
    someone = person(**fields)
    for role in roles:
        held = holding(someone, school, role)
        if role == Role.TUTOR and tutor_group:
            Scope.objects.create(holding=held, tutor_group=tutor_group)
        if role == Role.STUDENT:
            student(school, person=someone, tutor_group=tutor_group)
        if role == Role.PARENT and child:
            FamilyLink.objects.create(person=someone, student=child, relationship="Parent")
    return someone


def tutor_group(school, name=None, year_group=10):
    return TutorGroup.objects.create(
        school=school, name=name or f"{year_group}G{next(_numbers)}", year_group=year_group
    )


def student(school, **fields):
    number = next(_numbers)
    group = fields.get("tutor_group")
    return Student.objects.create(
        **{
            "school": school,
            "given_name": f"Given{number}",
            "family_name": f"Family{number}",
            "year_group": group.year_group if group else 10,
            "born_on": dt.date(2011, 10, 1),
            "joined_on": dt.date(2020, 9, 1),
            **fields,
        }
    )


def room(school, **fields):
    return Room.objects.create(
        **{"school": school, "name": f"Room {next(_numbers)}", "is_confidential": True, **fields}
    )
