"""Next places in words: what each needs, how far that is, and that there are other ways."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost import rules

from .courses import CourseCard
from .distances import is_later, steps_words
from .opportunities import sector_labels


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
    return [
        NextPlaceCard(
            cards[one.place.key],
            _steps(one, cards[one.place.key]),
            ways_words(one.other_ways),
            f"You may like this: {labels[one.place.sector].lower()}." if one.is_liked else "",
            "This is for after Year 13." if is_later(one.place.route) else "",
        )
        for one in found
    ]


def _steps(one: Any, card: CourseCard) -> str:
    """How far it is; nothing where a place says in words alone what it asks for."""
    if not one.distance.is_known and card.requirements:
        return ""
    return steps_words(one.distance, is_later=is_later(one.place.route))


def ways_words(routes: Collection[str]) -> str:
    """Which other ways into the same kind of work there are, of those that are for everybody."""
    open_to_all = [
        one.student_label
        for one in rules.routes(timezone.localdate())
        if one.name in routes and not one.limited_to
    ]
    if not open_to_all:
        return ""
    many = "s" if len(open_to_all) > 1 else ""
    return f"Other way{many} in that your grades fit: {'; '.join(open_to_all)}."


def not_listed(there: Collection[str]) -> list[NotListed]:
    """Routes of which no place was found, so that none is forgotten."""
    return [
        NotListed(route.student_label, route.meaning)
        for route in rules.routes(timezone.localdate())
        if route.name not in there
    ]
