"""Reading what students mean to do next, and the choices they are offered."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.rules import DecisionPoint, Route, decision_point_of, routes
from fingerpost.students.models import Student, TutorGroup
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll

from .models import DecisionPoint as Point
from .models import Intention


def decision_point(student: Any, on: dt.date) -> DecisionPoint | None:
    """The choice a student faces now; None in Year 7."""
    return decision_point_of(student.year_group, on)


def routes_at(point: str, on: dt.date) -> tuple[Route, ...]:
    """The routes that can be taken at a decision point, in alphabetical order."""
    found = (route for route in routes(on) if point in route.offered_at)
    return tuple(sorted(found, key=lambda route: route.student_label.casefold()))


def routes_for(student: Any, point: str, on: dt.date) -> tuple[Route, ...]:
    """The routes at a decision point in an order of the student's own.

    Whatever stands first in a list is chosen more often. The alphabet would put the same route
    first for everyone, so each student's list starts at another place: over a year group every
    route is first equally often, and for one student the order stays the same from day to day.
    """
    found = routes_at(point, on)
    start = student.pk % len(found) if found else 0
    return found[start:] + found[:start]


def intentions_of(student: Any, point: str = "") -> QuerySet[Intention]:
    """What a student said at one decision point, or at all of them, newest first."""
    found = Intention.objects.filter(student=student)
    if point:
        found = found.filter(point=point)
    return found.order_by("-recorded_at", "-id")


def current_intention(student: Any, point: str) -> Intention | None:
    """What a student said last at a decision point."""
    return intentions_of(student, point).first()


def current_intentions(students: Iterable[Any], points: Iterable[str]) -> dict[int, Intention]:
    """The last intention of each student, by student, in one query.

    Looks only at the given points; the caller picks the point each student faces.
    """
    found: dict[int, Intention] = {}
    rows = Intention.objects.filter(
        student__in=[student.pk for student in students], point__in=list(points)
    ).order_by("recorded_at", "id")
    for row in rows:
        found[row.student_id] = row
    return found


def routes_meant(viewer: Viewer, on: dt.date) -> tuple[dict[str, set[int]], int]:
    """Who of the viewer's students means to take each route after Year 11 or 13, by what each said
    last; and how many face that choice. GCSE options name no route.
    """
    everybody = students_on_roll(guidance_students(viewer), on).only("pk", "year_group")
    facing = _by_point(everybody, on)
    facing.pop(Point.OPTIONS, None)
    meant: defaultdict[str, set[int]] = defaultdict(set)
    for point_name, students in facing.items():
        for key, said in current_intentions(students, [point_name]).items():
            meant[said.route].add(key)
    meant.pop("", None)
    return dict(meant), sum(map(len, facing.values()))


def groups_of(viewer: Viewer, on: dt.date) -> QuerySet[TutorGroup]:
    """The tutor groups of the viewer's students that face a choice (Year 8 and up)."""
    students = students_on_roll(guidance_students(viewer), on).filter(year_group__gte=8)
    return TutorGroup.objects.filter(
        school=viewer.school, pk__in=students.order_by().values("tutor_group").distinct()
    ).order_by("year_group", "name", "id")


def groups_with_answers(viewer: Viewer, on: dt.date) -> list[Any]:
    """The same, each with `of` students of the viewer's, `said` of whom have said what they mean
    to do at the choice they face.
    """
    students = list(students_on_roll(guidance_students(viewer), on).filter(year_group__gte=8))
    facing = _by_point(students, on)
    said = {key for name, those in facing.items() for key in current_intentions(those, [name])}
    of = Counter(one.tutor_group_id for one in students)
    have_said = Counter(one.tutor_group_id for one in students if one.pk in said)
    groups: list[Any] = list(groups_of(viewer, on))
    for group in groups:
        group.of, group.said = of[group.pk], have_said[group.pk]
    return groups


def _by_point(students: Iterable[Student], on: dt.date) -> dict[str, list[Student]]:
    """Students by the name of the choice they face; who faces none is left out."""
    facing: defaultdict[str, list[Student]] = defaultdict(list)
    for student in students:
        if point := decision_point(student, on):
            facing[point.name].append(student)
    return facing


def students_of_group(viewer: Viewer, group: Any, on: dt.date) -> QuerySet[Student]:
    """The viewer's students of a tutor group, by name."""
    return (
        students_on_roll(guidance_students(viewer), on)
        .filter(tutor_group=group)
        .order_by("family_name", "given_name", "id")
    )
