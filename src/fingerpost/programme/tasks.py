"""What is done about sessions in the background. Each is safe to repeat: see `jobs.services`."""

import datetime as dt

from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.services.mail import MailServerDown
from fingerpost.jobs.outcome import Outcome
from fingerpost.jobs.tasks import Work

from .services.letters import leave_letters, send_queued

# So long one job sends letters; what others wait for then has its turn.
SENDING_SECONDS = 10
# When a mail server that does not answer is tried again, each time after the try before.
TRY_AGAIN = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


def send_letters(work: Work, *, school: int, tries: int) -> Outcome:
    """Send a school's e-mails about changed sessions; what is left goes on as another job.

    `tries`: how often a mail server has been asked in vain before.
    """
    page, by, now = reverse("programme:sessions"), work.job.begun_by, timezone.now()
    try:
        sent, left = send_queued(school_id=school, seconds=SENDING_SECONDS)
    except MailServerDown:
        if tries == len(TRY_AGAIN):
            said = "The mail server does not answer. The rest is tried again the next day."
            return Outcome(page, said, "error")
        then = now + TRY_AGAIN[tries]
        leave_letters(school_id=school, by=by, tries=tries + 1, not_before=then)
        return Outcome(page, "The mail server does not answer. It is tried again.", "warning")
    if left:
        leave_letters(school_id=school, by=by, not_before=now)
    return Outcome(page, f"{sent:,} e-mail{pluralize(sent)} about sessions sent.")
