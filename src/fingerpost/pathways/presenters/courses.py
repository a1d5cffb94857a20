"""Published courses in words: how far, what they need, whose list they are from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.common.days import day_words

from ..models import IdeaKind, OpportunityKind, Placed
from .distances import asked_words
from .occupations import LEVELS
from .opportunities import dates_of, needs_words, route_labels, sector_labels

# What a saved course is among ideas.
_KIND = {
    "apprenticeship": IdeaKind.APPRENTICESHIP,
    "higher_apprenticeship": IdeaKind.APPRENTICESHIP,
}
_NEAR_BY = 1.0
# What a card's source is where it is from no published list.
OWN_LIST = "your school"


@dataclass(frozen=True)
class CourseCard:
    """One course or opportunity as a list shows it, whoever it is from.

    name: what it is called once saved. kind: of idea. asks: what it asks for and, where grades are
    known, how far that is. requirements, details: in the provider's own words. source: the list it
    is from. dated: from whom and of which day it is. key: what saves it ("course:3"). pk: of a
    line of the school's own list, else None.
    """

    title: str
    name: str
    provider: str
    town: str
    route: str
    level: str
    sector: str
    distance: str
    needs: str
    dates: list[str]
    link: str
    kind: str
    source: str
    is_saved: bool
    asks: str = ""
    requirements: str = ""
    details: str = ""
    dated: str = ""
    key: str = ""
    what: str = ""
    pk: int | None = None


def distance_words(miles: float | None, placed_by: str, name: str) -> str:
    """How far something is, as exactly as it is known."""
    if miles is None:
        return "We do not know how far" if name else ""
    if miles < _NEAR_BY:
        return f"less than a mile from {name}"
    about = "" if placed_by == Placed.POINT else "about "
    rounded = round(miles)
    return f"{about}{rounded} {'mile' if rounded == 1 else 'miles'} from {name}"


def course_cards(
    courses: Sequence[Any],
    miles: Mapping[int, float | None],
    here_name: str,
    saved: Collection[str] = (),
    grades: Mapping[str, int] | None = None,
) -> list[CourseCard]:
    """Courses as a list shows them; saved: names of ideas that the student keeps, in small;
    grades: those that the student is predicted, by subject in small letters.
    """
    labels = _Labels(route_labels(), sector_labels())
    return [
        _card(
            one,
            labels,
            saved,
            grades or {},
            provider=one.provider.name,
            town=one.provider.town,
            sector=labels.sectors.get(one.sector, ""),
            distance=distance_words(miles[one.pk], one.placed_by, here_name),
            source=one.source,
            dated=f"From {one.source}, read on {day_words(one.loaded_on)}.",
            key=f"course:{one.pk}",
        )
        for one in courses
    ]


def own_cards(
    found: Iterable[Any], saved: Collection[str] = (), grades: Mapping[str, int] | None = None
) -> list[CourseCard]:
    """Lines of the school's own list, as a list shows them beside published courses."""
    labels = _Labels(route_labels(), sector_labels())
    return [
        _card(
            one,
            labels,
            saved,
            grades or {},
            provider=one.provider,
            sector=", ".join(labels.sectors.get(name, name) for name in one.sectors),
            distance=f"{one.miles:g} miles from school" if one.miles is not None else "",
            source=OWN_LIST,
            dated=_own_dated(one),
            key=f"opportunity:{one.pk}",
            what="" if one.kind == OpportunityKind.COURSE else OpportunityKind(one.kind).label,
            pk=one.pk,
        )
        for one in found
    ]


def _own_dated(one: Any) -> str:
    if one.given_on:
        return f"Given by the provider on {day_words(one.given_on)}."
    return f"Checked by your school on {day_words(one.checked_on)}."


@dataclass(frozen=True)
class _Labels:
    routes: Mapping[str, str]
    sectors: Mapping[str, str]


def _card(
    one: Any,
    labels: _Labels,
    saved: Collection[str],
    grades: Mapping[str, int],
    *,
    provider: str,
    **more: Any,
) -> CourseCard:
    name = f"{one.title}, {provider}"[:120]
    is_day = more.get("what")
    return CourseCard(
        title=one.title,
        name=name,
        provider=provider,
        route=labels.routes.get(one.route, one.route),
        level=LEVELS.get(one.level, ""),
        needs=needs_words(one),
        asks="" if is_day else asked_words(one, grades),
        requirements=one.requirements,
        details=one.details,
        dates=dates_of(one, timezone.localdate()),
        link=one.link,
        kind=IdeaKind.EVENT if is_day else _KIND.get(one.route, IdeaKind.COURSE),
        is_saved=name.casefold() in saved,
        **{"town": "", **more},
    )


def sources_of(cards: Iterable[CourseCard]) -> list[str]:
    """The published lists that these are from, each once."""
    return sorted({card.source for card in cards} - {OWN_LIST})
