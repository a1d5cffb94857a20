"""Occupations: the base, the search over it, suggestions, questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fingerpost.occupations import Base, Occupation
    from fingerpost.occupations.finding import Found
    from fingerpost.occupations.questionnaire import Questionnaire


@dataclass(frozen=True)
class Suggestion:
    """One occupation to explore, with what the student and it have in common, in words."""

    occupation: Occupation
    because: tuple[str, ...]


# By the last part of an area's code: what kind of map it is drawn on.
_DRAWN_AS = {
    "LSIP": "local skills plan area",
    "MCA": "combined authority",
    "LEP": "local enterprise partnership",
}


def base() -> Base:
    """The occupation base that ships."""
    from fingerpost.occupations import load

    return load()


def areas() -> Mapping[str, str]:
    """Names of the areas by code; two of one name say by which kind of map each is drawn."""
    found = base().areas
    often = Counter(found.values())
    return {
        code: f"{name} ({_DRAWN_AS[code.split('_')[-1]]})" if often[name] > 1 else name
        for code, name in found.items()
    }


def area_of_authority(code: str) -> str:
    """The area with an outlook that holds a local authority (three digits); empty for none."""
    return base().area_of_authority.get(code, "")


def questions() -> Questionnaire:
    """The questions about oneself."""
    from fingerpost.occupations.questionnaire import questionnaire

    return questionnaire()


def search(words: str, limit: int) -> list[Found]:
    """The occupations that fit what somebody typed, the best first."""
    from fingerpost.occupations.finding import finder

    return finder().find(words, limit)


def suggestions(answers: Mapping[str, int], number: int) -> list[Suggestion]:
    """Occupations to explore for somebody's answers, the best first; none where the answers have
    no direction.
    """
    from fingerpost.engines.suggesting import suggest
    from fingerpost.occupations import fitting

    profiles = fitting.profiles([answers])
    if not profiles.answered.any():
        return []
    found = suggest(fitting.catalogue(), profiles, number)
    asked = questions()
    traits = fitting.traits(asked)
    return [
        Suggestion(
            base().occupations[chosen], tuple(asked.words[traits[trait]] for trait in reasons)
        )
        for chosen, reasons in zip(found.chosen[0], found.reasons(0), strict=True)
    ]


def strongest(answers: Mapping[str, int], part: str, number: int) -> tuple[str, ...]:
    """What somebody's answers to a part of the questions are highest for, in words."""
    from fingerpost.occupations import fitting

    asked = questions()
    profile = fitting.profiles([answers]).scores[0]
    names = fitting.traits(asked)
    here = {trait for one in asked.parts if one.key == part for trait in one.traits}
    ranked = sorted(
        ((score, name) for score, name in zip(profile, names, strict=True) if name in here),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return tuple(asked.words[name] for score, name in ranked[:number] if score > 0)


def routes_of(one: Occupation) -> list[str]:
    """Names of the routes into an occupation."""
    from fingerpost.occupations.routes import routes_of as routes

    return list(routes(one))


def sectors_of(one: Occupation) -> list[str]:
    """Names of the sectors of an occupation."""
    from fingerpost.occupations.routes import sectors_of as sectors

    return list(sectors(base(), one))


def sector_named(published: str) -> str:
    """The sector that a published family of work belongs to; empty where none does."""
    from fingerpost.occupations.routes import sector_named as named

    return named(published)


def related(one: Occupation) -> Sequence[Occupation]:
    """The occupations nearest to one."""
    return [base().by_slug[slug] for slug in one.related]
