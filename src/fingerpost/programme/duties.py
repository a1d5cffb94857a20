"""What is to be done about sessions every day. It may be done again: nothing is sent twice."""

import datetime as dt

from django.utils import timezone

from .services.letters import leave_letters, schools_waiting


def tell_of_changed_sessions(*, today: dt.date) -> str:
    """Have e-mails about changed sessions sent that could not be sent before."""
    schools = schools_waiting()
    for school_id in schools:
        leave_letters(school_id=school_id, by=None, not_before=timezone.now())
    return f"E-mails about sessions to be sent for {len(schools):,} schools"
