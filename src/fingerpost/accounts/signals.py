"""Signing in is a deed the audit log tells."""

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver

from fingerpost import walls
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from .selectors import viewer_for


@receiver(user_logged_in)
def tell_sign_in(sender: Any, user: Any, **details: Any) -> None:
    """Add the sign-in to the log of the person's school."""
    viewer = viewer_for(user)
    school = viewer.school if viewer else None
    with walls.one_school(school.pk if school else None):
        audit.record(by=user, deed=Deed.SIGNED_IN, subject=user, school=school)
