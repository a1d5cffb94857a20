"""Reading a calendar file (RFC 5545, .ics): what it says of one academic year.

Times become London's; a time without a zone is London's already. What repeats is spread over the
year; an occurrence that was moved, cancelled or taken out is moved, left out or taken out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from fingerpost.exchange.roll import UnreadableFile

from .format import (
    LARGEST,
    MOST_DAYS,
    MOST_ENTRIES,
    MOST_EVENTS,
    CalendarEntry,
    CalendarFile,
    Occurrence,
)
from .recurring import Steps, TooMuch, UnreadRule, days_of, read_rule

LONDON = ZoneInfo("Europe/London")
LONGEST_TITLE = 160
# Something that has repeated for longer than this was not meant to.
_OLDEST = timedelta(days=366 * 40)
_LONGEST_UID = 200
_ZONE = re.compile(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE", re.DOTALL | re.IGNORECASE)
# A zone changes its clocks by the year. Anything quicker would be spread over centuries.
_ODD_ZONE = re.compile(rb"FREQ\s*=\s*(?!YEARLY)", re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")

NOT_A_CALENDAR = "This is not a calendar file (.ics), or it is damaged."
_TOO_MANY = f"The calendar has more than {MOST_EVENTS:,} entries, more than a school's year has."


class _Unread(ValueError):
    """Why one entry is left out, in a sentence."""


def read_calendar(data: bytes, first: date, last: date) -> CalendarFile:
    """What a calendar file says of the days from `first` to `last`.

    Raises UnreadableFile with a sentence: not a calendar, too large, too much of it.
    """
    if len(data) > LARGEST:
        raise UnreadableFile(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    calendars = _parsed(data)
    components = [one for calendar in calendars for one in calendar.walk("VEVENT")]
    if len(components) > MOST_EVENTS:
        raise UnreadableFile(_TOO_MANY)
    reading = _Reading(first, last)
    entries = [one for one in reading.entries(components) if one.occurrences]
    if len(entries) > MOST_ENTRIES or sum(len(one.occurrences) for one in entries) > MOST_DAYS:
        raise UnreadableFile("The calendar has more in this year than a school's year has.")
    entries.sort(key=lambda one: (one.occurrences[0].starts_on, one.title, one.uid))
    return CalendarFile(_name(calendars), tuple(entries), tuple(reading.left_out))


def _parsed(data: bytes) -> list[Any]:
    unfolded = _FOLD.sub(b"", data).upper().strip()
    # Half a file would say that the other half is gone from the calendar.
    begun, ended = (unfolded.count(b"%s:VEVENT" % word) for word in (b"BEGIN", b"END"))
    whole = unfolded.endswith(b"END:VCALENDAR") and begun == ended
    if b"BEGIN:VCALENDAR" not in unfolded or not whole:
        raise UnreadableFile(NOT_A_CALENDAR)
    if begun > MOST_EVENTS:
        raise UnreadableFile(_TOO_MANY)
    if any(_ODD_ZONE.search(zone) for zone in _ZONE.findall(unfolded)):
        raise UnreadableFile("The calendar has a time zone that no clock follows.")
    try:
        return list(Calendar.from_ical(data, multiple=True))
    # The library says in many ways that a file is damaged.
    except Exception as error:
        raise UnreadableFile(NOT_A_CALENDAR) from error


def _name(calendars: Iterable[Any]) -> str:
    for calendar in calendars:
        for key in ("X-WR-CALNAME", "NAME"):
            name = _plain(calendar.get(key, ""))
            if name:
                return name[:120]
    return ""


def _plain(text: Any) -> str:
    return " ".join(_CONTROL.sub(" ", str(text)).split())


@dataclass
class _Reading:
    """Reading the entries of one file, with what had to be left out."""

    first: date
    last: date
    left_out: list[str] = field(default_factory=list)
    steps: Steps = field(default_factory=Steps)

    def entries(self, components: Iterable[Any]) -> Iterator[CalendarEntry]:
        """Every entry with its occurrences in the year."""
        masters: dict[str, list[Any]] = defaultdict(list)
        changes: dict[str, list[Any]] = defaultdict(list)
        for one in components:
            uid = _uid(one)
            (changes if one.get("RECURRENCE-ID") is not None else masters)[uid].append(one)
        for uid in {**masters, **changes}:
            # One occurrence alone, without what it belongs to: an invitation to that one.
            some = masters[uid] or changes[uid]
            for number, master in enumerate(_newest(some)):
                key = uid if number == 0 else f"{uid}#{number}"
                found = self._entry(key, master, changes[uid] if masters[uid] else [])
                if found is not None:
                    yield found

    def _entry(self, uid: str, event: Any, changes: list[Any]) -> CalendarEntry | None:
        title = _plain(event.get("SUMMARY", ""))[:LONGEST_TITLE] or "Without a title"
        if _is_cancelled(event):
            return None
        try:
            found = sorted(self._occurrences(uid, event, changes), key=lambda one: one.starts_on)
        except _Unread as reason:
            self.left_out.append(f"“{title[:60]}” was left out: {reason}.")
            return None
        except TooMuch as reason:
            raise UnreadableFile("The calendar repeats things more often than we follow.") from (
                reason
            )
        inside = [one for one in found if one.ends_on >= self.first and one.starts_on <= self.last]
        return CalendarEntry(uid, title, tuple(inside))

    def _occurrences(self, uid: str, event: Any, changes: list[Any]) -> Iterator[Occurrence]:
        start, length = _start(event), _length(event)
        if event.get("RRULE") is None and event.get("RDATE") is None:
            yield _occurrence(uid, start, length)
            return
        moved = {_moment(_value(one, "RECURRENCE-ID")): one for one in changes}
        gone = {_moment(one) for one in self._listed(event, "EXDATE")} | set(moved)
        for one in self._starts(event, start, length):
            moment = _moment(one)
            if not gone.isdisjoint((moment, _day(one))):
                continue
            yield _occurrence(f"{uid}/{_day(one):%Y%m%d}", one, length)
        for moment, change in moved.items():
            if not _is_cancelled(change):
                key = f"{uid}/{moment:%Y%m%d}"
                yield _occurrence(key, _start(change), _length(change))

    def _starts(self, event: Any, start: date, length: timedelta) -> Iterator[date]:
        """When it starts, each time: dates, or moments in the zone of the entry."""
        more = list(self._listed(event, "RDATE"))
        rules = event.get("RRULE")
        if rules is None:
            yield from dict.fromkeys([start, *more])
            return
        if not isinstance(rules, Mapping) or _day(start) < self.first - _OLDEST:
            raise _Unread("it repeats in a way that is not read")
        seen = set()
        # Something that began before the year may reach into it.
        since = self.first - min(length, timedelta(days=366))
        for one in (*self._repeated(rules, start, since), *more):
            if _moment(one) not in seen:
                seen.add(_moment(one))
                yield one

    def _listed(self, event: Any, name: str) -> Iterator[date]:
        """The dates or moments of EXDATE or RDATE; each is a step."""
        for one in _dates(event.get(name)):
            self.steps.take(1)
            yield one

    def _repeated(self, parts: Any, start: date, since: date) -> Iterator[date]:
        try:
            rule = read_rule(parts)
        except UnreadRule as reason:
            raise _Unread("it repeats in a way that is not read") from reason
        until = next(iter(parts.get("UNTIL") or ()), None)
        for day in days_of(rule, _day(start), since, self.last, self.steps):
            one = datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day
            if until is not None and _is_after(one, until):
                return
            yield one


def _uid(event: Any) -> str:
    uid = _plain(event.get("UID", ""))
    if 0 < len(uid) <= _LONGEST_UID:
        return uid
    said = uid or f"{event.get('SUMMARY', '')} {event.get('DTSTART')}"
    return sha256(said.encode()).hexdigest()


def _newest(some: list[Any]) -> list[Any]:
    """Of entries with one identifier: the newest of each start. Careless programs give several
    entries the same."""
    by_start: dict[str, Any] = {}
    for one in sorted(some, key=lambda event: _number(event.get("SEQUENCE"))):
        by_start[_start_words(one)] = one
    return list(by_start.values())


def _start_words(event: Any) -> str:
    try:
        return str(_start(event))
    except _Unread:
        return ""


def _number(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return 0


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"


def _value(event: Any, name: str) -> date:
    """A date, or a moment: one without a zone is London's."""
    value = _held(event.get(name), "dt")
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=LONDON)
    if isinstance(value, date):
        return value
    raise _Unread("a day or time in it cannot be read")


