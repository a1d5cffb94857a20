"""Which rooms, staff and students are taken at a time: by sessions planned and by interviews."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from ..enums import SessionState
from ..models import Attendance, GroupSession, SessionStaff

_INTERVIEW = "a guidance interview"


@dataclass
class Busy:
    """What is taken, by key, with what takes it."""

    rooms: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    students: dict[int, str] = field(default_factory=dict)


def sessions_at(
    school: Any,
    on: dt.date,
    starts_at: dt.time | None,
    ends_at: dt.time | None,
    except_for: Collection[int] = (),
) -> QuerySet[GroupSession]:
    """Planned sessions of a school that overlap a stretch of a day; none without times."""
    if starts_at is None or ends_at is None:
        return GroupSession.objects.none()
    return GroupSession.objects.filter(
        school=school,
        state=SessionState.PLANNED,
        on=on,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    ).exclude(pk__in=except_for)


def busy_at(
    school: Any,
    on: dt.date,
    starts_at: dt.time | None,
    ends_at: dt.time | None,
    except_for: Collection[int] = (),
) -> Busy:
    """Everything taken in a stretch of a day, but by the sessions in `except_for`.

    Takes five queries, whatever is on; nothing is taken where no times are given.
    """
    busy = Busy()
    if starts_at is None or ends_at is None:
        return busy
    sessions = sessions_at(school, on, starts_at, ends_at, except_for)
    titles = {one.pk: one.title for one in sessions}
    busy.rooms = {one.room_id: one.title for one in sessions if one.room_id}
    for session, person in SessionStaff.objects.filter(session__in=titles).values_list(
        "session", "person"
    ):
        busy.people[person] = titles[session]
    for session, student in Attendance.objects.filter(session__in=titles).values_list(
        "session", "student"
    ):
        busy.students[student] = titles[session]
    _add_interviews(busy, school, on, starts_at, ends_at)
    return busy


def _add_interviews(
    busy: Busy, school: Any, on: dt.date, starts_at: dt.time, ends_at: dt.time
) -> None:
    places = {"room": busy.rooms, "person": busy.people, "student": busy.students}
    # Interviews lie above this app.
    holds = apps.get_model("interviews", "Hold").objects.filter(
        interview__school=school,
        tick__gte=timezone.make_aware(dt.datetime.combine(on, starts_at)),
        tick__lt=timezone.make_aware(dt.datetime.combine(on, ends_at)),
    )
    for resource in holds.order_by("resource").values_list("resource", flat=True).distinct():
        kind, _, key = resource.partition(":")
        if kind in places:
            places[kind].setdefault(int(key), _INTERVIEW)
