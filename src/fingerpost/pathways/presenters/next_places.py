"""Next places in words: what each needs, how far that is, and that there are other ways."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost import rules

from .courses import CourseCard
from .distances import steps_words
from .opportunities import sector_labels

_LATER = ("post_18",)


@dataclass(frozen=True)
class NextPlaceCard:
    """One next place. steps: how far its needs are. ways: that there are others. note: both, as
    it is kept with a saved idea.
    """

    course: CourseCard
    steps: str
    ways: str
    fits: str
    later: str

    @property
    def note(self) -> str:
        return " ".join(filter(None, (self.steps, self.ways)))


@dataclass(frozen=True)
class NotListed:
    """A route of which no place is in the lists, and what it is."""

    route: str
    meaning: str


def next_place_cards(found: Sequence[Any], cards: Sequence[CourseCard]) -> list[NextPlaceCard]:
    """Next places as the page shows them; cards: those of all candidates, in their order."""
    labels = sector_labels()
    later = {
        route.name for route in rules.routes(timezone.localdate()) if route.offered_at == _LATER
    }
    return [
        NextPlaceCard(
            cards[one.place.key],
            _steps(one.distance, cards[one.place.key]),
            ways_words(one.other_ways),
            f"You may like this: {labels[one.place.sector].lower()}." if one.is_liked else "",
            "This is for after Year 13." if one.place.route in later else "",
        )
        for one in found
    ]


def _steps(far: Any, card: CourseCard) -> str:
    """How far it is; nothing where a place says in words alone what it asks for."""
    return steps_words(far) if far.is_known or not card.requirements else ""


def ways_words(routes: Sequence[str]) -> str:
    """That there are other ways into the same kind of work."""
    if not routes:
        return ""
    many = len(routes)
    if many == 1:
        return "There is 1 other way in that your grades fit."
    return f"There are {many} other ways in that your grades fit."


def not_listed(there: Collection[str]) -> list[NotListed]:
    """Routes of which no place was found, so that none is forgotten."""
    return [
        NotListed(route.student_label, route.meaning)
        for route in rules.routes(timezone.localdate())
        if route.name not in there
    ]