def _held(value: Any, name: str) -> Any:
    """What a property holds under a name; None where it holds no such thing."""
    try:
        return getattr(value, name, None)
    # A value that the library could not read is a property that says so when it is looked at.
    except Exception as error:
        raise _Unread("a day or time in it cannot be read") from error


def _start(event: Any) -> date:
    if event.get("DTSTART") is None:
        raise _Unread("it has no first day")
    return _value(event, "DTSTART")


def _length(event: Any) -> timedelta:
    """How long it takes; an all-day entry without an end takes its day."""
    start = _start(event)
    duration = _held(event.get("DURATION"), "dt")
    if event.get("DTEND") is not None:
        end = _value(event, "DTEND")
        if isinstance(start, datetime) != isinstance(end, datetime):
            raise _Unread("its start and end do not go together")
        length = end - start
    else:
        length = duration if isinstance(duration, timedelta) else timedelta(0)
    if length < timedelta(0):
        raise _Unread("it ends before it starts")
    if length > timedelta(days=400):
        raise _Unread("it lasts longer than a year")
    if not isinstance(start, datetime):
        return max(length, timedelta(days=1))
    return length


def _dates(value: Any) -> Iterator[date]:
    """The dates or moments of EXDATE or RDATE, however often the property is there."""
    for some in value if isinstance(value, list) else [value] if value is not None else []:
        for one in _held(some, "dts") or ():
            found = _held(one, "dt")
            found = found[0] if isinstance(found, tuple) else found
            if isinstance(found, datetime) and found.tzinfo is None:
                found = found.replace(tzinfo=LONDON)
            if isinstance(found, date):
                yield found


