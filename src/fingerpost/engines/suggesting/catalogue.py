"""What can be suggested, as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Grouping:
    """One way of being wide.

    member: n x g, which of n things belongs to which group. again: what a thing loses each time
    one of the same groups has been suggested before.
    """

    member: Bools
    again: float


@dataclass(frozen=True, eq=False)
class Catalogue:
    """n things with what they are like and the groups they are spread over.

    traits: n x k, how much a thing has of each trait; nan where it is not known. scales: for each
    of the k traits the number of the scale it is of (interests 0, skills 1, values 2 ...).
    weights: what each scale counts for. groups: the ways of being wide (families of work, routes,
    levels).
    """

    traits: Floats
    scales: Sequence[int]
    weights: Sequence[float]
    groups: Sequence[Grouping]

    @cached_property
    def many(self) -> int:
        return int(self.traits.shape[0])

    @cached_property
    def known(self) -> Bools:
        """n x scales: whether a thing has all traits of a scale."""
        return np.stack(
            [~np.isnan(self.traits[:, self._of(scale)]).any(1) for scale in self._scales], axis=1
        )

    @cached_property
    def likeness(self) -> Floats:
        """n x k: each trait against how things usually are, and each scale of a thing of length 1,
        so that a product with a person's is the cosine; 0 where not known.
        """
        found = np.zeros_like(self.traits)
        for scale in self._scales:
            columns = self._of(scale)
            part = self.traits[:, columns]
            spread = np.nanstd(part, axis=0)
            part = (part - np.nanmean(part, axis=0)) / np.where(spread > 0, spread, 1)
            part[np.isnan(part).any(1)] = 0
            length = np.linalg.norm(part, axis=1, keepdims=True)
            found[:, columns] = part / np.where(length > 0, length, 1)
        return found

    @cached_property
    def losses(self) -> Floats:
        """n x n: what each thing loses once another is chosen, by the groups that they share."""
        total = np.zeros((self.many, self.many), np.float32)
        for one in self.groups:
            member = one.member.astype(np.float32)
            size = np.sqrt(np.maximum(member.sum(1), 1))
            total += one.again * (member @ member.T) / np.outer(size, size)
        return total

    @cached_property
    def _scales(self) -> list[int]:
        return sorted(set(self.scales))

    def _of(self, scale: int) -> NDArray[np.intp]:
        return np.flatnonzero(np.asarray(self.scales) == scale)
