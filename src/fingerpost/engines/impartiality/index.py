"""The index of impartiality of what has been shown of each route (or sector, or provider)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Nine draws of ten lie between the bounds that are told.
_BETWEEN = (5, 95)
_DRAWS, _SEED = 2000, 2026
# A choice is crowded out where surely less than half as many have been shown it as the most shown.
_CROWDED_OUT = 0.5


@dataclass(frozen=True, slots=True)
class Shown:
    """One choice that is open to `of` people, of whom `shown` have been shown it at least once."""

    name: str
    shown: int
    of: int


@dataclass(frozen=True)
class Judged:
    """index: 100 where everybody has been shown every choice, 0 where nobody has been shown any.

    reach: the mean share (0 to 1) of people who have been shown a choice. balance: 1 where all
    choices have been shown to as many, 1/n where only one of n has. index is 100 times the root
    of their product: neither much of one route nor little of all makes it high. low, high: where
    it lies about nine times out of ten, in view of how few people it rests on. crowded_out: names
    of choices that surely have been shown to less than half as many as the most shown one.
    """

    index: float
    low: float
    high: float
    reach: float
    balance: float
    crowded_out: tuple[str, ...]


def judge(choices: Sequence[Shown]) -> Judged | None:
    """The index of these choices; None where there are none or they are open to nobody.

    The uncertainty is that of each share by itself (Jeffreys' prior), from draws with a fixed
    seed: the same figures give the same bounds. Draws are moved so that their middle is the index.
    """
    open_to_some = [one for one in choices if one.of > 0]
    if not open_to_some:
        return None
    shown = np.array([one.shown for one in open_to_some], float)
    of = np.array([one.of for one in open_to_some], float)
    share = shown / of
    reach, balance, index = (float(one[0]) for one in _parts(share[None, :]))
    draws = np.random.default_rng(_SEED).beta(
        shown + 0.5, of - shown + 0.5, (_DRAWS, len(open_to_some))
    )
    low, middle, high = np.percentile(_parts(draws)[2], (_BETWEEN[0], 50, _BETWEEN[1]))
    # Draws give a little of what nobody has been shown, and so lie above an index near 0.
    shift = index - middle
    surely_less = (draws < _CROWDED_OUT * draws[:, [share.argmax()]]).mean(0) > _BETWEEN[1] / 100
    return Judged(
        index,
        float(max(low + shift, 0)),
        float(min(high + shift, 100)),
        reach,
        balance,
        tuple(one.name for one, out in zip(open_to_some, surely_less, strict=True) if out),
    )


def _parts(
    shares: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Reach, balance and index of each row of shares.

    Balance is the squared affinity (Bhattacharyya) of how the showing is spread with an even
    spread.
    """
    reach = shares.mean(1)
    total = shares.sum(1, keepdims=True)
    spread = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    balance = np.sqrt(spread / shares.shape[1]).sum(1) ** 2
    return reach, balance, 100 * np.sqrt(reach * balance)
