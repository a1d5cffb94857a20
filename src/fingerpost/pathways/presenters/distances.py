"""How far it is from somebody's grades to what a place asks for: steps, never a no."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from fingerpost import rules

from .. import bridge
from .occupations import listed
from .opportunities import needs_words

ASK = "Ask what you need."
# Where a place of such a route is taken: somebody's GCSEs alone never lead there.
_AFTER_SIXTH_FORM = ("post_18",)


def is_later(route: str) -> bool:
    """Whether places of a route are for after Year 13 alone."""
    on = rules.routes(timezone.localdate())
    return any(one.name == route and one.offered_at == _AFTER_SIXTH_FORM for one in on)


def asked_words(one: Any, grades: Mapping[str, int]) -> str:
    """What a course or opportunity asks for, and how far that is from these predicted grades.

    Without grades, what it asks for alone. "Ask what you need" only where nothing is known.
    """
    if not grades:
        return needs_words(one) or ("" if one.requirements else ASK)
    far = bridge.distance_to(one, grades)
    if not far.is_known and one.requirements:
        return ""
    return steps_words(far, is_predicted=True, is_later=is_later(one.route))


def steps_words(far: Any, *, is_predicted: bool = False, is_later: bool = False) -> str:
    """How far somebody is from what is asked for, as steps and never as a no.

    is_predicted: whether the grades are a teacher's. is_later: another course lies between.
    """
    if not far.is_known:
        return ASK
    if not far.gcses and not far.missing and not far.set_grades:
        return "No grades are asked for."
    has = f" {_have(far, is_predicted)}" if far.gcses else ""
    return f"You need {_asked(far)}.{has} {_left(far, is_later)}"


def _asked(far: Any) -> str:
    parts = [f"a {grade} or above in {_subject(name)}" for name, grade in far.set_grades]
    if not far.gcses:
        return listed(parts)
    many = f"{far.gcses} GCSE{'s' if far.gcses > 1 else ''} at {far.grade} or above"
    among = listed([_subject(one) for one in far.subjects])
    asked = f"{many}, with {among}" if among else many
    return f"{asked}, and {listed(parts)}" if parts else asked


def _have(far: Any, is_predicted: bool) -> str:
    if not is_predicted:
        return f"You have {far.have or 'none'} at {far.grade}{' or above' if far.have else ' yet'}."
    if not far.have:
        return f"None of yours is predicted at {far.grade} yet."
    return f"{far.have} of yours {'is' if far.have == 1 else 'are'} predicted at that."


def _left(far: Any, is_later: bool) -> str:
    """What is still to come: GCSEs first, then a course in between."""
    if far.is_there and is_later:
        return "Those are there. A course at level 3 comes in between."
    if far.is_there:
        return "You are there."
    names = dict.fromkeys((*far.missing, *(name for name, _ in far.missing_set)))
    subjects = listed([_subject(one) for one in names])
    if far.have >= far.gcses:
        return f"Still to come: {subjects}."
    return f"{far.more} more to go.{f' Work on {subjects}.' if subjects else ''}"


def _subject(name: str) -> str:
    return name.capitalize() if name.startswith("english") else name
