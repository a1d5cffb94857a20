"""Moments as people read them, in the school's own time."""

import datetime as dt

from django.utils import timezone


def moment_words(at: dt.datetime) -> str:
    """Monday 23 November 2026, 09:40."""
    local = timezone.localtime(at)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def short_moment(at: dt.datetime) -> str:
    """Mon 23 Nov, 09:40."""
    local = timezone.localtime(at)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
