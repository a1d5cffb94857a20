"""What stands in a person's own calendar. The least that a calendar needs: it is copied to the
person's telephone and, often, to a company that keeps calendars.

A student has their own talks and sessions, and the days that matter about their applications,
without saying what for. Staff have the sessions they lead and the interviews
they hold, the student by the first name only, as in letters. A tutor has the sessions that
somebody of their group is down for, without saying who. A parent or carer has what their child
shares: the talks whose notes were shared, and when a step of them is due, without its words.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.choices.enums import KIND_OF_STATE
from fingerpost.choices.selectors.applications import dues_between
from fingerpost.choices.services.applications import about as application_about
from fingerpost.interviews.enums import ActionState, InterviewState
from fingerpost.interviews.models import Action, Interview
from fingerpost.interviews.permissions import own_interviews, shared_records
from fingerpost.interviews.services import letters
from fingerpost.ledger.models import Entry
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance, GroupSession, SessionStaff
from fingerpost.students.permissions import children, guidance_students, own_student

from .models import CalendarFeed

if TYPE_CHECKING:
    from fingerpost.exchange.icalendar.writer import CalendarLine

BACK = dt.timedelta(days=60)
AHEAD = dt.timedelta(days=400)
MOST_LINES = 2_000
# Deeds that change nothing a calendar shows.
_ONLY_LOOKS = (Deed.LOOKED, Deed.EXPORTED, Deed.SIGNED_IN)


@dataclass(frozen=True)
class Stretch:
    """The days a calendar covers."""

    first: dt.date
    last: dt.date

    @classmethod
    def around(cls, today: dt.date) -> "Stretch":
        return cls(today - BACK, today + AHEAD)


@dataclass(frozen=True)
class Changes:
    """How often something was changed, and when last."""

    number: int
    last: dt.datetime


def open_feed(school: Any, person: Any) -> CalendarFeed | None:
    """The address a person has at a school."""
    return CalendarFeed.objects.filter(
        school=school, person=person, revoked_at__isnull=True
    ).first()


def feed_with(school_id: int, token_digest: str) -> CalendarFeed | None:
    """The feed behind an address, revoked ones too."""
    found = CalendarFeed.objects.filter(school=school_id, token_digest=token_digest)
    return found.select_related("person", "school").first()


def last_change(school_id: int, today: dt.date) -> dt.datetime:
    """When anything changed last that a calendar of the school could show: today at the latest
    from its first minute, since days that have passed drop out.
    """
    latest = (
        Event.objects.filter(school_id=school_id)
        .exclude(deed__in=_ONLY_LOOKS)
        .aggregate(Max("at"))["at__max"]
    )
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    return max(latest, midnight) if latest else midnight


def lines_for(viewer: Viewer, today: dt.date) -> "list[CalendarLine]":
    """Everything in a person's calendar at one school, by time. Takes as many queries for many
    lines as for few.
    """
    days = Stretch.around(today)
    interviews = {one.pk: (one, words) for one, words in _interviews(viewer, days)}
    sessions = list(_sessions(viewer, days))
    # As `letters.changes_of` counts them, so that letter and feed agree.
    changed_interviews = _changes_in_ledger(
        (f"interview:{pk}" for pk in interviews), ("interview_booked", "interview_cancelled")
    )
    changed_sessions = _session_changes(viewer.school, [one.pk for one in sessions])
    found = [
        *(
            _interview_line(one, words, viewer, changed_interviews)
            for one, words in interviews.values()
        ),
        *(_session_line(one, viewer, changed_sessions) for one in sessions),
        *_steps_due(viewer, days),
        *_application_days(viewer, days),
    ]
    found.sort(key=lambda line: (line.starts.isoformat(), line.uid))
    return found[:MOST_LINES]


# Interviews -------------------------------------------------------------------------------------


def _interviews(viewer: Viewer, days: Stretch) -> Iterator[tuple[Interview, str]]:
    """The viewer's interviews, each with what the viewer's calendar calls it."""
    if viewer.has(Role.PARENT):
        for child in children(viewer):
            shared = shared_records(viewer, child).filter(**_between("interview__", days))
            for written in shared.select_related("interview__room"):
                yield written.interview, f"{letters.STUDENTS_SUMMARY}: {_first_name(child)}"
    if viewer.has(Role.ADVISER, Role.CAREERS_LEADER):
        held = Interview.objects.filter(school=viewer.school, adviser__person=viewer.person)
        for one in held.filter(**_between("", days)).select_related("student", "room"):
            yield one, letters.staff_summary(one)
    student = own_student(viewer)
    if student is not None:
        for one in own_interviews(student).filter(**_between("", days)):
            yield one, letters.STUDENTS_SUMMARY


def _between(prefix: str, days: Stretch) -> dict[str, dt.date]:
    return {
        f"{prefix}starts_at__date__gte": days.first,
        f"{prefix}starts_at__date__lte": days.last,
    }


def _first_name(student: Any) -> str:
    return str(student.preferred_name or student.given_name)


def _changes_in_ledger(about: Iterable[str], kinds: Iterable[str]) -> dict[str, Changes]:
    rows = (
        Entry.objects.filter(about__in=list(about), kind__in=list(kinds))
        .order_by()
        .values_list("about")
        .annotate(Count("pk"), Max("recorded_at"))
    )
    return {key: Changes(number, last) for key, number, last in rows}


def _interview_line(
    interview: Interview, words: str, viewer: Viewer, changes: Mapping[str, Changes]
) -> "CalendarLine":
    from fingerpost.exchange.icalendar.writer import CalendarLine

    known = changes.get(f"interview:{interview.pk}") or Changes(0, interview.booked_at)
    return CalendarLine(
        uid=letters.calendar_uid(interview, viewer.person.pk),
        summary=words,
        starts=interview.starts_at,
        ends=interview.ends_at,
        changed_at=known.last,
        sequence=known.number,
        location=letters.place_of(interview),
        is_cancelled=interview.state == InterviewState.CANCELLED,
    )


def _steps_due(viewer: Viewer, days: Stretch) -> Iterator["CalendarLine"]:
    """When a step is due that a child shares with this parent or carer."""
    from fingerpost.exchange.icalendar.writer import CalendarLine

    steps = [
        (step, child)
        for child in (children(viewer) if viewer.has(Role.PARENT) else ())
        for step in Action.objects.filter(
            record__in=shared_records(viewer, child).values("pk"),
            state=ActionState.OPEN,
            due_on__gte=days.first,
            due_on__lte=days.last,
        ).select_related("record")
    ]
    changes = _changes_in_ledger((f"action:{step.pk}" for step, _ in steps), ("action_agreed",))
    for step, child in steps:
        assert step.due_on is not None and step.record is not None  # by the conditions above
        known = changes.get(f"action:{step.pk}") or Changes(0, step.record.saved_at)
        yield CalendarLine(
            uid=f"step-{step.pk}-{viewer.person.pk}@fingerpost",
            summary=f"A step of {_first_name(child)}’s plan is due",
            starts=step.due_on,
            ends=step.due_on,
            changed_at=known.last,
            sequence=known.number,
            is_busy=False,
        )


# Applications -----------------------------------------------------------------------------------

# The words alone: where somebody applies is nobody's business but theirs and the school's.
_APPLICATION_WORDS = {
    "close_on": "Something you may apply for closes",
    "interview_on": "Interview for a place",
    "reply_by": "Last day to answer an offer",
}


def _application_days(viewer: Viewer, days: Stretch) -> Iterator["CalendarLine"]:
    """The days that matter about the viewer's own applications."""
    from fingerpost.exchange.icalendar.writer import CalendarLine

    student = own_student(viewer)
    if student is None:
        return
    found = dues_between(student, days.first, days.last)
    changes = _changes_in_ledger(
        (application_about(due.application) for due in found), set(KIND_OF_STATE.values())
    )
    for due in found:
        one = due.application
        known = changes.get(application_about(one)) or Changes(0, one.added_at)
        yield CalendarLine(
            uid=f"application-{one.pk}-{due.what}-{viewer.person.pk}@fingerpost",
            summary=_APPLICATION_WORDS[due.what],
            starts=due.on,
            ends=due.on,
            changed_at=max(known.last, one.changed_at),
            sequence=known.number,
            is_busy=due.what == "interview_on",
        )


