"""What is coming up for a child, in a line each, as their family reads it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.programme.presenters.words import place, when

from ..selectors.family import Ahead
from ..services.letters import STUDENTS_SUMMARY


@dataclass(frozen=True)
class AheadLine:
    """One thing to come: what, when and where. What is talked about is not said."""

    what: str
    when: str
    where: str


def ahead_lines(ahead: Ahead) -> list[AheadLine]:
    """Interviews and sessions of one child, the soonest first."""
    found: list[tuple[tuple[dt.date, dt.time], AheadLine]] = []
    for interview in ahead.interviews:
        local = timezone.localtime(interview.starts_at)
        said = date_format(local, "l j F Y, H:i")
        where = str(interview.room or interview.get_channel_display())
        found.append(((local.date(), local.time()), AheadLine(STUDENTS_SUMMARY, said, where)))
    for session in ahead.sessions:
        line = AheadLine(session.title, when(session), place(session))
        found.append(((session.on, session.starts_at or dt.time()), line))
    return [line for _, line in sorted(found, key=lambda one: one[0])]
