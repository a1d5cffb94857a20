"""Reading the register of advisers and their time."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.accounts.selectors import not_over, taken_up
from fingerpost.accounts.viewer import Viewer
from fingerpost.schools.models import Room, School

from ..models import Adviser, Availability


def register(school: School) -> QuerySet[Adviser]:
    """A school's advisers who have not left, by name."""
    return (
        Adviser.objects.filter(school=school, left_on__isnull=True)
        .select_related("person")
        .order_by("person__name", "id")
    )


def people_for_the_register(school: School) -> QuerySet[Person]:
    """People with the role of adviser or careers leader here who are not yet on the register."""
    holding = RoleHolding.objects.filter(
        not_over(timezone.localdate()),
        taken_up(school),
        school=school,
        role__in=[Role.ADVISER, Role.CAREERS_LEADER],
    )
    return (
        Person.objects.filter(pk__in=holding.values("person"))
        .exclude(pk__in=Adviser.objects.filter(school=school).values("person"))
        .order_by("name", "id")
    )


def adviser_of(viewer: Viewer) -> Adviser | None:
    """The viewer's own line on the register of the school they act at."""
    return register(viewer.school).filter(person=viewer.person).first()


def rooms(school: School) -> QuerySet[Room]:
    """A school's rooms, confidential ones first."""
    return Room.objects.filter(school=school).order_by("-is_confidential", "name", "id")


def availability_from(adviser: Adviser, on: dt.date) -> QuerySet[Availability]:
    """An adviser's time from a day on, soonest first."""
    return (
        Availability.objects.filter(adviser=adviser, on__gte=on)
        .select_related("room", "adviser")
        .order_by("on", "starts_at", "id")
    )
