"""Daily duties about people."""

import datetime as dt

from .selectors import schools_with_waiting_invitations
from .services.invitations import send_waiting

_SECONDS = 600


def invitations(*, today: dt.date) -> str:
    """Send the invitations that nobody went on sending."""
    sent = failed = 0
    for school in schools_with_waiting_invitations():
        went, did_not = send_waiting(school=school, by=None, seconds=_SECONDS)
        sent, failed = sent + went, failed + did_not
    return f"{sent:,} invitations sent, {failed:,} could not be."
