"""What counts when places are shared out, in words for staff and for students."""

from collections.abc import Mapping, Sequence
from typing import Any

from fingerpost.programme.presenters.words import listed

from ..enums import Criterion

# Criterion to how it is told: to staff, and to students.
STAFF: Mapping[str, str] = {
    Criterion.NEED: "The overall need that Fingerpost works out from what a student has had and "
    "is due, 0 to 100.",
    Criterion.BENEFIT: "The weightiest open next step of a student that the session serves, 0 to "
    "100. It goes by the session’s kind and the routes it shows.",
    Criterion.PREFERENCE: "A first choice counts more than a second, and so on.",
    Criterion.MISSED_BEFORE: "In how many earlier rounds a student asked and was offered nothing.",
}
STUDENTS: Mapping[str, str] = {
    Criterion.NEED: "who needs it most now. We look at what you have done so far, and what you "
    "have not had yet",
    Criterion.BENEFIT: "who it helps most. We look at what is still new to you",
    Criterion.PREFERENCE: "what you put first",
    Criterion.MISSED_BEFORE: "who missed out last time",
}
_SHORT: Mapping[str, str] = {
    Criterion.NEED: "need",
    Criterion.BENEFIT: "how far a session meets the need",
    Criterion.PREFERENCE: "preference",
    Criterion.MISSED_BEFORE: "having missed out before",
}
_STEPS = ("First we look at", "Then we look at", "After that we look at", "Last we look at")


def by_level(criteria: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Criteria in the order they decide; those that decide together, the weightiest first."""
    levels = sorted({one["level"] for one in criteria})
    return [
        sorted((one for one in criteria if one["level"] == level), key=lambda one: -one["weight"])
        for level in levels
    ]


def criteria_words(criteria: Sequence[Mapping[str, Any]]) -> str:
    """For staff: need (3) and having missed out before (2) decide first; then preference."""
    parts = [
        listed(
            [
                f"{_SHORT[one['name']]} ({one['weight']})"
                if len(level) > 1
                else _SHORT[one["name"]]
                for one in level
            ]
        )
        for level in by_level(criteria)
    ]
    if not parts:
        return "None chosen yet"
    first, *rest = parts
    return "; then ".join([f"First {first}", *rest])


def student_words(of: Any, reserved: bool) -> list[str]:
    """What a student is told beforehand about how a round shares places out, in sentences."""
    said = [
        "You do not have to be quick. It makes no difference who answers first.",
        *_what_counts(of.criteria),
    ]
    if reserved:
        said.append("Some places are kept for students who need them most.")
    if of.at_most == 1:
        said.append("You can get one place.")
    else:
        said.append(f"You can get up to {of.at_most} places.")
    if of.together:
        said.append("Brothers and sisters go on the same bus.")
    said.append("If two students come out the same, we draw lots.")
    return said


def _what_counts(criteria: Sequence[Mapping[str, Any]]) -> list[str]:
    said = []
    for number, level in enumerate(by_level(criteria)):
        start = _STEPS[min(number, len(_STEPS) - 1)]
        for place, one in enumerate(level):
            said.append(f"{start if place == 0 else 'We also look at'} {STUDENTS[one['name']]}.")
    return said
