"""How good a search is, on queries whose right answers somebody has written down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """queries: how many. success_at_5: share with a right answer among the first five.
    reciprocal_rank: the mean of 1 over the place of the first right answer (0 beyond the tenth).
    missed: queries without a right answer among the first five.
    """

    queries: int
    success_at_5: float
    reciprocal_rank: float
    missed: tuple[str, ...]


def measured(
    find: Callable[[str], Sequence[str]], labelled: Iterable[tuple[str, Collection[str]]]
) -> Quality:
    """Ask everything and compare; find: from words to keys, the best first."""
    ranks = {query: _rank(find(query), right) for query, right in labelled}
    many = len(ranks) or 1
    return Quality(
        len(ranks),
        sum(0 < rank <= 5 for rank in ranks.values()) / many,
        sum(1 / rank for rank in ranks.values() if 0 < rank <= 10) / many,
        tuple(query for query, rank in ranks.items() if not 0 < rank <= 5),
    )


def _rank(found: Sequence[str], right: Collection[str]) -> int:
    """The place of the first right answer, 1 for the first; 0 where there is none."""
    return next((place for place, key in enumerate(found, start=1) if key in right), 0)
