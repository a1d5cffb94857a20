"""What is done for schools once a day."""

import datetime as dt

from fingerpost.accounts.selectors import schools_with_waiting_invitations

from .services.invitations import leave_invitations


def invitations(*, today: dt.date) -> str:
    """Have the invitations sent that nobody went on sending."""
    schools = schools_with_waiting_invitations()
    for school in schools:
        leave_invitations(school=school, by=None)
    return f"Invitations to be sent for {len(schools):,} schools."
