"""What there is within reach of a school: which providers offer each route or sector."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fingerpost import rules

from .courses import offered_within
from .here import here_of_school
from .opportunities import opportunities_of

USUAL_MILES = 25
"""How far off something may be, unless somebody asks otherwise."""


def providers_within_reach(school: Any, today: dt.date, field: str) -> Mapping[str, set[str]]:
    """Route or sector to the providers that offer it within `USUAL_MILES` of a school, by name in
    small letters; only those that any do. field: "routes" or "sectors".

    From the published lists that are loaded, where the school's place is known, and from the
    school's own list. What is for any kind of work, as a sixth
    form is, is of no sector here.
    """
    offered: defaultdict[str, set[str]] = defaultdict(set)
    here = here_of_school(school)
    if here is not None:
        names = [route.name for route in rules.routes(today)]
        what = {"routes": "route", "sectors": "sector"}[field]
        for word, provider in offered_within(today, here, USUAL_MILES, routes=names, what=what):
            offered[word].add(provider.casefold())
    for one in opportunities_of(school, today):
        if one.miles is None or one.miles <= USUAL_MILES:
            for word in [one.route] if field == "routes" else one.sectors:
                offered[word].add(one.provider.casefold())
    offered.pop("", None)
    return dict(offered)
