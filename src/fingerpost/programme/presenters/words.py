"""How days, times, money, audiences and places of the programme are written."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format

from fingerpost.ledger.presenters.words import missing_title

from ..selectors.audience import Audience


def day(on: dt.date) -> str:
    """A date as people write it: 3 October 2026."""
    return date_format(on, "j F Y")


def weekday(on: dt.date) -> str:
    """A date with its day of the week: Friday 3 October 2026."""
    return date_format(on, "l j F Y")


def times(session: Any) -> str:
    """From when to when: 09:50 to 10:50; empty where it is not known."""
    if not session.starts_at:
        return ""
    return f"{session.starts_at:%H:%M} to {session.ends_at:%H:%M}"


def when(session: Any) -> str:
    """Day and times of a session."""
    return ", ".join(filter(None, (weekday(session.on), times(session))))


def place(session: Any) -> str:
    """Where a session is; empty where it is not known."""
    return session.room.name if session.room else session.where


def pounds(pence: int | None) -> str:
    """Money as people write it: £12.50, or £1,200 where there are no pence."""
    if pence is None:
        return ""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02d}" if rest else f"£{whole:,}"


def listed(names: list[str]) -> str:
    """Names in a sentence: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def audience_words(
    audience: Audience, groups: Mapping[int, str], measures: Mapping[str, Any]
) -> str:
    """For whom an activity is: Years 9 and 10, 11A; of them: ...

    groups: names of tutor groups by key. measures: those in force by name.
    """
    parts = []
    if audience.years:
        noun = "Years" if len(audience.years) > 1 else "Year"
        parts.append(f"{noun} {listed([str(year) for year in sorted(audience.years)])}")
    parts += [groups.get(key, "a group that is gone") for key in audience.groups]
    whom = ", ".join(parts) or "Everybody"
    if not audience.measure:
        return whom
    return f"{whom}, of them: {side_words(audience, measures)}"


def side_words(audience: Audience, measures: Mapping[str, Any]) -> str:
    """The side of a measure that an audience is on, in the words of its list."""
    measure = measures.get(audience.measure)
    if measure is None:
        return "by a measure that is no longer there"
    return str(measure.title if audience.side == "counted" else missing_title(measure))


def periods_words(periods: list[Any]) -> str:
    """The periods that students miss: Period 2 and Period 3."""
    return listed([period.name for period in periods]) if periods else ""


def minutes_to_read(text: str) -> int:
    """How long a text takes to read aloud to oneself, in whole minutes; at least one."""
    return max(1, round(len(text.split()) / 180))
