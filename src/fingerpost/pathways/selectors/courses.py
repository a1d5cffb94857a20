"""Published courses and other next places: near by, of a route, found by words."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Coalesce, RowNumber

from .. import bridge
from ..bridge import Here
from ..models import Course

METRES_A_MILE = 1609.344
# How far apart things are that have no place: after all that have one.
_FARTHEST = 1e15
FOUND_AT_MOST = 60
FOR_A_WAY = 3


def open_courses(today: dt.date) -> QuerySet[Course]:
    """Courses that are not over."""
    return Course.objects.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))


def keys_near(
    today: dt.date,
    here: Here,
    miles: float | None,
    *,
    routes: Collection[str],
    sectors: Collection[str] = (),
) -> QuerySet[Course, int]:
    """Keys of the courses within some miles of a place (any distance where that is None), the
    nearest first, the routes taking turns; filtered and ordered in the database.

    Of some sectors, of all where none is named; what is for every kind of work is of every sector.
    What has no known place comes last: nobody can say that it is too far. Only keys are ordered:
    a page of them is cut out and read by `courses_by_key`.
    """
    found = _within_reach(today, here, miles, routes, sectors)
    turn = Window(RowNumber(), partition_by=[F("route")], order_by=[F("away"), F("pk")])
    return (
        found.annotate(turn=turn).order_by(F("turn"), F("away"), "pk").values_list("pk", flat=True)
    )


def courses_by_key(keys: Iterable[int], among: QuerySet[Course] | None = None) -> list[Course]:
    """The courses with these keys, in their order, providers loaded; only those among some."""
    wanted = list(keys)
    courses = Course.objects.all() if among is None else among
    found = courses.select_related("provider").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def _within_reach(
    today: dt.date,
    here: Here | None,
    miles: float | None,
    routes: Collection[str],
    sectors: Collection[str],
) -> QuerySet[Any]:
    found = open_courses(today).filter(route__in=routes)
    if sectors:
        found = found.filter(sector__in=[*sectors, ""])
    if here is None:
        return found.annotate(away=Value(_FARTHEST, output_field=FloatField()))
    found = found.annotate(away=_squared(here))
    if miles is None:
        return found
    square = Q(away__lte=(miles * METRES_A_MILE) ** 2)
    return found.filter((_within(here, miles) & square) | Q(easting__isnull=True))


def offered_within(
    today: dt.date, here: Here, miles: float, *, routes: Collection[str], what: str
) -> QuerySet[Course, tuple[str, str]]:
    """Which providers offer what of these routes at a known place within some miles.

    what: "route", or "sector" (empty for what is for any kind of work).
    """
    found = _within_reach(today, here, miles, routes, ()).filter(easting__isnull=False)
    return found.order_by().values_list(what, "provider__name").distinct()


def _squared(here: Here) -> Any:
    """The square of how many metres off a course is; it orders as the distance does."""
    east = Cast("easting", FloatField()) - float(here.easting)
    north = Cast("northing", FloatField()) - float(here.northing)
    return Coalesce(east * east + north * north, _FARTHEST, output_field=FloatField())


def _within(here: Here, miles: float) -> Q:
    side = miles * METRES_A_MILE
    return Q(
        easting__range=(int(here.easting - side), int(here.easting + side)),
        northing__range=(int(here.northing - side), int(here.northing + side)),
    )


def some_of_each_route(
    today: dt.date,
    here: Here | None,
    miles: float | None,
    *,
    routes: Collection[str],
    sectors: Collection[str] = (),
    only_these: bool = False,
    each: int = 30,
) -> list[Course]:
    """Up to so many courses of every route within reach: those of some sectors first, then those
    for any kind of work, then the others (none of them with `only_these`); the nearest first.

    One query for each route, so that no more than these are ever put in order.
    """
    found = _within_reach(today, here, miles, routes, sectors if only_these else ())
    if sectors:
        found = found.annotate(
            fits=Case(
                When(sector__in=list(sectors), then=0),
                When(sector="", then=1),
                default=2,
                output_field=IntegerField(),
            )
        )
    order = [*(["fits"] if sectors else []), *(["away"] if here else []), "pk"]
    by_route = [
        list(found.filter(route=route).order_by(*order).values_list("pk", flat=True)[:each])
        for route in routes
    ]
    turns = zip_longest(*by_route)
    return courses_by_key(key for turn in turns for key in turn if key is not None)


def courses_for(
    words: str,
    today: dt.date,
    here: Here | None,
    miles: float | None,
    *,
    routes: Collection[str],
    sectors: Collection[str],
) -> list[Course]:
    """Courses that lead to something: first those that these words find, then the nearest of each
    route, all of these routes and of these sectors or for any kind of work.
    """
    fits = {*sectors, ""}
    by_words = [
        one
        for one in found_courses(words, today, here, miles, routes=routes)
        if one.route in routes and one.sector in fits
    ]
    others = some_of_each_route(
        today, here, miles, routes=routes, sectors=sectors, only_these=True, each=FOR_A_WAY
    )
    return list({one.pk: one for one in [*by_words, *others]}.values())


def found_courses(
    words: str,
    today: dt.date,
    here: Here | None = None,
    miles: float | None = None,
    *,
    routes: Collection[str],
    limit: int = FOUND_AT_MOST,
) -> list[Course]:
    """Courses that fit what somebody typed, the routes taking turns."""
    keys = bridge.find_courses(words, here=here, miles=miles, routes=routes, limit=limit)
    if keys is None:
        return _without_search(words, today, limit)
    return courses_by_key(keys, open_courses(today))


def _without_search(words: str, today: dt.date, limit: int) -> list[Course]:
    """Courses whose titles have all the words, until the search is made again."""
    found = open_courses(today)
    for word in words.split()[:6]:
        found = found.filter(title__icontains=word)
    turn = Window(RowNumber(), partition_by=[F("route")], order_by=[F("title"), F("pk")])
    keys = found.annotate(turn=turn).order_by("turn", "title", "pk").values_list("pk", flat=True)
    return courses_by_key(keys[:limit])


def miles_of(courses: Sequence[Course], here: Here | None) -> dict[int, float | None]:
    """How far each of these is from here, by key."""
    return dict(zip((one.pk for one in courses), bridge.miles_from(here, courses), strict=True))
