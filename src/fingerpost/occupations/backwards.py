"""From an occupation backwards: what each way in asks for, what comes before, what to fall back on.

Only what is published of the occupation is told; what is not known stays blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .base import Base
from .occupation import Occupation, Requirement, WayIn

# The routes on which places for a way in are to be looked for.
ROUTES = {
    "apprenticeship": ("apprenticeship", "higher_apprenticeship"),
    "college": ("further_education", "t_level", "sixth_form_college", "training_provider"),
    "university": ("university",),
    "work": ("work_with_training",),
    "direct": ("work_with_training",),
    "volunteering": ("community_learning",),
    "other": (),
}
# The routes on which one gets what a degree asks for.
BEFORE_A_DEGREE = ("school_sixth_form", "sixth_form_college", "further_education", "t_level")
LEVEL_BEFORE_A_DEGREE = 3
# Ways that help on the way in but do not lead in by themselves.
_HELPS = ("volunteering", "other")
_MANY = 99
_Asked = tuple[bool, int, int, int, int]
_NOTHING: _Asked = (False, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Back:
    """One way in, walked backwards.

    needs: what is asked for on it, the least first; empty where nothing is known. before: what the
    course before it needs, where A levels or a degree are asked for and that is published. routes:
    where places for it are found. routes_before: where places for the course before it are; empty
    where GCSEs are enough.
    """

    way: str
    needs: tuple[Requirement, ...]
    before: Requirement | None
    routes: tuple[str, ...]
    routes_before: tuple[str, ...]

    @property
    def asks(self) -> _Asked:
        """How much one has to bring to come in at its lowest step; orders ways."""
        steps = [_asks(one) for one in self.needs if one.level is not None]
        always = [_asks(one) for one in self.needs if one.level is None]
        return max([*always, *([min(steps)] if steps else [])], default=_NOTHING)


def ways_back(one: Occupation) -> tuple[Back, ...]:
    """Every way into an occupation, in the order in which it has them."""
    return tuple(_back(way, one) for way in one.ways_in)


def _back(way: WayIn, one: Occupation) -> Back:
    needs = tuple(sorted((need for need in way.requirements if need.is_read), key=_asks))
    before = _level_three(one) if way.way == "university" else None
    has_gcses = any(need.gcses for need in needs)
    return Back(
        way.way,
        needs,
        None if has_gcses else before,
        ROUTES[way.way],
        BEFORE_A_DEGREE if way.way == "university" else (),
    )


def _asks(need: Requirement) -> _Asked:
    """How much a step asks for, the least first."""
    return (
        bool(need.degree),
        need.a_levels[0] if need.a_levels else 0,
        need.gcses[0] if need.gcses else 0,
        need.grade or 0,
        need.level or 0,
    )


def _level_three(one: Occupation) -> Requirement | None:
    """What the occupation's own courses at level 3 ask for; the least of it."""
    found = [
        need
        for way in one.ways_in
        for need in way.requirements
        if need.is_read and need.level == LEVEL_BEFORE_A_DEGREE and need.gcses
    ]
    return min(found, key=_asks, default=None)


def fallback(one: Occupation) -> Back | None:
    """The way in that asks for the least, of those that lead in by themselves; None where there
    is only one such way.
    """
    backs = [back for back in ways_back(one) if back.way not in _HELPS]
    return min(backs, key=lambda back: back.asks) if len(backs) > 1 else None


def other_occupations(base: Base, one: Occupation, number: int = 3) -> list[Occupation]:
    """The nearest occupations that have a way in which this one has not, or that ask for less; of
    the same family of work where none is published as near.
    """
    mine = {way.way for way in one.ways_in}
    near = [base.by_slug[slug] for slug in one.related if slug in base.by_slug]
    near = near or [
        other
        for other in base.occupations
        if other is not one and set(other.fields) & set(one.fields)
    ]
    chosen = [other for other in near if _is_other(other, mine, one)]
    return (chosen or near)[:number]


def _is_other(other: Occupation, mine: set[str], one: Occupation) -> bool:
    has_more = {way.way for way in other.ways_in} - mine
    return bool(has_more) or min(other.levels, default=_MANY) < min(one.levels, default=_MANY)


def subjects_to_choose(backs: Sequence[Back]) -> tuple[str, ...]:
    """School subjects that any of these ways asks for, once each."""
    needs = [need for back in backs for need in (*back.needs, back.before) if need]
    return tuple(dict.fromkeys(subject for need in needs for subject in need.subjects))
