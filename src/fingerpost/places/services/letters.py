"""E-mails about rounds to students: that they have not answered, and that there is an answer.

They hold a first name at most, the round's title and a time; never what somebody chose or got, and
no links. Who wants no e-mails about interviews gets none of these.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.accounts.services.mail import Letter, MailServerDown, post, wants
from fingerpost.jobs.services import leave

from ..enums import NoticeKind
from ..models import PlaceNotice, Round

_FOOT = "Sign in to Fingerpost to see it. You can stop these e-mails there too."
_SUBJECTS = {
    NoticeKind.REMIND: "Please choose",
    NoticeKind.RESULT: "There is an answer for you",
    NoticeKind.OFFER: "There is an answer for you",
}


def queue_notices(*, of: Round, people: Iterable[Person], kind: str, stamp: str, by: Any) -> int:
    """Queue an e-mail to each of these people, once for each stamp; a job sends them.

    Tells how many are queued. The made-up people of a demonstration get none.
    """
    if of.school.is_demonstration:
        return 0
    wanted = [person for person in people if wants(person)]
    PlaceNotice.objects.bulk_create(
        [
            PlaceNotice(
                round=of, person=person, kind=kind, key=f"{kind}:{of.pk}:{stamp}:{person.pk}"
            )
            for person in wanted
        ],
        ignore_conflicts=True,
    )
    if wanted:
        transaction.on_commit(lambda: leave_letters(of=of.pk, by=by), robust=True)
    return len(wanted)


def leave_letters(*, of: int, by: Any, tries: int = 0, not_before: Any = None) -> None:
    """Have the queued e-mails of a round sent in the background."""
    leave(
        function="fingerpost.places.tasks.send_letters",
        title="E-mails about places",
        by=by,
        not_before=not_before,
        of=of,
        tries=tries,
    )


def send_queued(*, of: int, seconds: float) -> tuple[int, bool]:
    """Send what is queued about a round for so many seconds: how many went, whether any is left.

    Each is claimed first, so that two who send at once write to nobody twice. Raises
    MailServerDown; what was not sent stays queued.
    """
    until = time.monotonic() + seconds
    sent = 0
    waiting = PlaceNotice.objects.filter(round=of, sent_at__isnull=True)
    for notice in waiting.select_related("person", "round").order_by("pk"):
        if time.monotonic() > until:
            return sent, True
        mine = PlaceNotice.objects.filter(pk=notice.pk, sent_at__isnull=True)
        if not mine.update(sent_at=timezone.now()):
            continue
        try:
            sent += post(notice.person, letter_of(notice))
        except MailServerDown:
            PlaceNotice.objects.filter(pk=notice.pk).update(sent_at=None)
            raise
    return sent, False


def letter_of(notice: PlaceNotice) -> Letter:
    """What an e-mail about a round says."""
    of, kind = notice.round, NoticeKind(notice.kind)
    subject = f"{_SUBJECTS[kind]}: {of.title}"
    if kind == NoticeKind.REMIND:
        closes = timezone.localtime(of.closes_at)
        said = (
            f"You have not sent your choices for “{of.title}” yet. You can until "
            f"{closes:%A} {closes.day} {closes:%B}, {closes:%H:%M}."
        )
    elif kind == NoticeKind.RESULT:
        said = f"The places of “{of.title}” have been shared out."
    else:
        said = f"A place of “{of.title}” has come free, and it is offered to you."
    return Letter(subject, f"{said}\n\n{_FOOT}\n")
