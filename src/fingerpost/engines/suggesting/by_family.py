"""Occupations of the families of work that published traits lead to: wide, and each with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

STRONGEST = 3
_MIDDLE = 3.0


@dataclass(frozen=True, slots=True)
class Led:
    """A family of work, and the traits that lead to it."""

    family: str
    traits: tuple[str, ...]


def strongest(scores: Mapping[str, float], most: int = STRONGEST) -> tuple[str, ...]:
    """The traits that somebody agrees with, most first: at most so many, and those as strong as
    the last of them. scores: mean answer from 1 to 5; nothing where all is in the middle.
    """
    ranked = sorted((-score, name) for name, score in scores.items() if score > _MIDDLE)
    if len(ranked) > most:
        ranked = [one for one in ranked if one[0] <= ranked[most - 1][0]]
    return tuple(name for _, name in ranked)


def families_of(traits: Sequence[str], leads_to: Mapping[str, Sequence[str]]) -> list[Led]:
    """The families that these traits lead to, those of most traits first, then as the traits are
    strong.
    """
    found: dict[str, list[str]] = {}
    for trait in traits:
        for family in leads_to[trait]:
            found.setdefault(family, []).append(trait)
    order = sorted(found, key=lambda family: -len(found[family]))
    return [Led(family, tuple(found[family])) for family in order]


def some_of_each(
    members: Sequence[Sequence[int]], ways: Mapping[int, frozenset[str]], number: int
) -> list[int]:
    """So many occupations, the families taking turns.

    members: the occupations of each family. ways: the ways into each. Within a family comes first
    what opens a way that fewest of those before it opened, so that no way in is crowded out.
    """
    turns = [_widest_first(ones, ways) for ones in members]
    found: dict[int, None] = {}
    for turn in zip_longest(*turns):
        found |= dict.fromkeys(one for one in turn if one is not None)
    return list(found)[:number]


def _widest_first(ones: Sequence[int], ways: Mapping[int, frozenset[str]]) -> list[int]:
    opened: dict[str, int] = {}
    waiting, ordered = list(ones), []
    while waiting:
        best = min(waiting, key=lambda one: min((opened.get(w, 0) for w in ways[one]), default=99))
        waiting.remove(best)
        ordered.append(best)
        for way in ways[best]:
            opened[way] = opened.get(way, 0) + 1
    return ordered
