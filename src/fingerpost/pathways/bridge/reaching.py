"""Next places for what a student has and likes, and the way back from an occupation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .occupations import base, sectors_of, suggestions

if TYPE_CHECKING:
    from fingerpost.engines.reaching import Distance, Need, NextPlace
    from fingerpost.occupations import Occupation
    from fingerpost.occupations.backwards import Back

_SUGGESTED = 12


@dataclass(frozen=True)
class Candidate:
    """A course or opportunity that may be shown; sector: empty for any kind of work. miles: how
    far off it is, None where that is not known.
    """

    thing: Any
    sector: str
    miles: float | None


def next_places(
    candidates: Sequence[Candidate],
    grades: Mapping[str, int],
    liked: Collection[str],
    *,
    reach: float | None,
    each: int,
) -> list[NextPlace]:
    """Some places of every route, each with how far its needs are from these grades; the key of
    each is its number among the candidates.
    """
    from fingerpost.engines import reaching

    places = [
        reaching.Place(number, one.thing.route, one.sector, one.miles, _need(one.thing))
        for number, one in enumerate(candidates)
    ]
    have = reaching.Have(grades)
    return reaching.next_places(places, have, liked, reach=reach, each=each)


def _need(one: Any) -> Need:
    from fingerpost.engines import reaching

    own = (("english", one.english_grade), ("maths", one.maths_grade))
    return reaching.Need(
        one.gcses,
        one.grade,
        tuple(subject.casefold() for subject in one.subjects),
        tuple((subject, grade) for subject, grade in own if grade),
    )


def distance_to(one: Any, grades: Mapping[str, int]) -> Distance:
    """How far what a course or opportunity asks for is from some grades, by subject in small."""
    from fingerpost.engines import reaching

    return reaching.distance(reaching.Have(grades), _need(one))


def liked_sectors(answers: Mapping[str, int], saved: Collection[str]) -> list[str]:
    """Sectors of what a student's answers lead to, and of occupations among their ideas."""
    here = base().by_slug
    found = [one.occupation for one in suggestions(answers, _SUGGESTED)] if answers else []
    found += [here[slug] for slug in saved if slug in here]
    return sorted({sector for one in found for sector in sectors_of(one)})


def ways_back(one: Occupation) -> tuple[Back, ...]:
    """Every way into an occupation, walked backwards."""
    from fingerpost.occupations import backwards

    return backwards.ways_back(one)


def fallback(one: Occupation) -> Back | None:
    """The way in that asks for the least; None where there is one alone."""
    from fingerpost.occupations import backwards

    return backwards.fallback(one)


def other_occupations(one: Occupation) -> list[Occupation]:
    """Occupations like one that have other ways in, or ask for less."""
    from fingerpost.occupations import backwards

    return backwards.other_occupations(base(), one)


def subjects_to_choose(backs: Sequence[Back]) -> tuple[str, ...]:
    """School subjects that any of these ways asks for."""
    from fingerpost.occupations import backwards

    return backwards.subjects_to_choose(backs)
