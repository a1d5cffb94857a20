"""Free times by day: first the day is chosen, then the time."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone

from ..selectors.booking import Slot

# More days than these are there too, folded away.
AT_FIRST = 10


@dataclass(frozen=True)
class Day:
    """A day with free times, and the page that lists them."""

    on: dt.date
    number: int
    url: str


@dataclass(frozen=True)
class DayChoice:
    """The days that can be chosen, soonest first, and the one that is."""

    chosen: dt.date | None
    first: list[Day]
    later: list[Day]
    # The page on which another day can be chosen; empty where there is no other.
    others_url: str


def day_choice(slots: Iterable[Slot], query: QueryDict) -> DayChoice:
    """The days of free times; `?day=` chooses one, and a day that is alone is chosen already."""
    numbers = Counter(timezone.localdate(slot.starts_at) for slot in slots)
    days = [Day(on, number, _address(query, on)) for on, number in sorted(numbers.items())]
    wanted = _day_in(query)
    chosen = wanted if wanted in numbers else None
    if len(days) == 1:
        chosen = days[0].on
    return DayChoice(
        chosen=chosen,
        first=days[:AT_FIRST],
        later=days[AT_FIRST:],
        others_url=_address(query, None) if len(days) > 1 else "",
    )


def _day_in(query: QueryDict) -> dt.date | None:
    try:
        return dt.date.fromisoformat(query.get("day", ""))
    except ValueError:
        return None


def _address(query: QueryDict, day: dt.date | None) -> str:
    """The same page, at another day."""
    changed = query.copy()
    changed.pop("day", None)
    if day:
        changed["day"] = day.isoformat()
    return f"?{changed.urlencode()}#times"
