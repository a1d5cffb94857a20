"""What the pages about people show."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format


def dates_tag(holding: Any, today: dt.date) -> str:
    """When a role begins or ends, where it is not simply held: “Starts on 4 January 2027”."""
    ends = f"last day {_day(holding.ends_on)}" if holding.ends_on else ""
    if holding.starts_on > today:
        starts = f"Starts on {_day(holding.starts_on)}"
        return f"{starts}, {ends}" if ends else starts
    return ends[:1].upper() + ends[1:]


def _day(on: dt.date) -> str:
    return date_format(on, "j F Y")
