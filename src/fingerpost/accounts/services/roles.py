"""Giving people roles and taking them away."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..enums import Role
from ..models import Person, RoleHolding
from ..selectors import not_over


class RoleRefusal(Exception):
    """A change of roles was refused; its text says why in plain words."""


class LastAdministrator(RoleRefusal):
    """The change would leave a school without an administrator."""


@dataclass(frozen=True)
class Span:
    """From which day a role is held (None: from today) and its last day, if that is known."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


FROM_TODAY = Span()


@transaction.atomic
def give_role(
    *,
    email: str,
    name: str,
    role: str,
    school: Any,
    by: Person | None,
    all_students: bool = False,
    span: Span = FROM_TODAY,
) -> tuple[RoleHolding, bool]:
    """Give a person a role at a school, making the person where the address is new.

    Returns the holding and whether it is new; giving a role twice gives it once. The school goes
    on calling the person by `name`, and learns nothing of what another school calls them. `by`
    is None when the command line does it.
    """
    today = timezone.localdate()
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.create_user(email=email, name=name)
        audit.record(by=by, deed=Deed.ADDED, subject=person, school=school)
    standing = RoleHolding.objects.filter(
        not_over(today), person=person, school=school, role=role
    ).first()
    if standing is not None:
        return standing, False
    holding = RoleHolding.objects.create(
        person=person,
        school=school,
        role=role,
        name_here=name,
        all_students=all_students,
        starts_on=span.starts_on or today,
        ends_on=span.ends_on,
    )
    audit.record(by=by, deed=Deed.ADDED, subject=holding, school=school)
    return holding, True


@transaction.atomic
def set_role_dates(*, holding: RoleHolding, span: Span, by: Person) -> None:
    """Set from when until when a role is held. Safe to repeat.

    Raises LastAdministrator, and RoleRefusal when the last day lies before the first.
    """
    starts_on = span.starts_on or holding.starts_on
    if span.ends_on is not None and span.ends_on < starts_on:
        raise RoleRefusal("The last day cannot be before the first.")
    if (starts_on, span.ends_on) == (holding.starts_on, holding.ends_on):
        return
    if starts_on > timezone.localdate() or span.ends_on is not None:
        _keep_an_administrator(holding)
    holding.starts_on, holding.ends_on = starts_on, span.ends_on
    holding.save(update_fields=["starts_on", "ends_on"])
    audit.record(
        by=by,
        deed=Deed.CHANGED,
        subject=holding,
        school=holding.school,
        details={
            "starts_on": starts_on.isoformat(),
            "ends_on": span.ends_on.isoformat() if span.ends_on else None,
        },
    )


@transaction.atomic
def end_by_itself(*, holding: RoleHolding, on: dt.date | None, by: Person | None) -> None:
    """Let a student's or parent's role end after a day, or go on (None). `by` None is a rule.

    Safe to repeat.
    """
    last = max(on, holding.starts_on) if on is not None else None
    if holding.ends_on == last:
        return
    holding.ends_on = last
    holding.save(update_fields=["ends_on"])
    audit.record(
        by=by,
        deed=Deed.CHANGED,
        subject=holding,
        school=holding.school,
        details={"sign_in_ends_on": last.isoformat() if last else None},
    )


def _keep_an_administrator(holding: RoleHolding) -> None:
    """Refuse when nobody else manages the school today with no end in sight."""
    others = RoleHolding.objects.filter(
        school=holding.school,
        role=Role.ADMINISTRATOR,
        starts_on__lte=timezone.localdate(),
        ends_on__isnull=True,
    ).exclude(pk=holding.pk)
    if holding.role == Role.ADMINISTRATOR and not others.exists():
        raise LastAdministrator(
            "This is the school's only administrator. Give someone else that role first."
        )


@transaction.atomic
def end_role(*, holding: RoleHolding, by: Person) -> None:
    """End a role from today. Safe to repeat.

    Raises LastAdministrator when nobody else could manage the school afterwards.
    """
    today = timezone.localdate()
    if holding.ends_on is not None and holding.ends_on < today:
        return
    _keep_an_administrator(holding)
    # The last day is yesterday, so that the person is out at once.
    holding.ends_on = today - dt.timedelta(days=1)
    if holding.starts_on >= today:
        audit.record(by=by, deed=Deed.REMOVED, subject=holding, school=holding.school)
        holding.delete()
        return
    holding.save()
    audit.record(by=by, deed=Deed.REMOVED, subject=holding, school=holding.school)
