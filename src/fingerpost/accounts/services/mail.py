"""E-mails to people: which of them each wants, and handing one to the mail server."""

import logging
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMessage
from django.db import transaction

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit

from ..models import MailChoice, Person
from ..names import is_name

log = logging.getLogger(__name__)


class MailServerDown(Exception):
    """The mail server does not answer, so no letter can go out now."""


@dataclass(frozen=True)
class Letter:
    """One e-mail; `calendar` is a file of RFC 5545, or empty."""

    subject: str
    body: str
    calendar: bytes = b""


def wants(person: Person, *, late_actions: bool = False) -> bool:
    """Whether a person who can sign in, and has an address for mail, wants such e-mails.

    Those about late actions are asked about apart; all others go together.
    """
    if not (person.is_active and person.email) or is_name(person.email):
        return False
    choice = mail_choice_of(person)
    return choice.about_late_actions if late_actions else choice.about_interviews


@transaction.atomic
def choose_mail(*, about_interviews: bool, about_late_actions: bool, by: Person) -> None:
    """Which e-mails a person wants from now on."""
    wanted = {"about_interviews": about_interviews, "about_late_actions": about_late_actions}
    choice, _ = MailChoice.objects.update_or_create(person=by, defaults=wanted)
    audit(by=by, deed=Deed.CHANGED, subject=choice, details=wanted)


def mail_choice_of(person: Person) -> MailChoice:
    """What a person has chosen; all e-mails where they have not."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


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
