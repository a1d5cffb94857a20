"""Days of a file as moments here."""

import datetime as dt

from django.utils import timezone


def noon(day: dt.date, number: int = 0) -> dt.datetime:
    """A moment of a day that is no other day anywhere in the country; `number` keeps an order."""
    start = dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_current_timezone())
    return start + dt.timedelta(seconds=number)
