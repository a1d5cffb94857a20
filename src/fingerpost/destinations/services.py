"""Recording what students mean to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger

from .enums import FALLBACK, NOT_SURE_AT_MOST, OPTIONS
from .models import Intention
from .selectors import current_intentions, decision_point, routes_at

KIND = "intention_recorded"


class NoChoiceYet(ValueError):
    """The student does not face a choice now."""


class NotARoute(ValueError):
    """The route cannot be taken at this decision point."""


class SureOfNothing(ValueError):
    """Sure, but of no route."""


@dataclass(frozen=True)
class Choice:
    """What a student says: a route ("" for not sure yet), how sure 1..5, a second plan, a note."""

    route: str
    how_sure: int
    fallback_route: str = ""
    note: str = ""


def record_intention(*, student: Any, choice: Choice, by: Any) -> tuple[Intention, bool]:
    """Record what a student means to do at the decision point they face now.

    Returns the intention and whether it is new: saying the same again adds nothing. What was said
    before stays as history. Raises NoChoiceYet, NotARoute, SureOfNothing.
    """
    recorded = record_intentions(choices=[(student, choice)], by=by)
    if recorded:
        return recorded[0], True
    point = decision_point(student, timezone.localdate())
    assert point is not None
    return current_intentions([student], [point.name])[student.pk], False


@transaction.atomic
def record_intentions(*, choices: Iterable[tuple[Any, Choice]], by: Any) -> list[Intention]:
    """`record_intention` for many students at once; returns only what is new.

    Takes the same number of queries for a group as for one student. Raises as
    `record_intention`, and then records nothing.
    """
    wanted = [_checked(student, choice) for student, choice in choices]
    if not wanted:
        return []
    before = _before(wanted)
    new = [
        Intention(
            school_id=student.school_id,
            student=student,
            point=point,
            route=choice.route,
            fallback_route=choice.fallback_route,
            how_sure=choice.how_sure,
            note=choice.note,
        )
        for student, point, choice in wanted
        if _said(before.get((student.pk, point))) != choice
    ]
    if not new:
        return []
    new = Intention.objects.bulk_create(new, batch_size=500)
    _write_ledger(new, by)
    _audit(new, by)
    return new


def _checked(student: Any, choice: Choice) -> tuple[Any, str, Choice]:
    today = timezone.localdate()
    point = decision_point(student, today)
    if point is None:
        raise NoChoiceYet("There is no choice to make in this year group yet.")
    allowed = {"", *(route.name for route in routes_at(point.name, today))}
    if not {choice.route, choice.fallback_route} <= allowed:
        raise NotARoute("Choose a route from the list.")
    if point.name != OPTIONS and not choice.route and choice.how_sure > NOT_SURE_AT_MOST:
        raise SureOfNothing("Pick a route, or say that you have no idea or a few ideas.")
    fallback = choice.fallback_route if choice.fallback_route != choice.route else ""
    tidy = Choice(choice.route, choice.how_sure, fallback, choice.note.strip()[:300])
    return student, point.name, tidy


def _before(wanted: list[tuple[Any, str, Choice]]) -> dict[tuple[int, str], Intention]:
    students = [student for student, _, _ in wanted]
    found: dict[tuple[int, str], Intention] = {}
    for point in sorted({point for _, point, _ in wanted}):
        for key, intention in current_intentions(students, [point]).items():
            found[key, point] = intention
    return found


def _said(intention: Intention | None) -> Choice | None:
    if intention is None:
        return None
    return Choice(intention.route, intention.how_sure, intention.fallback_route, intention.note)


def _write_ledger(new: list[Intention], by: Any) -> None:
    """A line for the intention and one for its second plan; a second plan given up is withdrawn."""
    today = timezone.localdate()
    lines = []
    given_up = {}
    for intention in new:
        common: dict[str, Any] = {
            "student": intention.student,
            "kind": KIND,
            "happened_on": today,
            "point": intention.point,
        }
        lines.append(
            ledger.Line(
                **common,
                strength=intention.how_sure,
                routes=[intention.route] if intention.route else [],
                about=f"intention:{intention.pk}",
            )
        )
        if intention.fallback_route:
            lines.append(ledger.Line(**common, routes=[intention.fallback_route], about=FALLBACK))
        else:
            given_up[intention.student_id] = intention.point
    standing = ledger.standing_about(FALLBACK, kind=KIND, students=list(given_up))
    ledger.correct_many(
        [(entry, None) for entry in standing if entry.point == given_up[entry.student_id]], by=by
    )
    ledger.record(lines, by=by)


def _audit(new: list[Intention], by: Any) -> None:
    if len(new) == 1:
        audit.record(by=by, deed=Deed.ADDED, subject=new[0], student=new[0].student)
        return
    audit.record(
        by=by,
        deed=Deed.ADDED,
        school=new[0].school,
        label=f"Intentions of {len(new)} students",
        details={"students": [intention.student_id for intention in new]},
    )
