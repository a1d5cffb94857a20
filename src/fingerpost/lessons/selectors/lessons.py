"""Reading lessons, the ideas of a group, and the steps that its students wrote."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.enums import ActionSource, ActionState
from fingerpost.interviews.models import Action
from fingerpost.interviews.services.actions import OWN_SOURCES
from fingerpost.pathways.models import Idea
from fingerpost.pathways.selectors.areas import SchoolArea, area_of_school
from fingerpost.students.models import TutorGroup

from ..enums import DAYS_OPEN
from ..models import Lesson
from ..permissions import lessons_of, lessons_seen_by, whole_groups

# Whoever was helped to write a step by their tutor has written one.
_SOURCES = (*OWN_SOURCES, ActionSource.TUTOR)


@dataclass(frozen=True)
class Groups:
    """For whom a viewer may start a lesson."""

    groups: Sequence[TutorGroup]
    years: Sequence[int]


def groups_for(viewer: Viewer, on: dt.date) -> Groups:
    """The tutor groups and years for which the viewer may start a lesson, in order."""
    keys, years = whole_groups(viewer, on)
    groups = TutorGroup.objects.filter(school=viewer.school, pk__in=keys)
    return Groups(list(groups.order_by("year_group", "name", "id")), years)


def latest_lessons(viewer: Viewer, on: dt.date, number: int) -> list[Lesson]:
    """The newest lessons about the viewer's students."""
    found = lessons_seen_by(viewer, on).select_related("tutor_group", "session", "started_by")
    return list(found.order_by("-held_on", "-id")[:number])


def area_to_start_with(school: Any) -> tuple[str, SchoolArea]:
    """The area that the school's newest lesson told of, else its own; and its own, as found."""
    found = area_of_school(school)
    newest = Lesson.objects.filter(school=school, withdrawn_at__isnull=True)
    chosen = newest.order_by("-started_at", "-id").values_list("area", flat=True).first()
    return chosen or found.code, found


def latest_of_session(session: Any) -> list[Lesson]:
    """The lessons of a session, the newest first, not taken back."""
    found = Lesson.objects.filter(session=session, withdrawn_at__isnull=True)
    return list(found.select_related("started_by", "session").order_by("-held_on", "-id"))


def open_lesson(student: Any, on: dt.date) -> Lesson | None:
    """The newest lesson in which a student can write a step on a day."""
    since = on - dt.timedelta(days=DAYS_OPEN - 1)
    found = lessons_of(student).filter(held_on__gte=since, held_on__lte=on)
    return found.select_related("tutor_group", "session").order_by("-held_on", "-id").first()


@dataclass(frozen=True)
class Looked:
    """One occupation that one student saved as an idea, perhaps dropped since."""

    student: int
    occupation: str
    saved_at: dt.datetime
    is_kept: bool


def looked_at(students: QuerySet[Any]) -> list[Looked]:
    """The occupations among the ideas of some students, dropped ones too, in one query.

    The caller has narrowed the students to those of the viewer. Ideas in own words are not among
    them: nobody knows which occupation they are of.
    """
    found = Idea.objects.filter(student__in=students.order_by().values("pk")).exclude(occupation="")
    return [
        Looked(student, occupation, saved_at, dropped_at is None)
        for student, occupation, saved_at, dropped_at in found.order_by("pk").values_list(
            "student_id", "occupation", "saved_at", "dropped_at"
        )
    ]


def steps_written(lesson: Lesson, students: Iterable[Any]) -> dict[int, Action]:
    """The first dated step of each student from a lesson's days, their own or with a tutor."""
    found = Action.objects.filter(
        student__in=[one.pk for one in students],
        source__in=_SOURCES,
        agreed_on__gte=lesson.held_on,
        agreed_on__lte=lesson.open_until,
        due_on__isnull=False,
    ).exclude(state=ActionState.DROPPED)
    steps: dict[int, Action] = {}
    for action in found.order_by("pk"):
        steps.setdefault(action.student_id, action)
    return steps


def before_and_since(lesson: Lesson, looked: Iterable[Looked]) -> tuple[list[Looked], list[Looked]]:
    """What was saved before a lesson began, and since then while it was open."""
    before, since = [], []
    for one in looked:
        if one.saved_at < lesson.started_at:
            before.append(one)
        elif timezone.localdate(one.saved_at) <= lesson.open_until:
            since.append(one)
    return before, since


def lesson_waiting(student: Any, on: dt.date) -> bool:
    """Whether a lesson is open in which a student has not written a step."""
    lesson = open_lesson(student, on)
    return lesson is not None and student.pk not in steps_written(lesson, [student])
