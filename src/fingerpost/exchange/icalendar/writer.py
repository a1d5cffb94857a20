"""Writing calendar files (RFC 5545): one to take along, or one that calendar programs come back to.

What is written follows from the lines alone, so that the same lines are the same file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event


@dataclass(frozen=True)
class CalendarLine:
    """One entry. `starts` and `ends` are moments, or both days (the last day included).

    uid: the same for ever. changed_at: when it was last changed. sequence: how often. is_busy:
    whether it takes the person's time.
    """

    uid: str
    summary: str
    starts: date
    ends: date
    changed_at: datetime
    sequence: int = 0
    location: str = ""
    is_cancelled: bool = False
    is_busy: bool = True


def calendar_file(lines: Iterable[CalendarLine]) -> bytes:
    """A file that goes with a letter: what is in it is added, changed or taken out."""
    return _written(_head("Guidance interviews"), lines)


def calendar_feed(lines: Iterable[CalendarLine], name: str, refresh: timedelta) -> bytes:
    """A calendar of this name that programs read again every so often."""
    calendar = _head("Calendar")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{int(refresh.total_seconds() // 3600)}H")
    return _written(calendar, lines)


def _head(what: str) -> Any:
    calendar = Calendar()
    calendar.add("prodid", f"-//Fingerpost//{what}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _written(calendar: Any, lines: Iterable[CalendarLine]) -> bytes:
    for line in lines:
        calendar.add_component(_event(line))
    return bytes(calendar.to_ical())


def _event(line: CalendarLine) -> Any:
    event = Event()
    event.add("uid", line.uid)
    event.add("dtstamp", line.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", line.sequence)
    if isinstance(line.starts, datetime) and isinstance(line.ends, datetime):
        event.add("dtstart", line.starts.astimezone(UTC))
        event.add("dtend", line.ends.astimezone(UTC))
    else:
        event.add("dtstart", line.starts)
        event.add("dtend", line.ends + timedelta(days=1))
    event.add("status", "CANCELLED" if line.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if line.is_busy and not line.is_cancelled else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("summary", line.summary)
    if line.location and not line.is_cancelled:
        event.add("location", line.location)
    return event
