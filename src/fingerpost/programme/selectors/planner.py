"""Reading a year of the programme: its terms, its sessions, and which year groups they are for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.accounts.viewer import Viewer
from fingerpost.common.academic_year import AcademicYear, year_then
from fingerpost.ledger.selectors import routes_shown
from fingerpost.rules import kinds
from fingerpost.schools import models as schools
from fingerpost.students.models import Student, TutorGroup
from fingerpost.students.permissions import WHOLE_SCHOOL_GUIDANCE, guidance_students
from fingerpost.students.selectors import students_on_roll

from ..enums import SessionState
from ..models import Attendance, GroupSession
from ..permissions import visible_sessions
from .clashes import audience_years

# Where a school has not entered its terms: near enough for any year.
USUAL_TERMS = (("Autumn term", 9, 1), ("Spring term", 1, 1), ("Summer term", 4, 15))
# So many sessions of one activity a list may be asked for.
MOST_NAMED = 200
# What a visitor or a visit is, as against what the school does by itself.
_FROM_OUTSIDE = {"employer", "workplace", "provider"}


@dataclass(frozen=True)
class TermSpan:
    """A term with the holidays after it, so that every day of the year is in one."""

    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class PlannedSession:
    """A session and whom it is for.

    down: the viewer's students who are down for it, or were there, by year group.
    years: the year groups it is for, with or without anybody down; empty where nobody knows.
    """

    session: GroupSession
    down: Mapping[int, set[int]]
    years: frozenset[int]


def terms_of(school: Any, year: AcademicYear) -> list[TermSpan]:
    """The terms of an academic year as the school entered them, or the usual three."""
    entered = schools.Term.objects.filter(
        academic_year__school=school, starts_on__gte=year.starts_on, starts_on__lte=year.ends_on
    ).order_by("starts_on")
    starts = [(term.name, term.starts_on) for term in entered] or [
        (name, dt.date(year.start + (month < 9), month, day)) for name, month, day in USUAL_TERMS
    ]
    first_days = [year.starts_on, *(start for _, start in starts[1:])]
    ends = [after - dt.timedelta(days=1) for _, after in pairwise(first_days)]
    return [
        TermSpan(name, first, last)
        for (name, _), first, last in zip(starts, first_days, [*ends, year.ends_on], strict=True)
    ]


def sees_whole_school(viewer: Viewer) -> bool:
    """Whether the figures of the planner are about everybody."""
    return viewer.has(*WHOLE_SCHOOL_GUIDANCE)


def own_students(viewer: Viewer, today: dt.date) -> QuerySet[Student]:
    """The viewer's students on the roll."""
    return students_on_roll(guidance_students(viewer), today).order_by()


def sessions_of_year(viewer: Viewer, year: AcademicYear) -> list[PlannedSession]:
    """The sessions of a year planned or held, by day, that the viewer may see."""
    sessions = list(
        visible_sessions(viewer)
        .filter(
            on__gte=year.starts_on,
            on__lte=year.ends_on,
            state__in=[SessionState.PLANNED, SessionState.HELD],
            withdrawn_at__isnull=True,
        )
        .select_related("activity", "room")
        .order_by("on", "starts_at", "id")
    )
    down = _down(viewer, year)
    today = timezone.localdate()
    roll = frozenset(
        year_then(one, today, min(max(today, year.starts_on), year.ends_on))
        for one in own_students(viewer, today).values_list("year_group", flat=True).distinct()
    )
    groups = dict(TutorGroup.objects.filter(school=viewer.school).values_list("pk", "year_group"))
    return [
        PlannedSession(one, down.get(one.pk, {}), _years(one, down.get(one.pk, {}), groups, roll))
        for one in sessions
    ]


def _years(
    session: GroupSession,
    down: Mapping[int, set[int]],
    groups: Mapping[int, int],
    roll: frozenset[int],
) -> frozenset[int]:
    if down or session.activity is None:
        return frozenset(down)
    # An activity without an audience is for everybody.
    return audience_years(session.activity.audience, groups) or roll


