"""Occupations as a catalogue that suggestions are made from, and answers as what it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.suggesting import Catalogue, Grouping, Profiles, Scale, profiles_of

from .base import Base, load
from .occupation import WAYS, Occupation
from .questionnaire import Part, Questionnaire, questionnaire

# What interests, skills and values count for. Interests tell most of what somebody would enjoy;
# what one is good at changes most in these years, and is not to close doors.
WEIGHTS = (0.6, 0.2, 0.2)
# What a suggestion loses each time its family of work, its ways in, its level has been suggested.
AGAIN = {"fields": 0.16, "ways": 0.03, "levels": 0.06}
_LEVELS = ((), (1, 2), (3,), (4, 5), (6, 7, 8))
Answers = Mapping[str, int]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shipped occupations, in their order."""
    base, asked = load(), questionnaire()
    scales = [number for number, part in enumerate(asked.parts) for _ in part.traits]
    return Catalogue(
        np.array([_traits(one, asked) for one in base.occupations], np.float32),
        scales,
        WEIGHTS,
        groupings(base),
    )


def traits(asked: Questionnaire) -> list[str]:
    """The names of the catalogue's traits, in its order."""
    return [trait for part in asked.parts for trait in part.traits]


def _traits(one: Occupation, asked: Questionnaire) -> list[float]:
    skills = next(part.traits for part in asked.parts if part.key == "skills")
    has = [float(skill in one.skills) for skill in skills] if one.skills else None
    by_part = {"interests": one.interests, "skills": has, "values": one.values}
    return [
        value
        for part in asked.parts
        for value in (by_part[part.key] or [np.nan] * len(part.traits))
    ]


def groupings(base: Base) -> list[Grouping]:
    """Families of work, ways in and levels as the ways of being wide."""
    fields = sorted({field for one in base.occupations for field in one.fields})
    return [
        Grouping(_member(base, lambda one: one.fields, fields), AGAIN["fields"]),
        Grouping(_member(base, lambda one: [way.way for way in one.ways_in], WAYS), AGAIN["ways"]),
        Grouping(
            _member(base, lambda one: [lowest_level(one)], range(len(_LEVELS))), AGAIN["levels"]
        ),
    ]


def lowest_level(one: Occupation) -> int:
    """The lowest level at which one comes in: 0 not known, 1 up to level 2, 2 level 3, 3 levels 4
    and 5, 4 a degree and beyond.
    """
    lowest = min(one.levels, default=0)
    return next((number for number, levels in enumerate(_LEVELS) if lowest in levels), 0)


def _member(
    base: Base, groups_of: Callable[[Occupation], Sequence[object]], groups: Sequence[object]
) -> NDArray[np.bool_]:
    return np.array([[group in groups_of(one) for group in groups] for one in base.occupations])


def profiles(answers: Iterable[Answers]) -> Profiles:
    """What people are like, from their answers (1 to 5) by key of the statement."""
    asked = questionnaire()
    given = list(answers)
    return profiles_of(
        [_given(given, part) for part in asked.parts], [scale_of(part) for part in asked.parts]
    )


def scale_of(part: Part) -> Scale:
    """A part of the questionnaire as a scale."""
    order = {trait: number for number, trait in enumerate(part.traits)}
    return Scale([order[one.about] for one in part.statements], len(order))


def _given(answers: Sequence[Answers], part: Part) -> NDArray[np.float64]:
    return np.array(
        [
            [float(one.get(statement.key, np.nan)) for statement in part.statements]
            for one in answers
        ]
    ).reshape(len(answers), len(part.statements))
