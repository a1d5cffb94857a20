"""What answers to the published assessment lead to, by its own scoring keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from .occupations import Suggestion, base, routes_of

_BOTH_ENDS = 6  # 1 and 5, 2 and 4: a reversed answer is what is left


def strongest_traits(assessment: Any, answers: Mapping[str, int]) -> tuple[str, ...]:
    """The names of the traits that the answers speak for most."""
    from fingerpost.engines.suggesting import strongest

    given: defaultdict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(assessment.statements):
        said = answers.get(str(number))
        if said is not None:
            given[statement["trait"]].append(
                _BOTH_ENDS - said if statement["is_reversed"] else said
            )
    return strongest({trait: fmean(said) for trait, said in given.items()})


def led_to(assessment: Any, traits: Sequence[str], number: int) -> list[Suggestion]:
    """Occupations of the families that these traits lead to, the families taking turns."""
    from fingerpost.engines.suggesting import families_of, some_of_each

    leads_to = {one["name"]: one["families"] for one in assessment.traits}
    occupations = base().occupations
    led = families_of(traits, leads_to)
    members = [
        [n for n, one in enumerate(occupations) if found.family in one.fields] for found in led
    ]
    ways = {n: frozenset(routes_of(occupations[n])) for ones in members for n in ones}
    because: dict[int, Any] = {}
    for found, ones in zip(led, members, strict=True):
        for n in ones:
            because.setdefault(n, found)
    return [
        Suggestion(occupations[n], (f"{because[n].family} ({', '.join(because[n].traits)})",))
        for n in some_of_each(members, ways, number)
    ]
