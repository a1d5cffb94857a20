"""When the demonstration's school is open, and putting made things on the day they happened."""

import datetime as dt
import random
import uuid
from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Model
from django.utils import timezone

# First and last days of the half terms, near enough for any year.
HALF_TERMS = [
    ((9, 4), (10, 23)),
    ((11, 2), (12, 18)),
    ((1, 5), (2, 12)),
    ((2, 22), (3, 27)),
    ((4, 13), (5, 22)),
    ((6, 1), (7, 21)),
]


def is_school_day(day: dt.date) -> bool:
    """Whether the school is open."""
    here = (day.month, day.day)
    return day.weekday() < 5 and any(first <= here <= last for first, last in HALF_TERMS)


@lru_cache(maxsize=512)
def school_days(year: int, month: int) -> tuple[dt.date, ...]:
    """The school days of a calendar month; every month but August has some."""
    first = dt.date(year, month, 1)
    days = (first + dt.timedelta(days=number) for number in range(31))
    return tuple(day for day in days if day.month == month and is_school_day(day))


def at(day: dt.date, hour: int = 12, minute: int = 0) -> dt.datetime:
    """A time of that day where the school is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def backdate(rows: Sequence[Model], field: str, moments: Sequence[dt.datetime]) -> None:
    """Let rows that stamp themselves when they are written carry the moment they tell of."""
    if not rows:
        return
    for row, moment in zip(rows, moments, strict=True):
        setattr(row, field, moment)
    type(rows[0])._default_manager.bulk_update(rows, [field], batch_size=400)


def key_from(rng: random.Random) -> uuid.UUID:
    """A key for what a form is sent with once, the same for the same seed."""
    return uuid.UUID(int=rng.getrandbits(128), version=4)
