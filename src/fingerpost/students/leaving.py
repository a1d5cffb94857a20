"""The times that count for students who have left: the school's own, or the rule's."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings

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
    return rules.waiting_time(name, on, _extra_rules()).months


def _extra_rules() -> Path | None:
    """The installation's own folder of rules, where it has one."""
    return settings.EXTRA_RULES if settings.EXTRA_RULES.is_dir() else None
