"""Making, sending and revoking the links by which providers tell what they offer."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.common.days import day_words

from ..models import Provider, ProviderLink

LONGEST = dt.timedelta(days=400)
_SALT = "fingerpost.pathways.provider"


class LinkOver(ValueError):
    """The link is not one of ours, has come to its end, or was revoked."""


class LinkRefused(ValueError):
    """A link cannot be made or sent so."""


@dataclass(frozen=True)
class LinkTo:
    """What a token in an address names; both are keys."""

    link: int
    school: int


def token_of(link: ProviderLink) -> str:
    """What stands in the address of a link; the same each time."""
    return signing.dumps({"link": link.pk, "school": link.school_id}, salt=_SALT)


def named_by(token: str) -> LinkTo:
    """What a token names, good or not any more. Raises LinkOver for one that is none of ours."""
    try:
        found = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise LinkOver("This link is not complete.") from None
    return LinkTo(found["link"], found["school"])


@transaction.atomic
def make_link(
    *, school: Any, provider: str, expires_on: dt.date, by: Any, email: str = ""
) -> ProviderLink:
    """Make a link for one provider; its name as the published lists spell it, where it is there.

    Raises LinkRefused.
    """
    name = " ".join(provider.split())[:160]
    if not name:
        raise LinkRefused("Say which provider it is.")
    today = timezone.localdate()
    if not today <= expires_on <= today + LONGEST:
        raise LinkRefused("Choose a day from today to 400 days from now.")
    listed = Provider.objects.filter(name__iexact=name).first()
    link = ProviderLink.objects.create(
        school=school,
        provider=listed.name if listed else name,
        listed=listed,
        email=email,
        made_by=by,
        expires_on=expires_on,
    )
    audit.record(by=by, deed=Deed.ADDED, subject=link)
    return link


def send_link(*, link: ProviderLink, address: str, by: Any) -> None:
    """Send a link to the provider's e-mail address. Raises LinkRefused, also where no mail server
    answers. address: the whole address of its page.
    """
    if not link.email:
        raise LinkRefused("This link has no e-mail address. Copy it instead.")
    last = link.expires_on
    try:
        send_mail(
            subject=f"What do you offer? {link.school.name} asks",
            message=(
                f"Hello,\n\n{link.school.name} tells its students about next places. "
                f"Please say here what {link.provider} offers: courses, what they ask for, "
                f"open days, tasters and dates to apply.\n\n{address}\n\n"
                f"You need no account. The link is good until {day_words(last)} and is "
                "for you alone. The school reads what you give before students see it.\n"
            ),
            from_email=None,
            recipient_list=[link.email],
        )
    except OSError as error:  # smtplib's own errors are of this kind too
        raise LinkRefused("The e-mail could not be sent. Copy the link instead.") from error
    with transaction.atomic():
        ProviderLink.objects.filter(pk=link.pk).update(sent_at=timezone.now())
        audit.record(by=by, deed=Deed.SHARED, subject=link)


@transaction.atomic
def revoke(*, link: ProviderLink, by: Any) -> bool:
    """End a link at once; False when that was done before."""
    done = ProviderLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    if done:
        audit.record(by=by, deed=Deed.REMOVED, subject=link)
    return bool(done)


@transaction.atomic
def restore(*, link: ProviderLink, by: Any) -> bool:
    """Undo `revoke`; False when the link was not revoked."""
    done = ProviderLink.objects.filter(pk=link.pk, revoked_at__isnull=False).update(revoked_at=None)
    if done:
        audit.record(by=by, deed=Deed.UNDID, subject=link)
    return bool(done)


def note_use(*, link: ProviderLink) -> None:
    """Remember when something was last sent by a link."""
    ProviderLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
