"""How a school's students stand with their choices: one row a student, whatever the number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.destinations.enums import NOT_SURE_AT_MOST
from fingerpost.destinations.models import DecisionPoint
from fingerpost.destinations.selectors import current_intentions, decision_point
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll

from ..enums import ENDED, OFFERED, SENT, ApplicationState
from ..models import Application, Reasons
from .applications import Due, dues

NOT_RECORDED, NOT_SURE, OPTIONS = "not_recorded", "not_sure", "options"
ACCEPTED, OFFER, APPLIED, NOTED, NOTHING = "accepted", "offer", "applied", "noted", "nothing"
UNDECIDED, NO_FALLBACK = "undecided", "no_fallback"


@dataclass(frozen=True)
class Standing:
    """One student: what they mean to do, what they apply for, and the subjects they would take."""

    student: Any
    point: str
    intention: Any = None
    reasons: Any = None
    applications: Sequence[Any] = field(default_factory=tuple)

    @property
    def route(self) -> str:
        """The intended route, NOT_SURE, NOT_RECORDED, or OPTIONS of who chooses GCSEs only."""
        if self.intention is None:
            return NOT_RECORDED
        return str(self.intention.route) or (OPTIONS if self.chooses_options else NOT_SURE)

    @property
    def chooses_options(self) -> bool:
        """Whether it is GCSE options: then there is no second plan and nothing to apply for."""
        return self.point == DecisionPoint.OPTIONS

    @property
    def is_undecided(self) -> bool:
        return self.intention is None or self.intention.how_sure <= NOT_SURE_AT_MOST

    @property
    def has_fallback(self) -> bool:
        return self.intention is not None and bool(self.intention.fallback_route)

    @property
    def how_far(self) -> str:
        """How far the furthest application is."""
        states = {one.state for one in self.applications}
        if ApplicationState.ACCEPTED in states:
            return ACCEPTED
        if states & set(OFFERED):
            return OFFER
        if states & set(SENT):
            return APPLIED
        return NOTED if states else NOTHING

    def would_take(self, subject: str) -> bool:
        """Whether a GCSE subject is among those the student would take, however it is written."""
        subjects = self.reasons.subjects if self.reasons else ()
        return subject.casefold() in {name.casefold() for name in subjects}

    @property
    def next_due(self) -> Due | None:
        found = dues(self.applications)
        return found[0] if found else None

    def is_as(self, wanted: str) -> bool:
        """Whether the student is one of those a figure counts; an empty word is for everybody."""
        if wanted == UNDECIDED:
            return self.is_undecided
        if wanted == NO_FALLBACK:
            return bool(self.intention) and not self.has_fallback and not self.chooses_options
        if wanted == OFFER:
            return self.how_far in (OFFER, ACCEPTED)
        if wanted == APPLIED:
            return self.how_far in (APPLIED, OFFER, ACCEPTED)
        if wanted == NOTHING and self.chooses_options:
            return False
        return not wanted or self.how_far == wanted


def students_choosing(viewer: Viewer, on: dt.date) -> QuerySet[Student]:
    """The viewer's students who face a choice (Year 8 and up), by name."""
    students = students_on_roll(guidance_students(viewer), on).filter(year_group__gte=8)
    return students.select_related("tutor_group").order_by("family_name", "given_name", "id")


def standings(students: Iterable[Any], on: dt.date) -> list[Standing]:
    """How students stand; takes as many queries for many as for few."""
    students = list(students)
    points = {one.pk: point.name for one in students if (point := decision_point(one, on))}
    intentions = {
        name: current_intentions(students, [name]) for name in sorted(set(points.values()))
    }
    keys = list(points)
    applications: dict[tuple[int, str], list[Any]] = defaultdict(list)
    going = Application.objects.filter(student__in=keys, removed_at__isnull=True)
    for one in going.exclude(state__in=ENDED).order_by("added_at", "id"):
        applications[one.student_id, one.point].append(one)
    reasons = {(one.student_id, one.point): one for one in Reasons.objects.filter(student__in=keys)}
    return [
        Standing(
            student=one,
            point=points[one.pk],
            intention=intentions[points[one.pk]].get(one.pk),
            reasons=reasons.get((one.pk, points[one.pk])),
            applications=applications[one.pk, points[one.pk]],
        )
        for one in students
        if one.pk in points
    ]
