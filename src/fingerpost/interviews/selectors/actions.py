"""Reading the actions of plans."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Min, QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.models import Student

from ..enums import ActionSource, ActionState
from ..models import Action
from ..permissions import actions_seen_by


@dataclass(frozen=True)
class ActionFilter:
    """Which actions the list shows. `state` is overdue, open, asked, undated, done or
    dropped."""

    state: str = "overdue"
    owner: str = ""
    tutor_group_id: int | None = None
    student_id: int | None = None


def actions_for(viewer: Viewer, wanted: ActionFilter) -> QuerySet[Action]:
    """Actions of the viewer's students on the roll, soonest due first."""
    today = timezone.localdate()
    found = actions_seen_by(viewer).filter(student__left_on__isnull=True)
    if wanted.state == "overdue":
        found = found.filter(state=ActionState.OPEN, due_on__lt=today)
    elif wanted.state == "asked":
        found = found.filter(state=ActionState.OPEN, asked_due_on__isnull=False)
    elif wanted.state == "undated":
        found = found.filter(state=ActionState.OPEN, due_on__isnull=True)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.owner:
        found = found.filter(owner=wanted.owner)
    if wanted.tutor_group_id:
        found = found.filter(student__tutor_group=wanted.tutor_group_id)
    if wanted.student_id:
        found = found.filter(student=wanted.student_id)
    return found.order_by(
        F("due_on").asc(nulls_last=True), "student__family_name", "student__given_name", "id"
    )


def own_steps_since(students: QuerySet[Student], since: dt.date) -> dict[int, dt.date | None]:
    """When the first step that students wrote for themselves since a day is due, by student."""
    written = Action.objects.filter(
        student__in=students.order_by().values("pk"),
        source__in=[ActionSource.STUDENT, ActionSource.IDEA],
        agreed_on__gte=since,
    )
    return dict(written.order_by().values_list("student_id").annotate(Min("due_on")))
