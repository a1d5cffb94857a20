"""From answers to what somebody is like: how far above or below their own middle on each trait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scale:
    """A set of statements about the same kind of thing, such as interests.

    traits: for each statement the number of the trait that it is about. many: how many traits.
    """

    traits: Sequence[int]
    many: int


@dataclass(frozen=True, eq=False)
class Profiles:
    """m people: scores m x k, each scale of length 1 (or all 0), and answered m x scales."""

    scores: Floats
    answered: NDArray[np.bool_]


def profiles_of(answers: Sequence[NDArray[np.floating]], scales: Sequence[Scale]) -> Profiles:
    """What people are like, from their answers to each scale: m x statements, 1 to 5, nan where
    not answered.

    A scale counts for somebody who has answered something about every trait of it; others are
    without it, not average. Somebody who answers everything alike has no direction: all 0, and
    the scale does not count.
    """
    parts, answered = [], []
    for given, scale in zip(answers, scales, strict=True):
        means = _trait_means(given, scale)
        whole = np.all(~np.isnan(means), axis=1)
        centred = np.where(whole.reshape(-1, 1), means - means.mean(axis=1, keepdims=True), 0)
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        parts.append(centred / np.where(length > 1e-6, length, 1))
        answered.append(whole & (length[:, 0] > 1e-6))
    return Profiles(np.concatenate(parts, axis=1).astype(np.float32), np.stack(answered, axis=1))


def _trait_means(given: NDArray[np.floating], scale: Scale) -> NDArray[np.float64]:
    """m x traits: the mean answer to the statements about each; nan where none was answered."""
    about = np.zeros((len(scale.traits), scale.many))
    about[np.arange(len(scale.traits)), list(scale.traits)] = 1
    there = ~np.isnan(given)
    total, count = np.where(there, given, 0) @ about, there @ about
    return np.where(count > 0, total / np.where(count > 0, count, 1), np.nan)


def reliability(answers: NDArray[np.floating], scale: Scale) -> list[float]:
    """Cronbach's alpha of each trait: how well its statements say the same; 1 is perfectly.

    answers: m x statements without gaps. nan for a trait with one statement.
    """
    found = []
    traits = np.asarray(scale.traits)
    for trait in range(scale.many):
        items = answers[:, traits == trait]
        many = items.shape[1]
        total = items.sum(1).var(ddof=1)
        if many < 2 or total == 0:
            found.append(float("nan"))
            continue
        found.append(float(many / (many - 1) * (1 - items.var(axis=0, ddof=1).sum() / total)))
    return found
