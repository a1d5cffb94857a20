"""What the pages about people show."""

import datetime as dt
from typing import Any

from fingerpost.common.days import day_words


def dates_tag(holding: Any, today: dt.date) -> str:
    """When a role begins or ends, where it is not simply held: “Starts on 4 January 2027”."""
    ends = f"last day {day_words(holding.ends_on)}" if holding.ends_on else ""
    if holding.starts_on > today:
        starts = f"Starts on {day_words(holding.starts_on)}"
        return f"{starts}, {ends}" if ends else starts
    return ends[:1].upper() + ends[1:]
