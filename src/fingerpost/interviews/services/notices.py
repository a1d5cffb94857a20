"""E-mails about interviews: queued with the deed they tell of, sent once, refused by choice."""

import datetime as dt
import logging
from collections.abc import Iterable
from itertools import groupby
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.accounts.names import is_name
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit

from ..enums import InterviewState, NoticeKind
from ..models import Adviser, Interview, MailChoice, Notice
from .letters import Letter, changes_of, letter_of

log = logging.getLogger(__name__)

# What could not be sent in this time is out of date, and is not sent any more.
OUT_OF_DATE = dt.timedelta(days=2)


class MailServerDown(Exception):
    """The mail server does not answer, so no letter can go out now."""


def announce(*, interview: Interview, kind: str, by: Any) -> None:
    """Queue an e-mail to the student, and to the adviser unless they did it themselves.

    Goes into the transaction that books, moves or cancels; `send_waiting` sends it afterwards.
    """
    number = changes_of(interview)
    adviser = interview.adviser.person
    people = [interview.student.person, adviser if adviser != by else None]
    for person in people:
        _queue(interview, kind, person, interview.starts_at, number)


def announce_move(*, interview: Interview, was_at: dt.datetime, was_with: Adviser, by: Any) -> None:
    """Queue the e-mails of a move; an adviser who no longer holds it hears that too."""
    announce(interview=interview, kind=NoticeKind.MOVED, by=by)
    if was_with.pk != interview.adviser_id and was_with.person != by:
        number = changes_of(interview)
        _queue(interview, NoticeKind.CANCELLED, was_with.person, was_at, number)


def remind(*, interview: Interview) -> int:
    """Queue the reminder of the day before, for student and adviser; once for each time given."""
    people = (interview.student.person, interview.adviser.person)
    stamp = int(interview.starts_at.timestamp())
    kind = NoticeKind.TOMORROW
    return sum(_queue(interview, kind, person, interview.starts_at, stamp) for person in people)


def _queue(
    interview: Interview, kind: str, person: Person | None, starts_at: dt.datetime, number: int
) -> bool:
    """Whether a notice is new. The made-up people of a demonstration get no e-mails."""
    if person is None or interview.school.is_demonstration or not wants(person, kind):
        return False
    _, is_new = Notice.objects.get_or_create(
        key=f"{kind}:{interview.pk}:{number}:{person.pk}",
        defaults={
            "person": person,
            "kind": kind,
            "interview": interview,
            "starts_at": starts_at,
        },
    )
    return is_new


def wants(person: Person, kind: str) -> bool:
    """Whether a person who can sign in, and has an address for mail, wants such e-mails."""
    if not (person.is_active and person.email) or is_name(person.email):
        return False
    choice = MailChoice.objects.filter(person=person).first()
    if choice is None:
        return True
    return choice.about_late_actions if kind == NoticeKind.LATE_ACTIONS else choice.about_interviews


@transaction.atomic
def choose_mail(*, about_interviews: bool, about_late_actions: bool, by: Person) -> None:
    """Which e-mails a person wants from now on."""
    wanted = {"about_interviews": about_interviews, "about_late_actions": about_late_actions}
    choice, _ = MailChoice.objects.update_or_create(person=by, defaults=wanted)
    audit(by=by, deed=Deed.CHANGED, subject=choice, details=wanted)


def mail_choice_of(person: Person) -> MailChoice:
    """What a person has chosen; all e-mails where they have not."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


def send_waiting(*, interviews: Iterable[Interview] | None = None) -> int:
    """Send what is queued, one letter to a person; `interviews` narrows it. Returns how many.

    A letter that cannot be sent stays in the queue for the next time. Where the server does not
    answer, the others are not tried: whoever waits for this waits for one answer at most.
    """
    waiting = Notice.objects.filter(
        sent_at__isnull=True,
        interview__isnull=False,
        queued_at__gte=timezone.now() - OUT_OF_DATE,
    ).select_related("person", "interview__student", "interview__room")
    if interviews is not None:
        waiting = waiting.filter(interview__in=list(interviews))
    sent = 0
    ordered = waiting.order_by("person_id", "interview_id", "queued_at", "id")
    by_person = groupby(ordered, key=lambda notice: notice.person_id)
    try:
        for _, notices in by_person:
            sent += _send_one(list(notices))
    except MailServerDown:
        return sent
    return sent


def _send_one(notices: list[Notice]) -> bool:
    """Claim, then send: two who send at once do not both write to the same person.

    Raises MailServerDown.
    """
    now = timezone.now()
    mine = [
        notice
        for notice in notices
        if Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(sent_at=now)
    ]
    told = _still_true(mine)
    if not told:
        return False
    was_taken = False
    try:
        was_taken = post(told[0].person, letter_of(told))
    finally:
        if not was_taken:
            Notice.objects.filter(pk__in=[notice.pk for notice in mine]).update(sent_at=None)
    return was_taken


def _still_true(notices: list[Notice]) -> list[Notice]:
    """The last word on each interview; what has been overtaken is left out."""
    last: dict[tuple[int | None, dt.datetime | None], Notice] = {}
    for notice in notices:
        interview = notice.interview
        if interview is None or interview.starts_at < timezone.now() - dt.timedelta(hours=1):
            continue
        is_cancelled = notice.kind == NoticeKind.CANCELLED
        is_so = interview.state == InterviewState.BOOKED and notice.starts_at == interview.starts_at
        if is_cancelled or is_so:
            last[interview.pk, notice.starts_at] = notice
    return list(last.values())


def post(person: Person, letter: Letter) -> bool:
    """Hand one letter to the mail server; False, and a line in the log, when it is refused.

    Raises MailServerDown when the server does not answer.
    """
    message = EmailMessage(letter.subject, letter.body, to=[person.email])
    if letter.calendar:
        message.attach("interview.ics", letter.calendar, "text/calendar")
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError, SMTPSenderRefused):
        log.warning("An e-mail to person %s was refused.", person.pk, exc_info=True)
        return False
    except OSError as error:  # smtplib's own errors are of this kind too
        log.warning("The mail server does not answer.", exc_info=True)
        raise MailServerDown from error
    return True
