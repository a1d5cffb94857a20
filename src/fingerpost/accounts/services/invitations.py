"""Letting people in: invitations by e-mail, and slips with a one-time code for the others.

An invitation is asked for in one step and sent in another, which claims it first: whatever
happens in between, and however many times somebody presses the button, it is sent once.
"""

import datetime as dt
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import BadHeaderError, send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..enums import InvitationChannel, InvitationState
from ..models import Invitation, Person, RoleHolding
from ..names import is_name

CODE_DAYS = 28
# No letter or digit that looks like another, and no vowel, so that no word comes up.
_LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"


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
            f"{_way_in(person, root)}\n"
        ),
        from_email=None,
        recipient_list=[person.email],
    )
    audit.record(by=by, deed=Deed.SHARED, subject=person, school=school, label="Invitation")


def _way_in(person: Person, root: str) -> str:
    if person.has_usable_password():
        return f"Sign in as you always do:\n\n{urljoin(root, reverse('account_login'))}"
    return (
        f"Choose your password here within three days:\n\n{urljoin(root, invitation_path(person))}"
    )


@transaction.atomic
def ask(*, holdings: Iterable[RoleHolding], root: str, by: Any, again: bool = False) -> int:
    """Have invitations sent by e-mail for these roles; tells how many are waiting now.

    One that was sent already is sent again only with `again`, and then not to somebody who has
    come since. Those who have no e-mail address are left out.
    """
    now = timezone.now()
    wanted = [
        held
        for held in holdings
        if not is_name(held.person.email) and not (again and held.person.has_come)
    ]
    before = {one.holding_id: one for one in Invitation.objects.filter(holding__in=wanted)}
    Invitation.objects.bulk_create(
        Invitation(holding=held, channel=InvitationChannel.EMAIL, root=root, asked_at=now)
        for held in wanted
        if held.pk not in before
    )
    old = [InvitationState.FAILED, InvitationState.SENT, InvitationState.SENDING]
    Invitation.objects.filter(
        pk__in=[one.pk for one in before.values()], state__in=old if again else old[:1]
    ).update(
        state=InvitationState.WAITING,
        channel=InvitationChannel.EMAIL,
        root=root,
        asked_at=now,
        code_digest="",
    )
    return Invitation.objects.filter(holding__in=wanted, state=InvitationState.WAITING).count()


def send_waiting(
    *,
    school: Any,
    by: Any,
    seconds: float,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[int, int]:
    """Send what waits at a school, for so many seconds; tells how many went and how many failed.

    `tell` is told meanwhile how many have been tried, of how many.
    """
    until = time.monotonic() + seconds
    waiting = Invitation.objects.filter(holding__school=school, state=InvitationState.WAITING)
    sent = failed = 0
    keys = list(waiting.values_list("pk", flat=True))
    for tried, key in enumerate(keys):
        if time.monotonic() > until:
            break
        tell(tried, len(keys))
        if not Invitation.objects.filter(pk=key, state=InvitationState.WAITING).update(
            state=InvitationState.SENDING
        ):
            continue  # somebody else has it
        if _send(Invitation.objects.select_related("holding__person").get(pk=key), school, by):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _send(invitation: Invitation, school: Any, by: Any) -> bool:
    person = invitation.holding.person
    state = InvitationState.SENT
    try:
        invite(person=person, school=school, root=invitation.root, by=by)
    except (OSError, BadHeaderError):
        state = InvitationState.FAILED
    Invitation.objects.filter(pk=invitation.pk).update(state=state, sent_at=timezone.now())
    return state == InvitationState.SENT


# --- slips --------------------------------------------------------------------------------------


@transaction.atomic
def make_slips(
    *, holdings: Iterable[RoleHolding], school: Any, by: Any
) -> list[tuple[RoleHolding, str]]:
    """A one-time code for each role, to be printed now: only its digest is kept.

    A new code takes the place of an earlier one. Whoever has chosen a password is left out, and
    whoever signs in with a school account: a code would let somebody else in beside them.
    """
    until = timezone.localdate() + dt.timedelta(days=CODE_DAYS)
    slips = []
    for held in holdings:
        if held.person.has_come:
            continue
        code = "".join(secrets.choice(_LETTERS) for _ in range(8))
        Invitation.objects.update_or_create(
            holding=held,
            defaults={
                "channel": InvitationChannel.SLIP,
                "state": InvitationState.SENT,
                "code_digest": _digest(code),
                "code_until": until,
                "asked_at": timezone.now(),
                "sent_at": timezone.now(),
            },
        )
        slips.append((held, f"{code[:4]}-{code[4:]}"))
    if slips:
        audit.record(
            by=by,
            deed=Deed.EXPORTED,
            school=school,
            label=f"Sign-in slips for {len(slips):,}",
            details={"slips": len(slips)},
        )
    return slips


def person_with_code(code: str) -> Person | None:
    """Whose slip has this code; None when it is wrong, over, or a password is chosen already."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    found = (
        Invitation.objects.filter(
            code_digest=_digest(letters), code_until__gte=timezone.localdate()
        )
        .select_related("holding__person")
        .first()
    )
    if found is None or found.holding.person.has_come:
        return None
    return found.holding.person


def _digest(code: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"sign-in slip " + code.encode(), hashlib.sha256).hexdigest()
