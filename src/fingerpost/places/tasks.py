"""What is done about rounds in the background. Each is safe to repeat: see `jobs.services`."""

import datetime as dt

from django.db import transaction
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.services.mail import MailServerDown
from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.tasks import Work

from .enums import DraftState
from .models import Draft, Round
from .services.drafts import save_worked_out, work_out
from .services.letters import leave_letters, send_queued
from .services.refilling import refill as refill_round

# So long one job sends letters; what others wait for then has its turn.
SENDING_SECONDS = 10
# When a mail server that does not answer is tried again, each time after the try before.
TRY_AGAIN = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


def work_out_draft(work: Work, *, draft: int) -> Outcome:
    """Work a draft out. It and the end of the job stand together, or neither does."""
    waiting = Draft.objects.select_related("round__school").get(pk=draft)
    page = reverse("places:draft", args=[draft])
    if waiting.state != DraftState.WAITING:
        return Outcome(page)
    work.tell("Sharing the places out …")
    done = work_out(waiting)
    with transaction.atomic():
        save_worked_out(draft=done, by=work.job.begun_by)
        if done.state == DraftState.FAILED:
            return work.finish(Outcome(page, done.because, "error"))
        return work.finish(Outcome(page))


def refill(work: Work, *, of: int) -> Outcome:
    """Offer what is free in a published round to those who wait."""
    one = Round.objects.get(pk=of)
    page = reverse("places:offers", args=[of])
    with transaction.atomic():
        made = refill_round(of=one, by=work.job.begun_by)
        said = f"{made:,} freed place{pluralize(made)} offered to those who wait."
        return work.finish(Outcome(page, said if made else "Nobody waits for what is free."))


def send_letters(work: Work, *, of: int, tries: int) -> Outcome:
    """Send the e-mails about a round that are queued; what is left goes on as another job.

    `tries`: how often a mail server has been asked in vain before.
    """
    page = reverse("places:round", args=[of])
    try:
        sent, left = send_queued(of=of, seconds=SENDING_SECONDS)
    except MailServerDown:
        if tries == len(TRY_AGAIN):
            return Outcome(page, "The mail server does not answer. Nothing more was sent.", "error")
        then = timezone.now() + TRY_AGAIN[tries]
        leave_letters(of=of, by=work.job.begun_by, tries=tries + 1, not_before=then)
        return Outcome(page, "The mail server does not answer. It is tried again.", "warning")
    if left:
        leave_letters(of=of, by=work.job.begun_by)
    return Outcome(page, f"{sent:,} e-mail{pluralize(sent)} sent.")
