"""Who showed students what this year, and what students then mean to do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost import rules
from fingerpost.accounts.viewer import Viewer
from fingerpost.choices.selectors.applications import routes_accepted
from fingerpost.common.academic_year import AcademicYear
from fingerpost.destinations.selectors import routes_meant
from fingerpost.interviews.selectors.talked_about import (
    TalkedAbout,
    routes_talked_about,
    students_talked_with,
)
from fingerpost.ledger.selectors import (
    Met,
    organisations_met,
    standing_lines,
    students_who_met,
)
from fingerpost.pathways.selectors.reach import providers_within_reach
from fingerpost.students.permissions import guidance_students


@dataclass(frozen=True)
class Behind:
    """The students behind one figure. name: of the adviser, the organisation or the route."""

    name: str
    students: set[int]


@dataclass(frozen=True)
class ByRoute:
    """Of each route: how many providers are within reach, who means to take it of those (so many)
    who face a choice, and who has accepted a place.
    """

    providers: Mapping[str, int]
    meant: Mapping[str, set[int]]
    facing: int
    placed: Mapping[str, set[int]]


def advisers(viewer: Viewer, on: dt.date) -> list[TalkedAbout]:
    """Each adviser with a finished record of this academic year, by name."""
    return routes_talked_about(*_this_year(viewer, on))


def organisations(viewer: Viewer, on: dt.date) -> list[Met]:
    """Each organisation that students met this academic year, those met by most first."""
    return organisations_met(*_this_year(viewer, on))


def shown_to(student: Any, on: dt.date) -> list[Any]:
    """The encounters of a student up to a day that showed a route or a sector, oldest first.

    The caller has checked who asks.
    """
    kinds = [kind.name for kind in rules.kinds(on) if kind.family == "encounter"]
    lines = standing_lines(student.pk).filter(kind__in=kinds, happened_on__lte=on)
    return [line for line in lines.order_by("happened_on", "pk") if line.routes or line.sectors]


def by_route(viewer: Viewer, on: dt.date) -> ByRoute:
    """What there is of each route, and what students make of it."""
    meant, facing = routes_meant(viewer, on)
    return ByRoute(
        providers_within_reach(viewer.school, on),
        meant,
        facing,
        routes_accepted(guidance_students(viewer)),
    )


def behind(viewer: Viewer, on: dt.date, which: str, key: str) -> Behind | None:
    """The students behind one figure of the page; None where it has no such figure.

    which: "adviser", "organisation", "meant" or "placed"; key: an adviser's number, an
    organisation, a route.
    """
    students, first, last = _this_year(viewer, on)
    if which == "organisation":
        found = Behind(key, students_who_met(students, key, first, last))
    elif which == "adviser" and key.isdecimal():
        name = next((one.name for one in advisers(viewer, on) if one.adviser == int(key)), "")
        found = Behind(name, students_talked_with(students, int(key), first, last))
    elif which == "placed":
        found = Behind(key, routes_accepted(students).get(key, set()))
    elif which == "meant":
        found = Behind(key, routes_meant(viewer, on)[0].get(key, set()))
    else:
        return None
    return found if found.students else None


def _this_year(viewer: Viewer, on: dt.date) -> tuple[Any, dt.date, dt.date]:
    return guidance_students(viewer), AcademicYear.of(on).starts_on, on
