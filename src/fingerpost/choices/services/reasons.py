"""Keeping why a student chooses, what else they would take, and their subjects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.destinations.selectors import decision_point, routes_at

from ..enums import MOST_ALTERNATIVES, MOST_SUBJECTS, REASONS
from ..models import Reasons


class NothingToChoose(ValueError):
    """The student does not face a choice now."""


class UnknownAnswer(ValueError):
    """A reason or a route that is not one of those offered."""


@dataclass(frozen=True)
class Why:
    """What a student says: keys of reasons, own words, alternatives (route, words), subjects."""

    ticks: Sequence[str] = ()
    own_words: str = ""
    alternatives: Sequence[tuple[str, str]] = ()
    subjects: Sequence[str] = ()


@transaction.atomic
def save_reasons(*, student: Any, why: Why, by: Any) -> bool:
    """Keep why a student chooses at the decision point they face; False when nothing changed.

    Raises NothingToChoose, UnknownAnswer.
    """
    today = timezone.localdate()
    point = decision_point(student, today)
    if point is None:
        raise NothingToChoose("There is no choice to make in this year group yet.")
    values = _tidy(why, {route.name for route in routes_at(point.name, today)})
    kept, is_new = Reasons.objects.get_or_create(
        student=student, point=point.name, defaults={"school_id": student.school_id, **values}
    )
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    if not is_new and not changed:
        return False
    for name in changed:
        setattr(kept, name, values[name])
    kept.save()
    audit.record(
        by=by,
        deed=Deed.ADDED if is_new else Deed.CHANGED,
        subject=kept,
        student=student,
        details={"changed": sorted(changed)},
    )
    return True


def _tidy(why: Why, routes: set[str]) -> dict[str, Any]:
    if not set(why.ticks) <= {key for key, _ in REASONS}:
        raise UnknownAnswer("Choose reasons from the list.")
    others = [
        {"route": route, "words": " ".join(words.split())[:160]}
        for route, words in why.alternatives
        if route or words.strip()
    ][:MOST_ALTERNATIVES]
    if not {one["route"] for one in others} <= {"", *routes}:
        raise UnknownAnswer("Choose a route from the list.")
    return {
        "ticks": [key for key, _ in REASONS if key in why.ticks],
        "own_words": why.own_words.strip()[:600],
        "alternatives": others,
        "subjects": _once_each(why.subjects)[:MOST_SUBJECTS],
    }


def _once_each(subjects: Iterable[str]) -> list[str]:
    """Subjects in their order, each once however it is written."""
    found: dict[str, str] = {}
    for subject in subjects:
        name = " ".join(subject.split())[:60]
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())
