"""Letting a school use this installation."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost import walls
from fingerpost.accounts.enums import Role
from fingerpost.accounts.services.roles import give_role
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.common.academic_year import AcademicYear as NationalYear
from fingerpost.common.identifiers import IdentifierError, validate_urn

from ..models import AcademicYear, Establishment, School
from .errors import AlreadyHere, SchoolRefusal


@transaction.atomic
def add_school(*, urn: str, name: str = "", by: Any) -> School:
    """Add a school, with what the national list knows of it and the academic year that runs now.

    `by` becomes its administrator and careers leader; None, on the command line, gives nobody a
    role. Raises AlreadyHere and SchoolRefusal.
    """
    try:
        urn = validate_urn(urn)
    except IdentifierError as error:
        raise SchoolRefusal(error.sentence) from error
    if School.objects.filter(urn=urn).exists():
        raise AlreadyHere(f"The school with URN {urn} is here already.")
    listed = Establishment.objects.filter(urn=urn).first()
    name = name.strip() or (listed.name if listed else "")
    if not name:
        raise SchoolRefusal(
            f"The national list loaded here has no school with URN {urn}, so give its name too."
        )
    school = School.objects.create(
        urn=urn,
        name=name[:200],
        local_authority_code=listed.local_authority_code if listed else "",
        establishment_number=listed.establishment_number if listed else "",
        has_sixth_form=listed.has_sixth_form is not False if listed else True,
    )
    # Whoever adds a school from a page acts at another one until now.
    with walls.one_school(school.pk):
        _begin_year(school)
        audit.record(by=by, deed=Deed.ADDED, subject=school, school=school)
        if by is not None:
            for role in (Role.ADMINISTRATOR, Role.CAREERS_LEADER):
                give_role(email=by.email, name=by.name, role=role, school=school, by=by)
    return school


def _begin_year(school: School) -> None:
    """The academic year that runs now, to be put right in the settings."""
    year = NationalYear.of(timezone.localdate())
    AcademicYear.objects.create(
        school=school,
        name=year.name,
        starts_on=year.starts_on,
        ends_on=dt.date(year.start + 1, 7, 31),
    )
