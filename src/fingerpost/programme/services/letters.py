"""E-mails that a planned session has another day, time or place, or does not take place.

What a change made other than somebody knew it is queued with the change. A while later a job
compares that with how the session is by then: what was changed back is told to nobody. They hold
what the session is called, when and where it is; never a student's name or why it is cancelled, and
no links. Who wants no e-mails about interviews gets none of these.
"""

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.accounts.models import Person
from fingerpost.accounts.services.mail import Letter, post, wants
from fingerpost.jobs.selectors import waiting_jobs
from fingerpost.jobs.services import leave

from ..enums import SessionState
from ..models import GroupSession, SessionNotice

LETTERS = "fingerpost.programme.tasks.send_letters"
# So long staff may change their mind before anybody is told.
SECOND_THOUGHTS = dt.timedelta(minutes=5)
_FOOT = "Sign in to Fingerpost to see it. You can stop these e-mails there too."


def known(session: GroupSession) -> dict[str, Any]:
    """What somebody who is down for a session knows of it: see `SessionNotice.was`."""
    is_timed = session.starts_at and session.ends_at
    return {
        "on": session.on.isoformat(),
        "times": f"{session.starts_at:%H:%M} to {session.ends_at:%H:%M}" if is_timed else "",
        "place": session.room.name if session.room else session.where,
        "cancelled": session.is_cancelled,
    }


def queue_notices(*, sessions: Iterable[int], by: Any) -> int:
    """Queue an e-mail to each who is down for these sessions or leads them; tells how many.

    sessions: keys. Comes before the change, in its transaction. Who makes the change, and the
    made-up people of a demonstration, are not told.
    """
    named = GroupSession.objects.filter(pk__in=list(sessions))
    # Touching their rows makes a sending wait, so that nothing is sent between this and the change.
    named.update(taken=F("taken"))
    found = list(named.select_related("school", "room"))
    queued = [
        SessionNotice(session_id=one.pk, person=person, was=known(one))
        for one in found
        if not one.school.is_demonstration
        for person in _people_of(one)
        if person != by and wants(person)
    ]
    SessionNotice.objects.bulk_create(queued, ignore_conflicts=True)
    if queued:
        school_id, then = found[0].school_id, timezone.now() + SECOND_THOUGHTS
        transaction.on_commit(
            lambda: leave_letters(school_id=school_id, by=by, not_before=then), robust=True
        )
    return len(queued)


def _people_of(session: GroupSession) -> Iterable[Person]:
    down = Q(student__attendance__session=session)
    return Person.objects.filter(down | Q(sessions_to_lead__session=session)).distinct()


def leave_letters(*, school_id: int, by: Any, not_before: dt.datetime, tries: int = 0) -> None:
    """Have a school's letters about sessions sent in the background, by one job at a time."""
    if waiting_jobs(function=LETTERS, school=school_id).exists():
        return
    leave(
        function=LETTERS,
        title="E-mails about sessions",
        by=by,
        not_before=not_before,
        school=school_id,
        tries=tries,
    )


def schools_waiting() -> set[int]:
    """The keys of the schools where e-mails about sessions wait to be sent."""
    waiting = SessionNotice.objects.filter(sent_at__isnull=True)
    return set(waiting.values_list("session__school_id", flat=True))


def send_queued(*, school_id: int, seconds: float) -> tuple[int, bool]:
    """Send what is queued at a school for so many seconds, one letter to a person.

    Tells how many went, and whether any is left. Raises MailServerDown; what was not sent stays.
    """
    until = time.monotonic() + seconds
    sent = 0
    waiting = SessionNotice.objects.filter(session__school=school_id, sent_at__isnull=True)
    keys = waiting.order_by("person_id", "session__on", "pk").values_list("person_id", "pk")
    for _, notices in groupby(keys, key=lambda one: one[0]):
        if time.monotonic() > until:
            return sent, True
        sent += _send_one([pk for _, pk in notices])
    return sent, False


def _send_one(keys: list[int]) -> bool:
    """Claim, then send: two who send at once do not both write to the same person."""
    told = [one for key in keys if (one := _claim(key))]
    if not told:
        return False
    was_taken = False
    try:
        was_taken = post(told[0][0].person, letter_of(told))
    finally:
        if not was_taken:
            _give_back([notice for notice, _ in told])
    return was_taken


@transaction.atomic
def _claim(key: int) -> tuple[SessionNotice, dict[str, Any]] | None:
    """A notice that is now ours to send, with how the session is; None when there is none.

    Touching the session's row makes a change wait, so that what is told is what stood.
    """
    GroupSession.objects.filter(notices=key).update(taken=F("taken"))
    mine = SessionNotice.objects.filter(pk=key, sent_at__isnull=True)
    notice = mine.select_related("person", "session__room").first()
    if notice is None:
        return None
    now = known(notice.session)
    if notice.was == now or not _concerns(notice, now):
        mine.delete()
        return None
    return (notice, now) if mine.update(sent_at=timezone.now()) else None


def _concerns(notice: SessionNotice, now: dict[str, Any]) -> bool:
    """Whether it is still news: ahead, before or after the change, and for somebody who goes."""
    session, today = notice.session, timezone.localdate().isoformat()
    is_ahead = max(notice.was["on"], now["on"]) >= today
    goes = session.attendance.filter(student__person=notice.person_id).exists()
    leads = session.staff.filter(person=notice.person_id).exists()
    return session.state != SessionState.HELD and is_ahead and (goes or leads)


def _give_back(notices: Sequence[SessionNotice]) -> None:
    """Queue again what could not be sent, unless a later change has queued the like already."""
    for notice in notices:
        later = SessionNotice.objects.filter(
            session=notice.session_id, person=notice.person_id, sent_at__isnull=True
        )
        with transaction.atomic():
            if later.update(was=notice.was):
                SessionNotice.objects.filter(pk=notice.pk).delete()
            else:
                SessionNotice.objects.filter(pk=notice.pk).update(sent_at=None)


def letter_of(told: Sequence[tuple[SessionNotice, dict[str, Any]]]) -> Letter:
    """What one person is told: each notice with how the session is now."""
    paragraphs = [_paragraph(notice, now) for notice, now in told]
    body = "\n\n".join([*paragraphs, _FOOT]) + "\n"
    if len(told) > 1:
        return Letter(f"{len(told)} sessions have changed", body)
    [(notice, now)] = told
    word = "Cancelled" if now["cancelled"] else "Changed"
    return Letter(f"{word}: {notice.session.title}", body)


def _paragraph(notice: SessionNotice, now: dict[str, Any]) -> str:
    title, was = notice.session.title, notice.was
    if now["cancelled"]:
        return f"“{title}” will not take place.\nIt was to be: {_said(was)}."
    if was["cancelled"]:
        return f"“{title}” will take place after all.\nIt is: {_said(now)}."
    changed = [name for name in ("on", "times", "place") if now[name] != was[name]]
    what = {"on": "day", "times": "time", "place": "place"}
    new = " and ".join(what[name] for name in changed)
    return f"“{title}” has a new {new}.\nIt is now: {_said(now)}.\nIt was: {_said(was)}."


def _said(facts: dict[str, Any]) -> str:
    day = date_format(dt.date.fromisoformat(facts["on"]), "l j F Y")
    parts = (day, facts["times"], facts["place"])
    return ", ".join(filter(None, parts))