def _day(one: date) -> date:
    return one.date() if isinstance(one, datetime) else one


def _moment(one: date) -> date:
    """What tells two starts apart: the day, or the moment in London."""
    try:
        return one.astimezone(LONDON) if isinstance(one, datetime) else one
    except (OverflowError, ValueError) as error:
        raise _Unread("a day or time in it cannot be read") from error


def _is_after(one: date, until: date) -> bool:
    if isinstance(one, datetime) and isinstance(until, datetime):
        return one > (until if until.tzinfo else until.replace(tzinfo=one.tzinfo))
    return _day(one) > _day(until)


def _occurrence(key: str, start: date, length: timedelta) -> Occurrence:
    try:
        if not isinstance(start, datetime):
            return Occurrence(key, start, start + length - timedelta(days=1))
        begins = start.astimezone(LONDON)
        ends = (start + length).astimezone(LONDON)
    except (OverflowError, ValueError) as error:
        raise _Unread("a day or time in it cannot be read") from error
    last = ends.date()
    if ends.time() == time(0) and last > begins.date():
        last -= timedelta(days=1)
    if last > begins.date() or not length:
        return Occurrence(key, begins.date(), last)
    # Until midnight is until the last minute of the day.
    until = time(23, 59) if ends.date() > last else ends.time().replace(second=0, microsecond=0)
    since = begins.time().replace(second=0, microsecond=0)
    if until <= since:
        return Occurrence(key, begins.date(), last)
    return Occurrence(key, begins.date(), last, since, until)
