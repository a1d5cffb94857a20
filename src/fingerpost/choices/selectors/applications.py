"""Reading applications and what is due about them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ..enums import ENDED, NOT_SENT, ApplicationState
from ..models import Application, Reasons

SOON = dt.timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """A day that matters about an application. what: close_on, interview_on or reply_by."""

    application: Application
    what: str
    on: dt.date


def applications_of(student: Any) -> list[Application]:
    """A student's applications, those that are going first. The caller has checked who asks."""
    kept = Application.objects.filter(student=student, removed_at__isnull=True)
    return sorted(kept.order_by("added_at", "id"), key=lambda one: not one.is_going)


def accepted(students: QuerySet[Any], field: str) -> dict[str, set[int]]:
    """Route or sector to who of these students has accepted a place of it.

    field: "routes" or "sectors"; the sectors of a place are known where it was picked from the
    school's list.
    """
    found: defaultdict[str, set[int]] = defaultdict(set)
    places = Application.objects.filter(
        student__in=students.order_by().values("pk"),
        state=ApplicationState.ACCEPTED,
        removed_at__isnull=True,
    )
    for route, sectors, key in places.order_by().values_list(
        "route", "opportunity__sectors", "student"
    ):
        for word in [route] if field == "routes" else sectors or ():
            found[word].add(key)
    return dict(found)


def put_away(student: Any) -> QuerySet[Application]:
    """What a student has put away, and may bring back; newest first."""
    return Application.objects.filter(student=student, removed_at__isnull=False).order_by(
        "-removed_at", "-id"
    )


def reasons_of(student: Any, point: str) -> Reasons | None:
    """Why a student chooses at a decision point, where they have said it."""
    return Reasons.objects.filter(student=student, point=point).first()


def dues(applications: Iterable[Application]) -> list[Due]:
    """The days that still matter, the next first: closing before it is sent, the interview before
    there is an answer, the reply while an offer is open.
    """
    found = [
        Due(one, what, on)
        for one in applications
        if (what := _what_matters(one)) and (on := getattr(one, what)) is not None
    ]
    return sorted(found, key=lambda due: (due.on, due.application.pk))


def _what_matters(one: Application) -> str:
    if one.state in NOT_SENT:
        return "close_on"
    if one.state in (ApplicationState.APPLIED, ApplicationState.INTERVIEW):
        return "interview_on"
    return "reply_by" if one.state == ApplicationState.OFFER else ""


def due_soon(student: Any, today: dt.date) -> list[Due]:
    """What is due about a student's applications from today on within fourteen days."""
    return [one for one in dues(_with_days(student, today)) if today <= one.on <= today + SOON]


def dues_between(student: Any, first: dt.date, last: dt.date) -> list[Due]:
    """What is due about a student's applications between two days, for their calendar."""
    return [one for one in dues(_with_days(student, first)) if first <= one.on <= last]


def _with_days(student: Any, first: dt.date) -> QuerySet[Application]:
    ahead = Q(close_on__gte=first) | Q(interview_on__gte=first) | Q(reply_by__gte=first)
    return Application.objects.filter(ahead, student=student, removed_at__isnull=True).exclude(
        state__in=ENDED
    )
