"""On which days something repeats (RFC 5545, RRULE), with a limit on how long we look.

Only what a calendar of days needs: rules that repeat by day, week, month or year. Every rule is
walked period by period, so that a rule that never fits ends where the academic year ends.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_READ = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"),
    *("BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"),
}
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class UnreadRule(ValueError):
    """A rule that repeats in a way we do not read."""


class TooMuch(ValueError):
    """Walking the rules of a file took more steps than any school's calendar needs."""


@dataclass
class Steps:
    """How many more days may be looked at, over all rules of a file."""

    left: int = 1_000_000

    def take(self, number: int) -> None:
        self.left -= number
        if self.left < 0:
            raise TooMuch


@dataclass(frozen=True)
class Rule:
    """A rule as `days_of` walks it. weekdays: (which one in the period or 0 for each, weekday)."""

    frequency: str
    interval: int
    count: int | None
    week_starts: int
    weekdays: tuple[tuple[int, int], ...]
    months: frozenset[int]
    month_days: frozenset[int]
    positions: tuple[int, ...]


def read_rule(parts: Mapping[str, Any]) -> Rule:
    """The rule of an RRULE's parts (lists, keys in capitals). Raises UnreadRule."""
    known = {str(name).upper(): value for name, value in parts.items()}
    frequency = str(_first(known.get("FREQ"), "")).upper()
    if frequency not in _FREQUENCIES or not set(known) <= _READ:
        raise UnreadRule
    weekdays = tuple(_weekday(str(one)) for one in _list(known.get("BYDAY")))
    month_days = frozenset(_number(one, 31) for one in _list(known.get("BYMONTHDAY")))
    if frequency in ("DAILY", "WEEKLY") and any(nth for nth, _ in weekdays):
        raise UnreadRule
    if frequency == "WEEKLY" and month_days:
        raise UnreadRule
    count = known.get("COUNT")
    return Rule(
        frequency,
        _number(_first(known.get("INTERVAL"), 1), 1000, least=1),
        None if count is None else _number(_first(count, 1), 10_000, least=1),
        _WEEKDAYS.get(str(_first(known.get("WKST"), "MO")).upper(), 0),
        weekdays,
        frozenset(_number(one, 12, least=1) for one in _list(known.get("BYMONTH"))),
        month_days,
        tuple(_number(one, 366) for one in _list(known.get("BYSETPOS"))),
    )


def _list(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _first(value: Any, otherwise: Any) -> Any:
    return next(iter(_list(value)), otherwise)


def _number(value: Any, most: int, least: int | None = None) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise UnreadRule from error
    if number == 0 or abs(number) > most or (least is not None and number < least):
        raise UnreadRule
    return number


def _weekday(text: str) -> tuple[int, int]:
    nth, name = text[:-2], text[-2:].upper()
    if name not in _WEEKDAYS:
        raise UnreadRule
    return (_number(nth, 53) if nth else 0), _WEEKDAYS[name]


def days_of(rule: Rule, start: date, first: date, last: date, steps: Steps) -> Iterator[date]:
    """The days from `first` to `last` on which a rule repeats what starts on `start`, in order.

    Raises TooMuch.
    """
    if start > last:
        return
    number = 0
    for days in _periods(rule, start, first, last, steps):
        for day in _at_positions(rule, days):
            if day < start:
                continue
            number += 1
            if day > last or (rule.count is not None and number > rule.count):
                return
            if day >= first:
                yield day


def _at_positions(rule: Rule, days: list[date]) -> list[date]:
    if not rule.positions:
        return days
    size = len(days)
    places = {one - 1 if one > 0 else size + one for one in rule.positions}
    return [day for place, day in enumerate(days) if place in places]


def _periods(
    rule: Rule, start: date, first: date, last: date, steps: Steps
) -> Iterator[list[date]]:
    """The days of each period in which the rule repeats, until the last day is passed."""
    # Where nothing is counted, periods long before the year need not be walked.
    begin = start if rule.count is not None else max(start, first)
    walk = {
        "DAILY": _by_day,
        "WEEKLY": _by_week,
        "MONTHLY": _by_month,
        "YEARLY": _by_year,
    }[rule.frequency]
    for begins, days in walk(rule, start, begin, steps):
        if begins > last:
            return
        yield [day for day in days if not rule.months or day.month in rule.months]


_Walk = Iterator[tuple[date, list[date]]]


def _by_day(rule: Rule, start: date, begin: date, steps: Steps) -> _Walk:
    offset = (begin - start).days // rule.interval * rule.interval
    weekdays = {weekday for _, weekday in rule.weekdays}
    while True:
        steps.take(1)
        day = start + timedelta(days=offset)
        fits = not weekdays or day.weekday() in weekdays
        yield day, [day] if fits and _in_month_days(rule, day) else []
        offset += rule.interval


def _by_week(rule: Rule, start: date, begin: date, steps: Steps) -> _Walk:
    monday = start - timedelta(days=(start.weekday() - rule.week_starts) % 7)
    offset = (begin - monday).days // 7 // rule.interval * rule.interval
    weekdays = {weekday for _, weekday in rule.weekdays} or {start.weekday()}
    while True:
        steps.take(7)
        week = monday + timedelta(weeks=offset)
        days = [week + timedelta(days=number) for number in range(7)]
        yield week, [day for day in days if day.weekday() in weekdays]
        offset += rule.interval


def _by_month(rule: Rule, start: date, begin: date, steps: Steps) -> _Walk:
    behind = (begin.year - start.year) * 12 + begin.month - start.month
    offset = behind // rule.interval * rule.interval
    while True:
        steps.take(31)
        years, month = divmod(start.year * 12 + start.month - 1 + offset, 12)
        days = _month(years, month + 1)
        yield days[0], _picked(rule, days, start.day)
        offset += rule.interval


def _by_year(rule: Rule, start: date, begin: date, steps: Steps) -> _Walk:
    offset = (begin.year - start.year) // rule.interval * rule.interval
    while True:
        steps.take(366)
        year = start.year + offset
        months = [_month(year, month) for month in range(1, 13)]
        if rule.weekdays and not rule.months:
            days = _picked(rule, [day for month in months for day in month], start.day)
        elif rule.months or rule.month_days:
            days = [day for month in months for day in _picked(rule, month, start.day)]
        else:
            days = _picked(rule, months[start.month - 1], start.day)
        yield date(year, 1, 1), days
        offset += rule.interval


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _picked(rule: Rule, days: list[date], usual: int) -> list[date]:
    """The days of a month or year that the rule names; without a name the day it starts on."""
    if not rule.weekdays and not rule.month_days:
        return [day for day in days if day.day == usual]
    found = [day for day in days if _in_month_days(rule, day)]
    if not rule.weekdays:
        return found
    named = {day for nth, weekday in rule.weekdays for day in _nth(days, nth, weekday)}
    return [day for day in found if day in named]


def _nth(days: list[date], nth: int, weekday: int) -> list[date]:
    of_weekday = [day for day in days if day.weekday() == weekday]
    if nth == 0:
        return of_weekday
    place = nth - 1 if nth > 0 else len(of_weekday) + nth
    return [of_weekday[place]] if 0 <= place < len(of_weekday) else []


def _in_month_days(rule: Rule, day: date) -> bool:
    if not rule.month_days:
        return True
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    return day.day in rule.month_days or from_end in rule.month_days
