"""What stands in advisers' diaries at other schools."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.utils import timezone

from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview

from .supply import minutes_of


def booked_elsewhere(
    school: Any, persons: Collection[int], days: Collection[dt.date]
) -> dict[int, list[tuple[dt.date, int, int]]]:
    """Person to day, begin and end of their interviews at other schools.

    On PostgreSQL a connection that names a school sees none of these; the worker sees them.
    """
    found: dict[int, list[tuple[dt.date, int, int]]] = defaultdict(list)
    wanted = set(days)
    rows = (
        Interview.objects.filter(
            adviser__person__in=persons,
            state=InterviewState.BOOKED,
            starts_at__gte=timezone.now() - dt.timedelta(days=1),
        )
        .exclude(school=school)
        .order_by("starts_at", "id")
    )
    for person, starts_at, minutes in rows.values_list("adviser__person", "starts_at", "minutes"):
        begins = timezone.localtime(starts_at)
        if begins.date() in wanted:
            since = minutes_of(begins.time())
            found[person].append((begins.date(), since, since + minutes))
    return dict(found)
