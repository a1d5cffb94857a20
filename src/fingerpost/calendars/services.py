"""Making and revoking private calendar addresses."""

import hashlib
import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from .models import CalendarFeed

_SECRET_BYTES = 32


def make_feed(*, school: Any, by: Any) -> str:
    """Give a person an address of their own at a school; the secret part of it is the result.

    An address they had before is revoked: a new one is what helps when the old one got about.
    """
    try:
        return _make(school, by)
    except IntegrityError:
        # The same person pressed twice: the later press counts.
        return _make(school, by)


@transaction.atomic
def _make(school: Any, by: Any) -> str:
    _close(school, by)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    feed = CalendarFeed.objects.create(school=school, person=by, token_digest=digest(secret))
    audit.record(by=by, deed=Deed.ADDED, subject=feed)
    return secret


@transaction.atomic
def revoke_feed(*, school: Any, by: Any) -> bool:
    """Take a person's address away; False where they had none."""
    feed = CalendarFeed.objects.filter(school=school, person=by, revoked_at__isnull=True).first()
    if feed is None or not _close(school, by):
        return False
    audit.record(by=by, deed=Deed.REMOVED, subject=feed)
    return True


def _close(school: Any, person: Any) -> int:
    standing = CalendarFeed.objects.filter(school=school, person=person, revoked_at__isnull=True)
    return standing.update(revoked_at=timezone.now())


def digest(secret: str) -> str:
    """What is kept of a secret: it is long and random, so a plain digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
