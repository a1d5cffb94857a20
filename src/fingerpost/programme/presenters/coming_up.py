"""What is coming up for a student, in plain words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ..enums import Consent
from .words import place, when


@dataclass(frozen=True)
class Coming:
    """One session as a student sees it: when, where, with whom, and what they may do."""

    session: Any
    when: str
    where: str
    who: str
    places: str = ""
    consent: str = ""
    needs: str = ""
    is_off: bool = False
    why_off: str = ""
    may_leave: bool = False


def down_for(row: Any, today: dt.date) -> Coming:
    """A session that the student is down for, or was before it was cancelled."""
    session = row.session
    return Coming(
        session,
        when(session),
        place(session),
        session.organisation,
        consent=_consent(row) if session.is_planned else "",
        needs=row.needs,
        is_off=session.is_cancelled,
        why_off=session.cancelled_because,
        may_leave=row.signed_up and session.is_planned and session.on >= today,
    )


def _consent(row: Any) -> str:
    activity = row.session.activity
    if not (activity and activity.needs_consent):
        return ""
    if row.consent == Consent.GIVEN:
        return "Your family said yes."
    if row.consent == Consent.REFUSED:
        return "Your family said no. Talk to your tutor."
    return "Your family must say yes before you go."


def on_offer(session: Any) -> Coming:
    """A session that the student may sign up for."""
    left = session.places_left
    if left is None:
        places = "There is room for all."
    elif left <= 0:
        places = "It is full."
    else:
        places = f"{left} place{'s' if left > 1 else ''} left."
    return Coming(session, when(session), place(session), session.organisation, places)
