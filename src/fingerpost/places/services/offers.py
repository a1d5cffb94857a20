"""Answering offers, taking them back, and letting those lapse that nobody answered."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.programme.services.participants import NotPlanned, take_off

from ..enums import LIVE, OfferState
from ..models import Offer
from .errors import NotAnswerable
from .refilling import leave_refill


@transaction.atomic
def accept_offer(*, offer: Offer, wants_higher: bool = False, by: Any) -> bool:
    """Say yes to a place; False when that was said before.

    With `wants_higher` the student keeps the place and waits for a choice they put higher. Yes
    to a higher choice gives the lower place back. Raises NotAnswerable.
    """
    now = timezone.now()
    waits = wants_higher and offer.choice > 1
    # The state and the time, not a lock: whichever of two answers comes first stands.
    open_ones = Offer.objects.filter(pk=offer.pk, state=OfferState.OFFERED, answer_by__gte=now)
    if not open_ones.update(
        state=OfferState.ACCEPTED, answered_at=now, answered_by=by, wants_higher=waits
    ):
        return _already(offer, OfferState.ACCEPTED)
    audit.record(
        by=by,
        deed=Deed.CHANGED,
        subject=offer,
        student=offer.student,
        details={"to": OfferState.ACCEPTED, "waits_for_higher": waits},
    )
    if offer.instead_of is not None:
        _end(offer.instead_of, OfferState.EXCHANGED, LIVE, now, by)
    return True


@transaction.atomic
def refuse_offer(*, offer: Offer, by: Any) -> bool:
    """Say no to a place, also to one accepted before; it goes to whoever waits. False when that
    was said before. Raises NotAnswerable.
    """
    if _end(offer, OfferState.REFUSED, LIVE, timezone.now(), by):
        return True
    return _already(offer, OfferState.REFUSED)


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: Any) -> bool:
    """Take a place back from a student, who then no longer waits in this round. False when it is
    no longer theirs.
    """
    return _end(offer, OfferState.WITHDRAWN, LIVE, timezone.now(), by)


@transaction.atomic
def stop_waiting(*, offer: Offer, by: Any) -> bool:
    """Keep the accepted place and wait for no other; False when the student waits for none."""
    waiting = Offer.objects.filter(pk=offer.pk, state=OfferState.ACCEPTED, wants_higher=True)
    if not waiting.update(wants_higher=False):
        return False
    audit.record(by=by, deed=Deed.CHANGED, subject=offer, student=offer.student)
    return True


def let_lapse(*, now: dt.datetime, by: Any) -> int:
    """Free every place whose offer nobody answered in time; tells how many. Safe to repeat."""
    late = Offer.objects.filter(state=OfferState.OFFERED, answer_by__lt=now)
    lapsed = 0
    for offer in late.select_related("session", "student", "round"):
        with transaction.atomic():
            lapsed += _end(offer, OfferState.LAPSED, (OfferState.OFFERED,), now, by)
    return lapsed


def _end(
    offer: Offer, state: str, before: tuple[OfferState, ...], now: dt.datetime, by: Any
) -> bool:
    """Give a held place back, and leave its refill to the worker."""
    held = Offer.objects.filter(pk=offer.pk, state__in=before)
    if not held.update(state=state, answered_at=now, answered_by=by, wants_higher=False):
        return False
    # Of a session held or cancelled, who was down for it stands: nobody can have the place.
    with suppress(NotPlanned):
        take_off(session=offer.session, students=[offer.student], by=by)
    audit.record(
        by=by, deed=Deed.CHANGED, subject=offer, student=offer.student, details={"to": state}
    )
    leave_refill(of=offer.round, by=by)
    return True


def _already(offer: Offer, wanted: str) -> bool:
    now = Offer.objects.get(pk=offer.pk)
    if now.state == wanted:
        return False
    if now.state == OfferState.OFFERED:
        raise NotAnswerable("The time to say yes has passed.")
    raise NotAnswerable("This place is no longer yours to take or leave.")
