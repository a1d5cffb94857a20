"""How far it is from somebody's grades to what a place asks for: steps, never a no."""

from collections.abc import Mapping
from typing import Any

from .. import bridge
from .occupations import listed
from .opportunities import needs_words

ASK = "Ask what you need."


def asked_words(one: Any, grades: Mapping[str, int]) -> str:
    """What a course or opportunity asks for, and how far that is from these predicted grades.

    Without grades, what it asks for alone. "Ask what you need" only where nothing is known.
    """
    if not grades:
        return needs_words(one) or ("" if one.requirements else ASK)
    far = bridge.distance_to(one, grades)
    if not far.is_known and one.requirements:
        return ""
    return steps_words(far, has="You are predicted")


def steps_words(far: Any, has: str = "You have") -> str:
    """How far somebody is from what is asked for, as steps and never as a no.

    has: how a sentence begins that says what there is.
    """
    if not far.is_known:
        return ASK
    if not far.gcses and not far.missing and not far.set_grades:
        return "No grades are asked for."
    needs = f"You need {_asked(far)}."
    if far.is_there:
        return (
            f"{needs} {has} {far.have}: you are there." if far.gcses else f"{needs} You are there."
        )
    there = f" {has} {far.have or 'none yet'}." if far.gcses else ""
    return f"{needs}{there} {far.more} more to go.{_work_on(far)}"


def _asked(far: Any) -> str:
    parts = [f"a {grade} or above in {_subject(name)}" for name, grade in far.set_grades]
    if far.gcses:
        many = f"{far.gcses} GCSE{'s' if far.gcses > 1 else ''}"
        parts.insert(0, f"{many} at {far.grade} or above")
    return listed(parts)


def _work_on(far: Any) -> str:
    names = dict.fromkeys((*far.missing, *(name for name, _ in far.missing_set)))
    return f" Work on {listed([_subject(one) for one in names])}." if names else ""


def _subject(name: str) -> str:
    return name.capitalize() if name.startswith("english") else name
