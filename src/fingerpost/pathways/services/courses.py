"""Keeping published courses and providers, for the whole installation."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from .. import bridge
from ..models import Course, PostcodeDistrict, Provider

BATCH = 1000
_PROVIDER = (
    *("name", "kind", "town", "postcode", "easting", "northing", "placed_by", "source"),
    "loaded_on",
)
_COURSE = (
    *("level", "sector", "easting", "northing", "placed_by", "gcses", "grade", "subjects"),
    *("open_day", "apply_by", "link", "source", "expires_on", "loaded_on"),
    *("english_grade", "maths_grade", "requirements", "starts_on", "details", "opens_on"),
)
_KEY = ("provider", "title", "route", "postcode")


@dataclass(frozen=True)
class CoursesKept:
    """What loading did, or would do. new, changed: courses that are not there yet, or say something
    else than before. removed: courses of the same lists that are in them no more. placed: how many
    courses there are by how their place is known.
    """

    providers: int
    courses: int
    removed: int
    new: int
    changed: int
    placed: Mapping[str, int] = field(default_factory=dict)


def look_at_courses(*, lists: Any) -> CoursesKept:
    """What `keep_courses` would do; everything stays as it is."""
    with transaction.atomic():
        done = _keep(lists, None)
        # Done and taken back, so that it tells what loading does and not what it might do.
        transaction.set_rollback(True)
    return done


def keep_courses(*, lists: Any, by: Any) -> CoursesKept:
    """Keep everything that was read of a folder, and make the search over it anew.

    A provider or course that is there already is brought up to date; a course of a list that was
    read and is no longer in it is taken out. Safe to repeat.
    """
    with transaction.atomic():
        done = _keep(lists, by)
    # What is found is read from the database, so a search made a moment later shows nothing wrong.
    bridge.make_course_search(course_entries())
    return done


def _keep(lists: Any, by: Any) -> CoursesKept:
    today = timezone.localdate()
    providers, courses = list(lists.providers.values()), list(lists.courses.values())
    kept = [
        bridge.Middle(one.name, one.easting, one.northing, one.places)
        for one in PostcodeDistrict.objects.all()
    ]
    placed = bridge.placed(lists.known_places, providers, courses, kept)
    _keep_districts(placed.districts)
    _write(
        Provider,
        [_provider(row, at, today) for row, at in zip(providers, placed.providers, strict=True)],
        ("key",),
        _PROVIDER,
    )
    keys = dict(Provider.objects.values_list("key", "pk"))
    # Where a course has no place of its own it is where its provider is.
    there = dict(zip(lists.providers, placed.providers, strict=True))
    rows = [
        _course(row, keys[row.provider], at if at.by else there[row.provider], today)
        for row, at in zip(courses, placed.courses, strict=True)
    ]
    new, changed = _differences(rows)
    _write(Course, rows, _KEY, _COURSE)
    removed = _remove_gone(lists.sources, {_key_of(row) for row in rows})
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        label="Courses and providers",
        details={"providers": len(providers), "courses": len(courses), "removed": removed},
    )
    by_place: dict[str, int] = {}
    for row in rows:
        by_place[row.placed_by] = by_place.get(row.placed_by, 0) + 1
    return CoursesKept(len(providers), len(courses), removed, new, changed, by_place)


def _differences(rows: list[Course]) -> tuple[int, int]:
    """How many courses are not there yet, and how many say something else than before."""
    told = [name for name in _COURSE if name != "loaded_on"]
    before = {
        tuple(key): tuple(said)
        for *key, said in (
            (*line[: len(_KEY)], line[len(_KEY) :])
            for line in Course.objects.order_by()
            .values_list("provider_id", *_KEY[1:], *told)
            .iterator(chunk_size=5000)
        )
    }
    new = changed = 0
    for row in rows:
        said = before.get(_key_of(row))
        new += said is None
        changed += said is not None and said != tuple(getattr(row, name) for name in told)
    return new, changed


def _write(model: Any, rows: list[Any], unique: tuple[str, ...], fields: tuple[str, ...]) -> None:
    model.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=fields,
    )


def _keep_districts(districts: Iterable[Any]) -> None:
    _write(
        PostcodeDistrict,
        [PostcodeDistrict(**asdict(one)) for one in districts],
        ("name",),
        ("easting", "northing", "places"),
    )


def _provider(row: Any, at: Any, today: dt.date) -> Provider:
    return Provider(
        key=row.key[:200],
        name=row.name[:160],
        kind=row.kind,
        town=row.town[:100],
        postcode=row.postcode[:8],
        easting=at.easting,
        northing=at.northing,
        placed_by=at.by,
        source=row.source,
        loaded_on=today,
    )


def _course(row: Any, provider: int, at: Any, today: dt.date) -> Course:
    return Course(
        provider_id=provider,
        title=row.title[:160],
        route=row.route,
        level=row.level,
        sector=row.sector,
        postcode=row.postcode[:8],
        easting=at.easting,
        northing=at.northing,
        placed_by=at.by,
        gcses=row.gcses,
        grade=row.grade,
        subjects=list(row.subjects),
        open_day=row.open_day,
        apply_by=row.apply_by,
        english_grade=row.english_grade,
        maths_grade=row.maths_grade,
        requirements=row.requirements,
        starts_on=row.starts_on,
        details=row.details,
        opens_on=row.opens_on,
        link=row.link,
        source=row.source,
        expires_on=row.apply_by,
        loaded_on=today,
    )


def _key_of(row: Course) -> tuple[int, str, str, str]:
    return (row.provider_id, row.title, row.route, row.postcode)


def _remove_gone(sources: Iterable[str], kept: set[tuple[int, str, str, str]]) -> int:
    """Take out courses of these lists that are not among those kept; tells how many."""
    there = Course.objects.filter(source__in=list(sources)).values_list(
        "pk", "provider_id", "title", "route", "postcode"
    )
    gone = [pk for pk, *key in there if tuple(key) not in kept]
    for begin in range(0, len(gone), BATCH):
        Course.objects.filter(pk__in=gone[begin : begin + BATCH]).delete()
    return len(gone)


def course_entries() -> Iterable[tuple[int, str, str, str, str, int | None, int | None]]:
    """What the search over courses is made of: key, title, provider, route, sector, place."""
    return (
        Course.objects.order_by("pk")
        .values_list("pk", "title", "provider__name", "route", "sector", "easting", "northing")
        .iterator(chunk_size=5000)
    )
