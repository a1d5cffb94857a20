"""E-mails about interviews: queued with the deed they tell of, sent once, refused by choice."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.accounts.services.mail import MailServerDown, post, wants
from fingerpost.jobs.selectors import waiting_jobs
from fingerpost.jobs.services import leave

from ..enums import InterviewState, NoticeKind
from ..models import Adviser, Interview, Notice
from .letters import changes_of, letter_of

# What could not be sent in this time is out of date, and is not sent any more.
OUT_OF_DATE = dt.timedelta(days=2)
LETTERS = "fingerpost.interviews.tasks.send_letters"


def announce(*, interview: Interview, kind: str, by: Any) -> None:
    """Queue an e-mail to the student, and to the adviser unless they did it themselves.

    Goes into the transaction that books, moves or cancels; once that stands, a job sends it.
    """
    number = changes_of(interview)
    adviser = interview.adviser.person
    people = [interview.student.person, adviser if adviser != by else None]
    is_new = [_queue(interview, kind, person, interview.starts_at, number) for person in people]
    if any(is_new):
        _send_afterwards(interview, by)


def announce_move(*, interview: Interview, was_at: dt.datetime, was_with: Adviser, by: Any) -> None:
    """Queue the e-mails of a move; an adviser who no longer holds it hears that too."""
    announce(interview=interview, kind=NoticeKind.MOVED, by=by)
    if was_with.pk != interview.adviser_id and was_with.person != by:
        number = changes_of(interview)
        if _queue(interview, NoticeKind.CANCELLED, was_with.person, was_at, number):
            _send_afterwards(interview, by)


def _send_afterwards(interview: Interview, by: Any) -> None:
    """Never in the transaction or the request itself: a booking stands whatever the mail does."""
    school_id = interview.school_id
    # Where even the queue fails, the letters go with the daily duties.
    transaction.on_commit(lambda: leave_letters(school_id=school_id, by=by), robust=True)


def leave_letters(
    *, school_id: int, by: Any, tries: int = 0, not_before: dt.datetime | None = None
) -> None:
    """Have a school's letters sent in the background.

    One job of a person that has not begun is enough: it will find what is queued by then.
    """
    if waiting_jobs(function=LETTERS, school=school_id, tries=tries).filter(begun_by=by).exists():
        return
    leave(
        function=LETTERS,
        title="E-mails about interviews",
        by=by,
        not_before=not_before,
        school=school_id,
        tries=tries,
    )


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
    if person is None or interview.school.is_demonstration or not wants(person):
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


@dataclass
class Sent:
    """What came of sending: letters sent and refused, and why the rest still waits, if so."""

    sent: int = 0
    refused: int = 0
    server_is_down: bool = False
    ran_out_of_time: bool = False


def waiting_letters() -> QuerySet[Notice]:
    """What is queued and not out of date."""
    return Notice.objects.filter(
        sent_at__isnull=True,
        interview__isnull=False,
        queued_at__gte=timezone.now() - OUT_OF_DATE,
    )


def send_waiting(
    *,
    school_id: int,
    seconds: float,
    tell: Callable[[int], None] = lambda sent: None,
) -> Sent:
    """Send what is queued at a school for so many seconds, one letter to a person.

    A letter that cannot be sent stays in the queue for the next time. Where the server does not
    answer, the others are not tried. `tell` is told how many have been sent.
    """
    until = time.monotonic() + seconds
    waiting = waiting_letters().filter(interview__school=school_id)
    waiting = waiting.select_related("person", "interview__student", "interview__room")
    ordered = waiting.order_by("person_id", "interview_id", "queued_at", "id")
    done = Sent()
    for _, notices in groupby(ordered, key=lambda notice: notice.person_id):
        if time.monotonic() > until:
            # Where nothing went at all, going on would only be refused again.
            done.ran_out_of_time = done.sent > 0
            break
        tell(done.sent)
        try:
            went = _send_one(list(notices))
        except MailServerDown:
            done.server_is_down = True
            break
        done.sent += went is True
        done.refused += went is False
    return done


def _send_one(notices: list[Notice]) -> bool | None:
    """Claim, then send: two who send at once do not both write to the same person.

    Whether the letter was taken; None where there is nothing to tell. Raises MailServerDown.
    """
    now = timezone.now()
    mine = [
        notice
        for notice in notices
        if Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(sent_at=now)
    ]
    told = _still_true(mine)
    if not told:
        return None
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
