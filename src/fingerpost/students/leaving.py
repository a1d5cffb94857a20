"""The times that count for students who have left: the school's own, or the rule's."""

import datetime as dt
from typing import Any

from fingerpost import rules


def sign_in_months(school: Any, on: dt.date) -> int:
    """How many months after leaving a sign-in ends."""
    if school.leaver_sign_in_months is not None:
        return int(school.leaver_sign_in_months)
    return default_months("leaver_sign_in", on)


def record_months(school: Any, on: dt.date) -> int:
    """How many months after leaving records are due to be erased."""
    if school.leaver_record_months is not None:
        return int(school.leaver_record_months)
    return default_months("leaver_records", on)


def default_months(name: str, on: dt.date) -> int:
    """What the rule of this name says where a school has set nothing."""
    return rules.waiting_time(name, on).months
