"""What an occupation is like, in published words, with whose words they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.common.days import day_words

from .. import bridge

# O*NET's five job zones, in words that say how long it takes to learn the work.
PREPARATION = {
    1: "You learn it on the job in days or weeks.",
    2: "You learn it on the job in some months.",
    3: "You train for one or two years first.",
    4: "You train or study for some years first.",
    5: "You study for many years first.",
}


@dataclass(frozen=True)
class Described:
    """Published words about an occupation as its page shows them."""

    summary: str
    tasks: Sequence[str]
    places: Sequence[str]
    later: list[str]
    tips: list[str]
    credit: str


def described(one: Any) -> Described | None:
    """What is loaded about an occupation; None where nothing is."""
    if one is None:
        return None
    source = bridge.base().sources["profiles"]
    when = one.dated or f"loaded on {day_words(one.loaded_on)}"
    return Described(
        one.summary,
        one.tasks,
        [*one.places, *one.surroundings],
        _lines(one.later),
        _lines(one.tips),
        f"{source.credit} ({when})",
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def preparation(one: Any) -> str:
    """How long it takes to learn the work; empty where that is not known."""
    return PREPARATION.get(one.preparation, "")
