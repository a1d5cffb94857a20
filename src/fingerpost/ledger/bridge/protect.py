"""Hiding small groups, so that a protected figure tells of no single student."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any


def protected(figures: Sequence[Any], threshold: int) -> list[Any]:
    """The figures of one split with small groups hidden.

    A group of fewer than `threshold` students is hidden, and so is one in which some but fewer
    than that many count or do not count. Where the hidden students could be worked out from the
    total, because there are fewer than `threshold` of them or only one group is hidden, the next
    smallest group is hidden too.
    """
    hidden = {at for at, one in enumerate(figures) if _is_small(one, threshold)}
    rest = sorted((one.of, at) for at, one in enumerate(figures) if at not in hidden and one.of)
    while rest and hidden and len(figures) > 1 and _gives_away(figures, hidden, threshold):
        hidden.add(rest.pop(0)[1])
    return [_blank(one) if at in hidden else one for at, one in enumerate(figures)]


def _is_small(figure: Any, threshold: int) -> bool:
    if not figure.of:
        return False
    if figure.of < threshold:
        return True
    if figure.counted is None:
        return False
    return 0 < figure.counted < threshold or 0 < figure.of - figure.counted < threshold


def _gives_away(figures: Sequence[Any], hidden: set[int], threshold: int) -> bool:
    of = sum(figures[at].of for at in hidden)
    return len(hidden) == 1 or of < threshold


def _blank(figure: Any) -> Any:
    counted = None if figure.counted is None else 0
    return replace(figure, of=0, counted=counted, value=None, hidden=True)
