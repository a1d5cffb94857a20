"""Starting a lesson, saying of which area it tells, taking it back, writing a step in it."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.interviews.enums import ActionSource
from fingerpost.interviews.models import Action
from fingerpost.interviews.services.actions import ActionDetails, add_action
from fingerpost.pathways.models import Idea

from ..models import Lesson
from ..selectors.lessons import open_lesson, steps_written

# A step that is further off is no next step.
LATEST_DUE = dt.timedelta(days=366)


class LessonError(ValueError):
    """It cannot be done; says why in one sentence."""


def start_lesson(
    *,
    school: Any,
    area: str,
    by: Any,
    tutor_group: Any = None,
    year_group: int | None = None,
    session: Any = None,
) -> tuple[Lesson, bool]:
    """Start today's lesson of a tutor group, a year or a session; tells whether it is new.

    Pressed twice on a day, it is the same lesson. The caller has checked that the group is the
    person's. Raises LessonError for a session that does not take place.
    """
    if session is not None and (session.is_cancelled or session.withdrawn_at):
        raise LessonError("This session does not take place.")
    group = {"tutor_group": tutor_group, "year_group": year_group, "session": session}
    today = timezone.localdate()
    try:
        with transaction.atomic():
            lesson = Lesson.objects.create(
                school=school, area=area, held_on=today, started_by=by, **group
            )
            audit.record(by=by, deed=Deed.ADDED, subject=lesson)
            return lesson, True
    except IntegrityError:
        standing = Lesson.objects.filter(
            school=school, held_on=today, withdrawn_at__isnull=True, **group
        ).first()
        if standing is None:
            raise
        return standing, False


@transaction.atomic
def set_area(*, lesson: Lesson, area: str, by: Any) -> None:
    """Say of which area a lesson tells the openings."""
    done = Lesson.objects.filter(pk=lesson.pk).exclude(area=area).update(area=area)
    if done:
        audit.record(by=by, deed=Deed.CHANGED, subject=lesson, details={"area": area})


@transaction.atomic
def take_back_lesson(*, lesson: Lesson, by: Any) -> bool:
    """Take back a lesson that was started by mistake; steps that were written stay."""
    done = Lesson.objects.filter(pk=lesson.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    if done:
        audit.record(by=by, deed=Deed.REMOVED, subject=lesson)
    return bool(done)


@transaction.atomic
def write_step(
    *, student: Any, what: str, due_on: dt.date, by: Any, occupation: Any = None
) -> Action:
    """Put the one dated step of a lesson into a student's plan.

    A student who has written one gets that one back. occupation: of the occupation base, when the
    step is about one. Raises LessonError where no lesson is open, or the day is no day to come.
    """
    today = timezone.localdate()
    lesson = open_lesson(student, today)
    if lesson is None:
        raise LessonError("There is no lesson for you now. You can add a step to your plan.")
    if not today <= due_on <= today + LATEST_DUE:
        raise LessonError("Pick a day from today on, and within a year.")
    written = steps_written(lesson, [student]).get(student.pk)
    if written:
        return written
    details = ActionDetails(what=what, due_on=due_on)
    if occupation is None:
        return add_action(student=student, details=details, source=ActionSource.STUDENT, by=by)
    idea = Idea.objects.filter(
        student=student, occupation=occupation.slug, dropped_at__isnull=True
    ).first()
    details = ActionDetails(what=what, due_on=due_on, opportunity=occupation.title)
    source = ActionSource.IDEA if idea else ActionSource.STUDENT
    return add_action(student=student, details=details, source=source, by=by, idea=idea)
