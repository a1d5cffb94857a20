"""Courses: where they are, how far, and the search over them."""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from fingerpost.engines.nearness import Places
    from fingerpost.engines.search.placed import PlacedIndex

# What names the folder of the search that is in use; another takes its place all at once.
_IN_USE = "courses"
# The search that this process has open, under the name of its folder.
_open: dict[str, PlacedIndex] = {}


@dataclass(frozen=True)
class At:
    """Where something is: metres on the national grid, None where unknown; by: how it is known."""

    easting: int | None
    northing: int | None
    by: str


@dataclass(frozen=True)
class Here:
    """Where somebody looks from: metres on the national grid, and what is called so."""

    easting: int
    northing: int
    name: str


@dataclass(frozen=True)
class Middle:
    """The middle of a postcode district or area, and of how many places it is."""

    name: str
    easting: int
    northing: int
    places: int


@dataclass(frozen=True)
class Placing:
    """Middles of districts, and where each provider and each course is, in their order."""

    districts: list[Middle]
    providers: list[At]
    courses: list[At]


def placed(
    known: Sequence[tuple[str, int, int]],
    providers: Sequence[Any],
    courses: Sequence[Any],
    kept: Sequence[Middle] = (),
) -> Placing:
    """Where everything is that was read: by its own coordinates, else by its postcode.

    known: postcodes with grid references of other places; they tell where districts are. kept:
    middles of districts from before, for those of which these lists tell nothing.
    """
    import numpy as np

    from fingerpost.engines.nearness import Centres, centres_of, to_grid

    things = [*providers, *courses]
    degrees = [one.degrees or (math.nan, math.nan) for one in things]
    east, north = to_grid([one[0] for one in degrees], [one[1] for one in degrees])
    given = [getattr(one, "grid", None) or (math.nan, math.nan) for one in things]
    grid = np.array(given, np.float64).reshape(len(things), 2)
    east = np.where(np.isnan(grid[:, 0]), east, grid[:, 0])
    north = np.where(np.isnan(grid[:, 1]), north, grid[:, 1])
    centres = centres_of(
        [*(one[0] for one in known), *(one.postcode for one in things)],
        np.concatenate([[one[1] for one in known], east]),
        np.concatenate([[one[2] for one in known], north]),
    )
    before = sorted(kept, key=lambda one: one.name)
    centres = centres.and_others(
        Centres(
            np.array([one.name for one in before], dtype=np.str_),
            np.array([one.easting for one in before], np.float64),
            np.array([one.northing for one in before], np.float64),
            np.array([one.places for one in before], np.int64),
        )
    )
    by_postcode = centres.place([one.postcode for one in things])
    ats = _ats(east, north, by_postcode)
    rows = zip(centres.names, centres.easting, centres.northing, centres.places, strict=True)
    return Placing(
        [Middle(str(name), round(e), round(n), int(many)) for name, e, n, many in rows],
        ats[: len(providers)],
        ats[len(providers) :],
    )


def _ats(east: Any, north: Any, by_postcode: Places) -> list[At]:
    import numpy as np

    own = np.isfinite(east) & np.isfinite(north)
    east = np.where(own, east, by_postcode.easting).tolist()
    north = np.where(own, north, by_postcode.northing).tolist()
    by = np.where(own, "point", by_postcode.by).tolist()
    return [
        At(round(e), round(n), how) if how else At(None, None, "")
        for e, n, how in zip(east, north, by, strict=True)
    ]


def miles_from(here: Here | None, places: Sequence[Any]) -> list[float | None]:
    """How many miles each place (with easting and northing) is from here; None if unknown."""
    if here is None or not places:
        return [None] * len(places)
    from fingerpost.engines.nearness import miles

    east = [math.nan if one.easting is None else one.easting for one in places]
    north = [math.nan if one.northing is None else one.northing for one in places]
    found = miles(east, north, (here.easting, here.northing)).tolist()
    return [None if math.isnan(one) else one for one in found]


def make_course_search(rows: Iterable[Sequence[Any]]) -> int:
    """Make the search over courses anew and put it in the place of the one in use.

    rows: key, title, provider, route, sector, easting, northing. Tells of how many it is.
    """
    from fingerpost.engines.search.placed import PlacedThing, write
    from fingerpost.occupations.finding import everyday

    from .occupations import base

    folder: Path = settings.SEARCH
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{_IN_USE}-{uuid.uuid4().hex}"
    things = (
        PlacedThing(key, title, also, sector.replace("_", " "), route, east, north)
        for key, title, also, route, sector, east, north in rows
    )
    many = write(folder / name, things, everyday(base()))
    before = _in_use()
    pointer = folder / f"{name}.new"
    pointer.write_text(name, encoding="utf-8")
    os.replace(pointer, folder / _IN_USE)
    # The one before may be open in another process; those before it are not.
    for old in folder.glob(f"{_IN_USE}-*"):
        if old.is_dir() and old.name not in (name, before):
            shutil.rmtree(old, ignore_errors=True)
    return many


def _in_use() -> str:
    with contextlib.suppress(OSError):
        return (settings.SEARCH / _IN_USE).read_text(encoding="utf-8").strip()
    return ""


def _search() -> PlacedIndex | None:
    name = _in_use()
    if not name:
        return None
    key = str(settings.SEARCH / name)
    if key not in _open:
        from fingerpost.engines.search.placed import PlacedIndex
        from fingerpost.occupations.finding import everyday

        from .occupations import base

        try:
            opened = PlacedIndex.open(Path(key), everyday(base()))
        except (OSError, ValueError):
            return None
        _open.clear()
        _open[key] = opened
    return _open[key]


def find_courses(
    words: str, *, here: Here | None, miles: float | None, routes: Collection[str], limit: int
) -> list[int] | None:
    """Keys of the courses that fit what somebody typed, the routes taking turns; None where
    there is no search. miles: how far off at most, from here; None for any distance.
    """
    index = _search()
    if index is None:
        return None
    from fingerpost.engines.search.placed import Near

    near = Near(here.easting, here.northing, miles) if here is not None and miles else None
    return [hit.key for hit in index.find(words, near=near, routes=routes, limit=limit)]
