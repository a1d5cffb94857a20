"""What is done about timetables once a day."""

import datetime as dt

from .services.making import remove_old_drafts

KEPT = dt.timedelta(days=30)


def old_drafts(*, today: dt.date) -> str:
    """Delete drafts that nobody published, a month after their timetable's last day."""
    return f"{remove_old_drafts(ended_before=today - KEPT, by=None):,} old drafts deleted."