def _down(viewer: Viewer, year: AcademicYear) -> dict[int, dict[int, set[int]]]:
    """Who is down for each session or was there: students by year group, by session."""
    rows = Attendance.objects.filter(
        Q(was_present=True) | Q(session__state=SessionState.PLANNED),
        session__school=viewer.school,
        session__on__gte=year.starts_on,
        session__on__lte=year.ends_on,
    )
    if not sees_whole_school(viewer):
        rows = rows.filter(student__in=guidance_students(viewer).order_by())
    today = timezone.localdate()
    found: dict[int, dict[int, set[int]]] = defaultdict(dict)
    known = rows.order_by().values_list("session", "student", "student__year_group")
    for session, student, now in known:
        then = year_then(now, today, year.ends_on)
        found[session].setdefault(then, set()).add(student)
    return found


def year_groups(viewer: Viewer, year: AcademicYear, planned: Sequence[PlannedSession]) -> list[int]:
    """The year groups of the viewer's students on the roll, and those that sessions are for."""
    now = own_students(viewer, timezone.localdate()).values_list("year_group", flat=True)
    return sorted({*now.distinct(), *(one for some in planned for one in some.years)})


def sessions_named(viewer: Viewer, keys: Sequence[int]) -> list[GroupSession]:
    """Some sessions that the viewer may see, planned or held, by day."""
    found = visible_sessions(viewer).filter(
        pk__in=keys[:MOST_NAMED],
        state__in=[SessionState.PLANNED, SessionState.HELD],
        withdrawn_at__isnull=True,
    )
    return list(found.order_by("on", "id"))


def names_of(people: set[int]) -> dict[int, str]:
    """The names of staff, by key."""
    return {one.pk: str(one) for one in Person.objects.filter(pk__in=people)}


def own_keys(viewer: Viewer, today: dt.date) -> set[int] | None:
    """The keys of the viewer's students; None for the whole school."""
    if sees_whole_school(viewer):
        return None
    return set(own_students(viewer, today).values_list("pk", flat=True))


def in_order(viewer: Viewer, keys: Iterable[int]) -> list[Student]:
    """Those of these students whom the viewer sees, by name."""
    found = guidance_students(viewer).filter(pk__in=list(keys)).select_related("tutor_group")
    return list(found.order_by("family_name", "given_name", "id"))


def students_down(sessions: Iterable[int]) -> dict[int, set[int]]:
    """The students who are down for planned sessions, by session."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Attendance.objects.filter(session__in=list(sessions)).order_by()
    for session, student in rows.values_list("session", "student"):
        found[session].add(student)
    return found


def students_of(viewer: Viewer, sessions: Sequence[GroupSession], year_group: int) -> list[Student]:
    """The viewer's students of a year group who are down for any of these, or were there."""
    rows = Attendance.objects.filter(
        Q(was_present=True) | Q(session__state=SessionState.PLANNED), session__in=sessions
    )
    students = guidance_students(viewer).filter(pk__in=rows.values("student"))
    now = timezone.localdate()
    then = min((one.on for one in sessions), default=now)
    return [
        one
        for one in students.select_related("tutor_group").order_by(
            "family_name", "given_name", "id"
        )
        if year_then(one.year_group, now, then) == year_group
    ]


def routes_met(viewer: Viewer, year: AcademicYear) -> dict[int, set[str]]:
    """The routes that somebody of each year group has been shown this academic year."""
    today = timezone.localdate()
    found: dict[int, set[str]] = defaultdict(set)
    students = own_students(viewer, today)
    for now, routes in routes_shown(students, year.starts_on, min(today, year.ends_on)):
        found[year_then(now, today, year.ends_on)].update(routes)
    return found


def one_offs(planned: Sequence[PlannedSession]) -> list[PlannedSession]:
    """Visits and visitors that nothing takes up: no follow-up named, and nothing later with the
    same organisation, or about the same kind of work, for the same students' year group.
    """
    return [
        one
        for number, one in enumerate(planned)
        if _is_from_outside(one.session)
        and not (one.session.activity and one.session.activity.follow_up_id)
        and not any(_takes_up(later, one) for later in planned[number + 1 :])
    ]


def _is_from_outside(session: GroupSession) -> bool:
    if not session.organisation:
        return False
    counts_for = {kind.name: kind.counts_for for kind in kinds(session.on)}
    return not _FROM_OUTSIDE.isdisjoint(counts_for.get(session.kind, ()))


def _takes_up(later: PlannedSession, first: PlannedSession) -> bool:
    a, b = first.session, later.session
    if b.on <= a.on or first.years.isdisjoint(later.years):
        return False
    same_people = a.organisation.casefold() == b.organisation.casefold()
    return same_people or not set(a.sectors).isdisjoint(b.sectors)
