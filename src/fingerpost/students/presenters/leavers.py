"""What follows when a student leaves, as pages say it."""

import datetime as dt
from typing import Any

from fingerpost.common.months import months_after

from ..leaving import record_months, sign_in_months
from .lines import day


def months_words(months: int) -> str:
    """So many months in words: “3 years”, “1 month”, “the same day”."""
    if months == 0:
        return "the same day"
    if months % 12 == 0:
        return _many(months // 12, "year")
    return _many(months, "month")


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def leaving_words(school: Any, on: dt.date) -> str:
    """What will follow when somebody leaves, in one or two sentences."""
    months = sign_in_months(school, on)
    when = "on that day" if months == 0 else f"{months_words(months)} later"
    return f"Their sign-in ends {when}, and that of parents with no other child on the roll."


def line_dates(student: Any, on: dt.date) -> dict[str, Any]:
    """What the line of a student who leaves says about it; empty for one who stays."""
    if student.left_on is None:
        return {}
    return {
        "sign_in_ends": day(sign_in_ends_on(student, on)),
        "records_due": day(records_due_on(student, on)),
    }


def sign_in_ends_on(student: Any, on: dt.date) -> dt.date:
    """The first day on which a leaver cannot sign in any more."""
    return months_after(student.left_on, sign_in_months(student.school, on))


def records_due_on(student: Any, on: dt.date) -> dt.date:
    """The day from which a leaver's records are due to be erased."""
    return months_after(student.left_on, record_months(student.school, on))
