"""Choosing for everybody at once: what fits best, and not twelve of the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .catalogue import Catalogue
from .profiles import Profiles

Floats = NDArray[np.float32]
# People worked out in one go: their scores stay in the processor's memory.
_AT_ONCE = 512


@dataclass(frozen=True, eq=False)
class Suggested:
    """For m people the numbers of so many things each, best first, and how they fit (-1 to 1)."""

    chosen: NDArray[np.intp]
    fit: Floats
    catalogue: Catalogue
    profiles: Profiles

    def reasons(self, person: int) -> list[list[int]]:
        """For each thing suggested to a person, the traits that it fits by, the most telling
        first: those where both are above their middle.
        """
        own = self.profiles.scores[person]
        shared = self.catalogue.likeness[self.chosen[person]] * own
        both = (self.catalogue.likeness[self.chosen[person]] > 0) & (own > 0)
        return [
            [int(trait) for trait in np.argsort(-row, kind="stable") if good[trait]]
            for row, good in zip(shared, both, strict=True)
        ]


def suggest(catalogue: Catalogue, profiles: Profiles, number: int = 12) -> Suggested:
    """The best so many of everything for each person.

    How a thing fits is the mean cosine over the scales that the person has answered and the thing
    has, by weight. Nothing else goes in: no grades, no sex, no school. The next to be chosen is
    always what fits best after what it loses for being like those already chosen. Whoever has
    answered nothing gets a spread over everything, in the order of the catalogue.
    """
    parts = [
        _choose(catalogue, profiles, slice(begin, begin + _AT_ONCE), number)
        for begin in range(0, len(profiles.scores), _AT_ONCE)
    ]
    many = min(number, catalogue.many)
    chosen = np.concatenate([one for one, _ in parts]) if parts else np.zeros((0, many), np.intp)
    fit = np.concatenate([fit for _, fit in parts]) if parts else np.zeros((0, many), np.float32)
    return Suggested(chosen, fit, catalogue, profiles)


def fits(catalogue: Catalogue, profiles: Profiles, people: slice) -> Floats:
    """people x n: how everything fits them."""
    weight = np.asarray(catalogue.weights, np.float32)
    by_trait = weight[np.asarray(catalogue.scales)]
    total = (profiles.scores[people] * by_trait) @ catalogue.likeness.T
    counts = (profiles.answered[people] * weight).astype(np.float32) @ catalogue.known.T.astype(
        np.float32
    )
    return np.divide(total, counts, out=np.zeros_like(total), where=counts > 0)


def _choose(
    catalogue: Catalogue, profiles: Profiles, people: slice, number: int
) -> tuple[NDArray[np.intp], Floats]:
    fit = fits(catalogue, profiles, people)
    left = fit.copy()
    rows = np.arange(len(fit))
    chosen = np.empty((len(fit), min(number, catalogue.many)), np.intp)
    for place in range(chosen.shape[1]):
        best = left.argmax(1)
        chosen[:, place] = best
        left -= catalogue.losses[best]
        left[rows, best] = -np.inf
    return chosen, fit[rows[:, None], chosen]
