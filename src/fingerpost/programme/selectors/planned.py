"""Reading sessions that are planned or cancelled: where, with whom, and what they take away."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import STAFF_ROLES, Role
from fingerpost.accounts.selectors import people_at
from fingerpost.accounts.viewer import Viewer
from fingerpost.common.academic_year import AcademicYear
from fingerpost.schools.models import Period
from fingerpost.schools.selectors import terms
from fingerpost.students.models import Scope, Student

from ..enums import PlacesBy, Reach, SessionState
from ..models import Attendance, GroupSession, SessionNotice, SessionStaff
from ..permissions import visible_sessions

# So long a register is asked for on start pages; it can be taken later too.
DAYS_TO_REGISTER = dt.timedelta(days=14)
# A governor leads no session, and an adviser may come along.
LEADING_ROLES = STAFF_ROLES - {Role.GOVERNOR}


def leading_staff(school: Any) -> list[tuple[int, str]]:
    """Who may be named as staff of a session: key and name of each, by name."""
    holdings: Any = people_at(school.pk).filter(role__in=LEADING_ROLES)
    found = dict(holdings.values_list("person_id", "shown_name"))
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))


def staff_of(session: GroupSession) -> list[Any]:
    """The people named as staff of a session, by name."""
    rows = SessionStaff.objects.filter(session=session).select_related("person")
    return sorted((row.person for row in rows), key=lambda person: (str(person), person.pk))


@dataclass(frozen=True)
class Told:
    """When people were last told by e-mail of a change to a session, and whether some will be."""

    last_at: dt.datetime | None
    is_waiting: bool


def told_of(session: GroupSession) -> Told:
    """How far the e-mails about changes to a session are."""
    notices = SessionNotice.objects.filter(session=session)
    last = notices.aggregate(last=Max("sent_at"))["last"]
    return Told(last, notices.filter(sent_at__isnull=True).exists())


def tutors_of(group: Any) -> list[int]:
    """The people who have a tutor group in their care today."""
    scopes = Scope.objects.filter(tutor_group=group, holding__role=Role.TUTOR)
    held = people_at(group.school_id).filter(pk__in=scopes.values("holding"))
    return sorted({holding.person_id for holding in held})


def sessions_of_activity(viewer: Viewer, activity: Any) -> QuerySet[GroupSession]:
    """The sessions of an activity that the viewer may see, by day; not those taken back."""
    return (
        visible_sessions(viewer)
        .filter(activity=activity, withdrawn_at__isnull=True)
        .select_related("room", "activity")
        .prefetch_related("staff__person")
        .order_by("on", "starts_at", "id")
    )


def reached(session: GroupSession, reach: str) -> QuerySet[GroupSession]:
    """The session alone, or with the later ones or all of its series, by day."""
    alone = Q(pk=session.pk)
    if session.series is None or reach == Reach.ONE:
        return GroupSession.objects.filter(alone)
    series = Q(series=session.series)
    if reach == Reach.LATER:
        series &= Q(on__gt=session.on) | Q(on=session.on, pk__gte=session.pk)
    found = GroupSession.objects.filter(alone | series, school=session.school_id)
    return found.order_by("on", "starts_at", "id")


def periods_missed(session: GroupSession) -> list[Period]:
    """The timetable periods that a session takes students out of, by time.

    Empty where the session is outside the school day, has no times, or there is no timetable.
    """
    if not (session.in_school_hours and session.starts_at and session.ends_at):
        return []
    return list(
        Period.objects.filter(
            school=session.school_id,
            weekday=session.on.isoweekday(),
            starts_at__lt=session.ends_at,
            ends_at__gt=session.starts_at,
        ).order_by("starts_at", "pk")
    )


def in_term(school: Any, day: dt.date) -> bool:
    """Whether the school is open on a day, as far as its terms are known; weekends never."""
    if day.isoweekday() > 5:
        return False
    of_the_year = [
        term for term in terms(school) if AcademicYear.of(term.starts_on) == AcademicYear.of(day)
    ]
    return not of_the_year or any(term.starts_on <= day <= term.ends_on for term in of_the_year)


def _is_over_today(prefix: str = "") -> Q:
    now = timezone.localtime()
    over = {"on": now.date(), "ends_at__isnull": False, "ends_at__lte": now.time()}
    return Q(**{f"{prefix}{name}": value for name, value in over.items()})


def down_for(student: Student, since: dt.date) -> QuerySet[Attendance]:
    """What a student is down for from a day on that is not over, cancelled sessions too, by day."""
    return (
        Attendance.objects.exclude(_is_over_today("session__"))
        .filter(
            student=student,
            session__on__gte=since,
            session__state__in=[SessionState.PLANNED, SessionState.CANCELLED],
        )
        .select_related("session__room", "session__activity")
        .order_by("session__on", "session__starts_at", "session_id")
    )


def coming_for(student: Student, since: dt.date) -> QuerySet[GroupSession]:
    """The planned sessions a student is down for from a day on that are not over, by day."""
    return (
        GroupSession.objects.filter(
            state=SessionState.PLANNED, on__gte=since, attendance__student=student
        )
        .exclude(_is_over_today())
        .select_related("room", "activity")
        .order_by("on", "starts_at", "id")
    )


def open_to(student: Student, since: dt.date) -> QuerySet[GroupSession]:
    """Coming sessions of a student's school that students sign up for themselves, by day.

    Not narrowed to audiences: `bridge.is_for` says whether one is for the student.
    """
    return (
        GroupSession.objects.filter(
            school=student.school_id,
            state=SessionState.PLANNED,
            places_by=PlacesBy.FIRST_COME,
            on__gte=since,
        )
        .select_related("room", "activity")
        .order_by("on", "starts_at", "id")
    )


def not_yet_taken_up(student: Student, since: dt.date) -> QuerySet[GroupSession]:
    """Those of `open_to` that the student is not down for."""
    mine = Attendance.objects.filter(student=student).values("session")
    return open_to(student, since).exclude(pk__in=mine)


def led_by(viewer: Viewer, since: dt.date, until: dt.date) -> QuerySet[GroupSession]:
    """Planned sessions that name the viewer as staff, between two days, by day."""
    return (
        GroupSession.objects.filter(
            school=viewer.school,
            state=SessionState.PLANNED,
            staff__person=viewer.person,
            on__gte=since,
            on__lte=until,
        )
        .select_related("room", "activity")
        .order_by("on", "starts_at", "id")
    )


def awaiting_register(viewer: Viewer, today: dt.date) -> QuerySet[GroupSession]:
    """Sessions of the last two weeks that are planned still: nobody has marked who was there.

    Those the viewer leads; every one of the school for its careers leader. The latest come first.
    """
    since = today - DAYS_TO_REGISTER
    if not viewer.has(Role.CAREERS_LEADER):
        found = led_by(viewer, since, today)
    else:
        found = GroupSession.objects.filter(
            school=viewer.school, state=SessionState.PLANNED, on__gte=since, on__lte=today
        )
    return found.filter(withdrawn_at__isnull=True).order_by("-on", "starts_at", "title", "id")


def plannable(viewer: Viewer, since: dt.date) -> QuerySet[GroupSession]:
    """Planned sessions from a day on that students may be put down for, by day."""
    return (
        visible_sessions(viewer)
        .filter(state=SessionState.PLANNED, on__gte=since)
        .select_related("activity", "room")
        .order_by("on", "starts_at", "id")
    )
