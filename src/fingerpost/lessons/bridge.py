"""Where the lesson meets the occupation base and the protection of small numbers.

Everything on a slide is counted here, from the ideas of a group; what is about few students is
never handed on.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fingerpost.ledger import bridge as ledger
from fingerpost.pathways import bridge as pathways

from .selectors.lessons import Looked

if TYPE_CHECKING:
    from fingerpost.occupations import Occupation
    from fingerpost.occupations.outlook import Outlook
    from fingerpost.occupations.sources import Source

# The line of an area's outlook that stands for all groups of occupations.
_ALL = "all"
_OUTLOOK = "outlooks"


@dataclass(frozen=True)
class Count:
    """How many students of a group something is about.

    number: rounded to a multiple of the threshold (as `disclosure.rounded` does, so that parts
    and wholes tell nothing of a few); 0 for nobody; None where it would tell of few students.
    is_most: nearly everybody, which would tell of the few others.
    """

    number: int | None
    is_most: bool = False

    @property
    def is_shown(self) -> bool:
        return bool(self.number) or self.is_most


def small_group(on: dt.date) -> int:
    """Fewer students than these are told of nowhere on a slide."""
    return ledger.small_group(on)


def count(number: int, of: int, threshold: int) -> Count:
    """How many of a group, as a slide may show it."""
    from fingerpost.measures.disclosure import Result, is_small, rounded

    if not is_small(Result("", "students", (), (), number, of), threshold):
        return Count(rounded(number, threshold))
    if of >= threshold and number >= threshold:
        return Count(None, is_most=True)
    return Count(None)


@dataclass(frozen=True)
class Popular:
    """One occupation that enough students of a group have among their ideas."""

    occupation: Occupation
    count: Count


@dataclass(frozen=True)
class Ideas:
    """A group's ideas. students: how many have any. sectors: how many different ones."""

    students: Count
    popular: Sequence[Popular]
    sectors: int
    of_sectors: int


def ideas_of(looked: Iterable[Looked], of: int, sectors: int, threshold: int) -> Ideas:
    """What a group of `of` students thinks of most; only what enough of them think of.

    sectors: how many sectors there are.
    """
    kept = [one for one in looked if one.is_kept]
    by_occupation = _students_by(kept, lambda slug: (slug,))
    found = [
        (len(students), pathways.base().by_slug[slug]) for slug, students in by_occupation.items()
    ]
    ranked = sorted(found, key=lambda pair: (-pair[0], pair[1].title))
    shown = [Popular(one, count(number, of, threshold)) for number, one in ranked]
    return Ideas(
        count(len({one.student for one in kept}), of, threshold),
        [one for one in shown if one.count.is_shown],
        len(_students_by(kept, _sectors)),
        sectors,
    )


def _students_by(
    looked: Iterable[Looked], names: Callable[[str], Iterable[str]]
) -> dict[str, set[int]]:
    """Which students looked at something, by what an occupation counts for."""
    found: dict[str, set[int]] = defaultdict(set)
    known = pathways.base().by_slug
    for one in looked:
        if one.occupation in known:
            for name in names(one.occupation):
                found[name].add(one.student)
    return dict(found)


def _sectors(slug: str) -> list[str]:
    return pathways.sectors_of(pathways.base().by_slug[slug])


def sector_counts(
    looked: Iterable[Looked], of: int, sectors: Iterable[str], threshold: int
) -> dict[str, Count]:
    """How many of a group have looked at each sector, dropped ideas too."""
    by_sector = _students_by(looked, _sectors)
    return {name: count(len(by_sector.get(name, ())), of, threshold) for name in sectors}


@dataclass(frozen=True)
class GroupOfJobs:
    """A group of occupations: what an area has of it, and how many students think of it.

    sub_major: its SOC 2020 code; name: its official one. openings: a year, rounded to tens.
    change: of jobs 2020 to 2035, as a share of those of 2020.
    """

    sub_major: str
    name: str
    count: Count
    openings: int
    change: float


