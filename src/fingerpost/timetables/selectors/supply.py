"""The time in which advisers can see students: what they give, less what is taken already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from fingerpost.interviews.models import TICK_MINUTES, Availability, Hold
from fingerpost.interviews.selectors.booking import held_by
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import GroupSession, SessionStaff
from fingerpost.schools.enums import EventKind
from fingerpost.schools.models import SchoolEvent, Term

MIDNIGHT = 24 * 60
# So soon nobody can be told of a new time.
NOTICE = dt.timedelta(minutes=30)
_CLOSED = (EventKind.HOLIDAY, EventKind.INSET)

Stretches = list[tuple[int, int]]
Taken = Mapping[tuple[str, dt.date], Stretches]
"""What is taken of a person or room ("person:3", "room:1") on a day, minutes since midnight."""


@dataclass(frozen=True)
class Window:
    """A stretch of one day in which an adviser can see students, in one room or at a distance.

    Times are minutes since midnight.
    """

    adviser_id: int
    person_id: int
    room_id: int | None
    on: dt.date
    since: int
    until: int

    def resources(self) -> list[str]:
        """What an interview here would hold besides its student."""
        return held_by(self.person_id, self.room_id)


def minutes_of(time: dt.time) -> int:
    """A time of day as minutes since midnight."""
    return time.hour * 60 + time.minute


def windows(
    school: Any, first: dt.date, last: dt.date, apart_from: Collection[int] = ()
) -> list[Window]:
    """The free time of a school's advisers from a day to a day, both with it, by day.

    apart_from: interviews whose time counts as free. Without days outside terms and closed days,
    and without what is past or too soon to tell anybody. Takes seven queries.
    """
    given = [one for one in _given(school, first, last) if one.since < one.until]
    if not given:
        return []
    taken = taken_between(school, first, last, apart_from)
    open_days = _open_days(school, {one.on for one in given})
    return [
        left
        for one in given
        if one.on in open_days
        for left in _less(
            one, [s for name in one.resources() for s in taken.get((name, one.on), [])]
        )
    ]


def times_in(found: Iterable[Window], minutes: int) -> int:
    """How many interviews of so many minutes, slack with them, fit into free time."""
    return sum((one.until - one.since) // minutes for one in found)


def _given(school: Any, first: dt.date, last: dt.date) -> Iterator[Window]:
    soonest = timezone.localtime(timezone.now() + NOTICE)
    rows = Availability.objects.filter(
        adviser__school=school,
        adviser__left_on__isnull=True,
        on__gte=max(first, soonest.date()),
        on__lte=last,
    ).order_by("on", "starts_at", "id")
    for adviser, person, room, on, starts, ends in rows.values_list(
        "adviser", "adviser__person", "room", "on", "starts_at", "ends_at"
    ):
        since = minutes_of(starts)
        if on == soonest.date():
            ticks = -(-(minutes_of(soonest.time()) - since) // TICK_MINUTES)
            since += max(0, ticks * TICK_MINUTES)
        yield Window(adviser, person, room, on, since, minutes_of(ends))


def _less(window: Window, taken: Stretches) -> Iterator[Window]:
    """What is left of a window; times begin on whole ticks."""
    since = window.since
    for begins, ends in sorted(taken):
        if begins > since and begins < window.until:
            yield replace(window, since=since, until=begins)
        since = max(since, -(-ends // TICK_MINUTES) * TICK_MINUTES)
    if since < window.until:
        yield replace(window, since=since)


def taken_between(
    school: Any, first: dt.date, last: dt.date, apart_from: Collection[int] = ()
) -> Taken:
    """What interviews and planned sessions take of people and rooms, day by day."""
    found: dict[tuple[str, dt.date], Stretches] = defaultdict(list)
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(first, dt.time.min, tzinfo=zone)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    holds = Hold.objects.filter(tick__gte=since, tick__lt=until).exclude(
        interview__in=list(apart_from)
    )
    for name, tick in holds.order_by("tick").values_list("resource", "tick"):
        local = timezone.localtime(tick)
        _add_tick(found[name, local.date()], minutes_of(local.time()))
    _add_sessions(found, school, first, last)
    return found


def _add_tick(stretches: Stretches, begins: int) -> None:
    """Add five minutes; those that follow one another make one stretch."""
    if stretches and stretches[-1][1] == begins:
        stretches[-1] = (stretches[-1][0], begins + TICK_MINUTES)
    else:
        stretches.append((begins, begins + TICK_MINUTES))


def _add_sessions(
    found: dict[tuple[str, dt.date], Stretches], school: Any, first: dt.date, last: dt.date
) -> None:
    planned = {
        one.pk: one
        for one in GroupSession.objects.filter(
            school=school,
            state=SessionState.PLANNED,
            on__gte=first,
            on__lte=last,
            starts_at__isnull=False,
            ends_at__isnull=False,
        )
    }
    for one in planned.values():
        if one.room_id:
            found[f"room:{one.room_id}", one.on].append(_of_session(one))
    staff = SessionStaff.objects.filter(session__in=list(planned))
    for key, person in staff.values_list("session", "person"):
        one = planned[key]
        found[f"person:{person}", one.on].append(_of_session(one))


def _of_session(session: GroupSession) -> tuple[int, int]:
    assert session.starts_at and session.ends_at
    return minutes_of(session.starts_at), minutes_of(session.ends_at)


def _open_days(school: Any, days: Collection[dt.date]) -> set[dt.date]:
    """Those of the days that lie in a term, where terms are known, and on which it is open."""
    terms = list(
        Term.objects.filter(academic_year__school=school).values_list("starts_on", "ends_on")
    )
    closed = [
        (one.starts_on, one.ends_on)
        for one in SchoolEvent.objects.filter(
            school=school,
            kind__in=_CLOSED,
            starts_at__isnull=True,
            starts_on__lte=max(days),
            ends_on__gte=min(days),
        )
        if not one.year_groups
    ]
    return {
        day
        for day in days
        if (not terms or any(since <= day <= until for since, until in terms))
        and not any(since <= day <= until for since, until in closed)
    }
