"""What do I need for that: every way into an occupation, from its end back to GCSEs, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from .. import bridge
from .courses import CourseCard
from .occupations import WAYS, listed, needs

SHOWN_COURSES = 3


@dataclass(frozen=True)
class WayBack:
    """One way in. name: what an idea of it is called. steps: what is needed, GCSEs first. before:
    what comes before that. note: both, as they are kept with a saved idea. places, places_before:
    what is near by for each.
    """

    way: str
    name: str
    steps: list[str]
    before: list[str]
    places: list[CourseCard]
    places_before: list[CourseCard]
    is_saved: bool

    @property
    def note(self) -> str:
        return " ".join([*self.steps, *self.before])


@dataclass(frozen=True)
class WaysBack:
    """All ways into an occupation. choose: subjects to choose. fallback: what to do with lower
    grades. others: occupations like it with other ways in, as pairs of slug and title.
    """

    opening: str
    ways: list[WayBack]
    choose: str
    fallback: str
    others: list[tuple[str, str]]


def routes_on_the_way(one: Any) -> list[str]:
    """All routes on which something is needed for an occupation."""
    backs = bridge.ways_back(one)
    return sorted({route for back in backs for route in (*back.routes, *back.routes_before)})


def ways_back(
    one: Any, places: Sequence[tuple[str, CourseCard]], saved: Collection[str]
) -> WaysBack:
    """Every way into an occupation with what is near by on it.

    places: what may be shown, the best first, each with the name of its route.
    """
    backs = bridge.ways_back(one)
    made = [_way(one, back, places, saved) for back in backs]
    least = bridge.fallback(one)
    return WaysBack(
        _opening(len(backs)),
        sorted(made, key=lambda way: way.way),
        listed(bridge.subjects_to_choose(backs)),
        _fallback(least),
        [(other.slug, other.title) for other in bridge.other_occupations(one)],
    )


def needed_lines(one: Any) -> list[str]:
    """What each way into an occupation asks for, a line a way."""
    ways = ways_back(one, [], []).ways
    return [f"{way.way}: {' '.join([*way.steps, *way.before])}" for way in ways]


def _opening(many: int) -> str:
    if not many:
        return "No way in is listed. Ask your adviser."
    if many == 1:
        return "There is 1 way in."
    return f"There are {many} ways in. None is better: choose what suits you."


def _way(
    one: Any,
    back: Any,
    places: Sequence[tuple[str, CourseCard]],
    saved: Collection[str],
) -> WayBack:
    steps = [words for need in back.needs if (words := needs(need))]
    name = f"{one.title}: {WAYS[back.way].lower()}"[:120]
    return WayBack(
        WAYS[back.way],
        name,
        [_you_need(step) for step in steps] or ["What you need is not set. Ask your adviser."],
        _before(back),
        _of(places, back.routes),
        _of(places, back.routes_before),
        name.casefold() in saved,
    )


def _you_need(step: str) -> str:
    """ "5 GCSEs" as "You need 5 GCSEs", "For a degree: 2 A levels" as it is."""
    if step.startswith("For "):
        return step
    return f"You need {step[:1].lower()}{step[1:]}"


def _before(back: Any) -> list[str]:
    if not back.routes_before:
        return []
    lines = ["Before that you take A levels or a course of the same size."]
    if back.before is not None:
        lines.append(_you_need(needs(back.before)))
    return lines


def _of(places: Sequence[tuple[str, CourseCard]], routes: Sequence[str]) -> list[CourseCard]:
    """The first places of some routes, the routes taking turns as the list has them."""
    return [card for route, card in places if route in routes][:SHOWN_COURSES]


def _fallback(least: Any) -> str:
    if least is None:
        return ""
    if least.way == "university":
        return (
            "Every way in asks for A levels or a course of the same size. Are your grades lower "
            "than you hope? Ask your adviser how to get there another way."
        )
    way = WAYS[least.way]
    if not any(least.asks):
        return (
            f"Are your grades lower than you hope? This way asks for no set grades: {way.lower()}."
        )
    return f"Are your grades lower than you hope? This way asks for the least: {way.lower()}."