def groups_of_jobs(
    looked: Iterable[Looked], of: int, area: str, threshold: int
) -> list[GroupOfJobs]:
    """Every group of occupations in an area, the one with most openings first."""
    base = pathways.base()
    kept = [one for one in looked if one.is_kept]
    by_group = _students_by(kept, lambda slug: (base.by_slug[slug].sub_major,))
    found = [
        GroupOfJobs(
            one.sub_major,
            one.group,
            count(len(by_group.get(one.sub_major, ())), of, threshold),
            one.openings_a_year,
            one.change,
        )
        for one in _outlooks(area)
    ]
    return sorted(found, key=lambda one: (-one.openings, one.name))


def _outlooks(area: str) -> list[Outlook]:
    return [one for one in pathways.base().outlooks if one.area == area and one.sub_major != _ALL]


def outlook(occupation: Occupation, area: str) -> Outlook | None:
    """Openings a year in an occupation's group in an area; None where none are published."""
    return pathways.base().outlook(occupation, area)


def area_name(code: str) -> str:
    """What an area is called, whichever kind of map it is drawn by."""
    return pathways.base().areas.get(code, code)


def examples(
    sector: str, number: int, turn: int, without: Collection[str] = ()
) -> list[Occupation]:
    """Occupations of a sector, each with routes and levels that those before it do not have.

    turn: another one begins elsewhere in the list, so that the next lesson shows others.
    without: slugs that are not wanted.
    """
    pool = [one for one in _by_sector().get(sector, ()) if one.slug not in without]
    start = turn * number % len(pool) if pool else 0
    pool = pool[start:] + pool[:start]
    chosen: list[Occupation] = []
    seen: set[object] = set()
    while pool and len(chosen) < number:
        best = max(pool, key=lambda one: len(_kinds(one) - seen))
        chosen.append(best)
        pool.remove(best)
        seen |= _kinds(best)
    return chosen


@lru_cache(maxsize=1)
def _by_sector() -> Mapping[str, Sequence[Occupation]]:
    """The occupations of each sector that have a way in."""
    found: dict[str, list[Occupation]] = defaultdict(list)
    for one in pathways.base().occupations:
        for sector in pathways.sectors_of(one) if one.ways_in else ():
            found[sector].append(one)
    return found


def _kinds(one: Occupation) -> set[object]:
    return {*pathways.routes_of(one), *one.levels}


def occupation(slug: str) -> Occupation | None:
    """One occupation of the base, by its slug."""
    return pathways.base().by_slug.get(slug)


def occupation_called(words: str) -> Occupation | None:
    """The occupation that somebody names, by its title or another title of it."""
    wanted = " ".join(words.split()).casefold()
    everything = pathways.base().occupations
    by_title = (one for one in everything if one.title.casefold() == wanted)
    by_other = (one for one in everything if wanted in map(str.casefold, one.other_titles))
    return next(by_title, None) or next(by_other, None)


def occupations_of_vacancy(title: str, standard: str) -> tuple[str, ...]:
    """Slugs of the occupations that a vacancy is surely for; none where nothing tells."""
    from fingerpost.occupations.vacancies import occupations_of

    return occupations_of(title, standard)


def nearest_title(words: str) -> str:
    """The title that fits what somebody typed best; empty for nothing."""
    found = pathways.search(words[:200], 1)
    return found[0].occupation.title if found else ""


def outlook_source() -> Source:
    """Where openings and growth come from."""
    return pathways.base().sources[_OUTLOOK]


def sectors_in(looked: Iterable[Looked]) -> set[str]:
    """Names of the sectors of all that was looked at."""
    return set(_students_by(looked, _sectors))


def sectors_of_slugs(slugs: Iterable[str]) -> set[str]:
    """Names of the sectors of occupations; a slug that is none of the base counts for nothing."""
    return {name for slug in slugs if slug in pathways.base().by_slug for name in _sectors(slug)}
