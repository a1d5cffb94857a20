"""What is near by, with equal room for every route."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django.db.models import QuerySet

from ..models import Opportunity, OpportunityKind

# A levels lead to any kind of work; whoever forgets the kind of a course does not say that.
FOR_ANY_WORK = frozenset({"school_sixth_form", "sixth_form_college"})


def opportunities_of(
    school: Any, today: dt.date, *, only_courses: bool = False
) -> QuerySet[Opportunity]:
    """What stands in a school's list today; only_courses: no open days and tasters."""
    found = Opportunity.objects.filter(school=school, expires_on__gte=today)
    return found.filter(kind=OpportunityKind.COURSE) if only_courses else found


def taken_out(school: Any, today: dt.date) -> QuerySet[Opportunity]:
    """What was taken out of a school's list and would still be shown, the last first."""
    found = Opportunity.with_taken_out.filter(school=school, taken_out_at__isnull=False)
    return found.filter(expires_on__gte=today).order_by("-taken_out_at", "-pk")


def ever_in_list(school: Any) -> QuerySet[Opportunity]:
    """What stands in a school's list, and what was taken out of it."""
    return Opportunity.with_taken_out.filter(school=school)


def near(
    school: Any,
    today: dt.date,
    *,
    routes: Collection[str] = (),
    sectors: Collection[str] = (),
    only_courses: bool = False,
) -> list[Opportunity]:
    """What is near by of some routes and sectors (of all where none is named), the nearest first,
    the routes taking turns: no route fills a page before the others are on it.

    What names no sector is for any kind of work if its route is. only_courses: no open days and
    tasters.
    """
    found = opportunities_of(school, today, only_courses=only_courses)
    if routes:
        found = found.filter(route__in=routes)
    chosen = [one for one in found if _is_of(one, sectors)]
    return in_turn(sorted(chosen, key=_distance))


def _is_of(one: Opportunity, sectors: Collection[str]) -> bool:
    if not sectors or (not one.sectors and one.route in FOR_ANY_WORK):
        return True
    return not set(sectors).isdisjoint(one.sectors)


def _distance(one: Opportunity) -> tuple[bool, float, str, str]:
    return (one.miles is None, one.miles or 0.0, one.provider, one.title)


def in_turn(ordered: Iterable[Opportunity]) -> list[Opportunity]:
    """The same with the routes taking turns, each in the order given."""
    by_route: dict[str, list[Opportunity]] = defaultdict(list)
    for one in ordered:
        by_route[one.route].append(one)
    turns = zip_longest(*by_route.values())
    return [one for turn in turns for one in turn if one is not None]


class InOneList:
    """A school's own list and published courses as one list, a line of each in turn.

    Gives opportunities and keys of courses, and reads no more of `published` than is asked for.
    """

    def __init__(self, own: Sequence[Opportunity], published: Any) -> None:
        self._own, self._published = own, published
        self._many = published.count() if isinstance(published, QuerySet) else len(published)

    def __len__(self) -> int:
        return len(self._own) + self._many

    def __getitem__(self, part: slice) -> list[Opportunity | int]:
        begin, end, _ = part.indices(len(self))
        places = [self._place(number) for number in range(begin, end)]
        wanted = [at for is_own, at in places if not is_own]
        keys = list(self._published[wanted[0] : wanted[-1] + 1]) if wanted else []
        return [self._own[at] if is_own else keys[at - wanted[0]] for is_own, at in places]

    def _place(self, number: int) -> tuple[bool, int]:
        """Whether the line is the school's own, and its number among those."""
        turns = min(len(self._own), self._many)
        if number < 2 * turns:
            return number % 2 == 0, number // 2
        return len(self._own) > self._many, number - turns
