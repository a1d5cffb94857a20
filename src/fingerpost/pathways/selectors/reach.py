"""What there is within reach of a school: how many providers offer each route."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fingerpost import rules

from .courses import offered_within
from .here import here_of_school
from .opportunities import opportunities_of

MILES = 20
"""How far a student may travel: about an hour by bus."""


def providers_within_reach(school: Any, today: dt.date) -> Mapping[str, int]:
    """Route to how many providers offer it within `MILES` of a school; only routes that any do.

    From the published lists that are loaded, where the school's place is known, and from the
    school's own list. A provider is known by its name.
    """
    offered: defaultdict[str, set[str]] = defaultdict(set)
    here = here_of_school(school)
    if here is not None:
        names = [route.name for route in rules.routes(today)]
        for route, provider in offered_within(today, here, MILES, routes=names):
            offered[route].add(provider.casefold())
    for one in opportunities_of(school, today):
        if one.miles is None or one.miles <= MILES:
            offered[one.route].add(one.provider.casefold())
    return {route: len(providers) for route, providers in offered.items()}
