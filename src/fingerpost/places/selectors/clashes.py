"""What cannot both be: sessions at one time, and sessions at a time when a student is elsewhere."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from django.utils import timezone

from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance, GroupSession

ALREADY_DOWN = "You are down for this one already."
_INTERVIEW = "You have a talk with an adviser at that time."
Stretch = tuple[dt.date, dt.time, dt.time]


def overlap(one: GroupSession, other: GroupSession) -> bool:
    """Whether nobody can go to both: on one day, at times that meet or are not known."""
    if one.on != other.on:
        return False
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return True
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def conflicts_among(sessions: Sequence[GroupSession]) -> list[tuple[int, int]]:
    """The pairs of sessions that nobody can both go to, by key."""
    return [(one.pk, other.pk) for one, other in combinations(sessions, 2) if overlap(one, other)]


def barred(sessions: Sequence[GroupSession], students: Iterable[int]) -> dict[int, dict[int, str]]:
    """Which of a round's sessions a student cannot go to, and why: by student, then by session.

    Being down for one of them is not looked at: see `down_already`. Takes two queries.
    """
    students = list(students)
    days = {one.on for one in sessions}
    of_round = {one.pk for one in sessions}
    found: dict[int, dict[int, str]] = {}
    for student, stretch, words in (
        *_sessions_on(days, students, of_round),
        *_talks(days, students),
    ):
        for one in sessions:
            if _meets(one, stretch):
                found.setdefault(student, {}).setdefault(one.pk, words)
    return found


def down_already(sessions: Sequence[GroupSession], students: Iterable[int]) -> dict[int, set[int]]:
    """Which of these sessions each student is down for now, by student."""
    rows = Attendance.objects.filter(session__in=sessions, student__in=list(students))
    found: dict[int, set[int]] = {}
    for student, session in rows.order_by().values_list("student_id", "session_id"):
        found.setdefault(student, set()).add(session)
    return found


def _meets(session: GroupSession, stretch: Stretch) -> bool:
    on, starts_at, ends_at = stretch
    if session.on != on or not (session.starts_at and session.ends_at):
        return False
    return session.starts_at < ends_at and starts_at < session.ends_at


def _sessions_on(
    days: set[dt.date], students: list[int], but: set[int]
) -> list[tuple[int, Stretch, str]]:
    rows = Attendance.objects.filter(
        student__in=students,
        session__on__in=days,
        session__state=SessionState.PLANNED,
        session__starts_at__isnull=False,
        session__ends_at__isnull=False,
    ).exclude(session__in=but)
    named: Any = rows.order_by("session_id").values_list(
        "student_id", "session__on", "session__starts_at", "session__ends_at", "session__title"
    )
    return [
        (student, (on, starts_at, ends_at), f"You have “{title}” at that time.")
        for student, on, starts_at, ends_at, title in named
    ]


def _talks(days: set[dt.date], students: list[int]) -> list[tuple[int, Stretch, str]]:
    if not days:
        return []
    zone = timezone.get_current_timezone()
    first = dt.datetime.combine(min(days), dt.time.min, tzinfo=zone)
    last = dt.datetime.combine(max(days) + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    rows = Interview.objects.filter(
        student__in=students,
        state=InterviewState.BOOKED,
        starts_at__gte=first,
        starts_at__lt=last,
    )
    found = []
    for student, starts_at, minutes in rows.order_by("pk").values_list(
        "student_id", "starts_at", "minutes"
    ):
        begins = timezone.localtime(starts_at)
        ends = begins + dt.timedelta(minutes=minutes)
        found.append((student, (begins.date(), begins.time(), ends.time()), _INTERVIEW))
    return found
