"""The days that figures for governors stand on.

Whoever may not see small groups may not choose the day freely either: with every day on offer
they could lay two reports side by side and see on which day a number moved on, and so by whom.
Offered are only the first of the present month, which is as new as a report gets until the
next month begins, and the day after each half term and term. English schools end these at
different dates, so the first of the month that follows stands for all of them. All are firsts
of a month, and so is the same day a year before: somebody who opened every report there ever
was has seen a school once a month. How much two such days may differ is the business of
`measures/disclosure.py`.
"""

from __future__ import annotations

from datetime import date

from fingerpost.common.academic_year import AcademicYear

YEARS_BACK = 4

AFTER = {
    11: "after the first half of the autumn term",
    1: "after the autumn term",
    3: "after the first half of the spring term",
    5: "after the spring term",
    6: "after the first half of the summer term",
    8: "after the summer term",
}
"""Months on whose first day a report stands, with what has just ended."""


def report_days(today: date) -> tuple[date, ...]:
    """Return the days on offer, newest first: of this academic year and the four before it."""
    newest = today.replace(day=1)
    year = AcademicYear.of(today).start
    past = (
        date(start + (month < 9), month, 1)
        for start in range(year - YEARS_BACK, year + 1)
        for month in AFTER
    )
    return tuple(sorted({newest, *(day for day in past if day < newest)}, reverse=True))


def report_before(day: date) -> date:
    """Return the newest day on offer before a day: when governors were last reported to."""
    return next(one for one in report_days(day) if one < day)


EARLIEST = date(2013, 9, 1)
"""No figure is given of a day before this: the duty then was a year old."""


def report_day(asked: date, today: date) -> date:
    """Return the newest day on offer that is not after the one asked for, or the oldest.

    What a report compares itself with is on offer as well: the same days a year before.
    """
    offered = report_days(today)
    days = sorted({*offered, *map(a_year_before, offered)}, reverse=True)
    return next((day for day in days if day <= asked), days[-1])


def a_year_before(day: date) -> date:
    """Return the same date last year; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def what_ended(day: date) -> str:
    """Say what has just ended on a day on offer; empty for another first of a month."""
    return AFTER.get(day.month, "")
