"""Giving people roles and taking them away, and letting them in."""

import datetime as dt
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from .enums import Role
from .models import Person, RoleHolding


class LastAdministrator(Exception):
    """The change would leave a school without an administrator."""


@transaction.atomic
def give_role(
    *, email: str, name: str, role: str, school: Any, by: Person | None, all_students: bool = False
) -> tuple[RoleHolding, bool]:
    """Give a person a role at a school, making the person where the address is new.

    Returns the holding and whether it is new; giving a role twice gives it once. `by` is None
    when the command line does it.
    """
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.create_user(email=email, name=name)
        audit.record(by=by, deed=Deed.ADDED, subject=person, school=school)
    holding, is_new = RoleHolding.objects.get_or_create(
        person=person,
        school=school,
        role=role,
        ends_on=None,
        defaults={"starts_on": timezone.localdate(), "all_students": all_students},
    )
    if is_new:
        audit.record(by=by, deed=Deed.ADDED, subject=holding, school=school)
    return holding, is_new


@transaction.atomic
def end_role(*, holding: RoleHolding, by: Person) -> None:
    """End a role from today. Safe to repeat.

    Raises LastAdministrator when nobody else could manage the school afterwards.
    """
    if holding.ends_on is not None:
        return
    others = RoleHolding.objects.filter(
        school=holding.school, role=Role.ADMINISTRATOR, ends_on__isnull=True
    ).exclude(pk=holding.pk)
    if holding.role == Role.ADMINISTRATOR and not others.exists():
        raise LastAdministrator(
            "This is the school's only administrator. Give someone else that role first."
        )
    # The last day is yesterday, so that the person is out at once.
    holding.ends_on = max(timezone.localdate() - dt.timedelta(days=1), holding.starts_on)
    if holding.starts_on == timezone.localdate():
        audit.record(by=by, deed=Deed.REMOVED, subject=holding, school=holding.school)
        holding.delete()
        return
    holding.save()
    audit.record(by=by, deed=Deed.REMOVED, subject=holding, school=holding.school)


def invitation_path(person: Person) -> str:
    """The address, good once and for three days, where a person chooses a password."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )


def invite(*, person: Person, school: Any, root: str, by: Person | None) -> None:
    """Send a person the link to choose a password. `root` is the site's address."""
    send_mail(
        subject=f"Your Fingerpost sign-in for {school.name}",
        message=(
            f"Hello {person.name},\n\n"
            f"{school.name} uses Fingerpost for careers guidance and has given you a sign-in.\n"
            f"Choose your password here within three days:\n\n{root}{invitation_path(person)}\n"
        ),
        from_email=None,
        recipient_list=[person.email],
    )
    audit.record(by=by, deed=Deed.SHARED, subject=person, school=school, label="Invitation")