# Sessions ---------------------------------------------------------------------------------------


def _sessions(viewer: Viewer, days: Stretch) -> QuerySet[GroupSession]:
    """The sessions the viewer is to be at, cancelled ones too; not those taken back."""
    sessions = GroupSession.objects.filter(
        school=viewer.school,
        on__gte=days.first,
        on__lte=days.last,
        withdrawn_at__isnull=True,
    )
    return sessions.filter(_is_for(viewer)).select_related("room").order_by("on", "pk")


def _is_for(viewer: Viewer) -> Q:
    wanted = Q(pk__in=[])
    if viewer.is_staff:
        leads = SessionStaff.objects.filter(session=OuterRef("pk"), person=viewer.person)
        wanted |= Q(Exists(leads))
    here = Q(was_present=True) | ~Q(session__state=SessionState.HELD)
    if viewer.has(Role.TUTOR):
        students = _group_of(viewer)
        down = Attendance.objects.filter(here, session=OuterRef("pk"), student__in=students)
        wanted |= Q(Exists(down))
    student = own_student(viewer)
    if student is not None:
        own = Attendance.objects.filter(here, session=OuterRef("pk"), student=student)
        wanted |= Q(Exists(own))
    return wanted


def _group_of(viewer: Viewer) -> QuerySet[Any]:
    """The students in a tutor's care, whatever other roles the tutor holds."""
    tutor = tuple(one for one in viewer.holdings if one.role == Role.TUTOR)
    return guidance_students(Viewer(viewer.person, viewer.school, tutor)).order_by().values("pk")


def _session_changes(school: Any, sessions: list[int]) -> dict[int, Changes]:
    rows = (
        Event.objects.filter(
            school_id=school.pk,
            subject_type=GroupSession._meta.label_lower,
            subject_id__in=[str(pk) for pk in sessions],
        )
        .exclude(deed__in=_ONLY_LOOKS)
        .order_by()
        .values_list("subject_id")
        .annotate(Count("pk"), Max("at"))
    )
    return {int(key): Changes(number, last) for key, number, last in rows}


def _session_line(
    session: GroupSession, viewer: Viewer, changes: Mapping[int, Changes]
) -> "CalendarLine":
    from fingerpost.exchange.icalendar.writer import CalendarLine

    known = changes.get(session.pk) or Changes(0, session.recorded_at)
    starts: dt.date = session.on
    ends: dt.date = session.on
    if session.starts_at and session.ends_at:
        starts = timezone.make_aware(dt.datetime.combine(session.on, session.starts_at))
        ends = timezone.make_aware(dt.datetime.combine(session.on, session.ends_at))
    return CalendarLine(
        uid=f"session-{session.pk}-{viewer.person.pk}@fingerpost",
        summary=session.title,
        starts=starts,
        ends=ends,
        changed_at=known.last,
        sequence=known.number,
        location=session.room.name if session.room else session.where,
        is_cancelled=session.state == SessionState.CANCELLED,
        # Without times nobody knows how much of the day it takes.
        is_busy=session.starts_at is not None,
    )
