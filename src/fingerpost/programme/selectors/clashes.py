"""What gets in the way of sessions: exams and other events, and rooms, staff and students twice.

`clashes` is the one answer to that question, for sessions that are saved and for one that
somebody is about to plan, however many there are: it takes at most seven queries.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations
from typing import Any, Self

from django.apps import apps
from django.utils import timezone

from fingerpost.common.academic_year import year_then
from fingerpost.schools.enums import EventKind
from fingerpost.schools.models import SchoolEvent
from fingerpost.students.models import TutorGroup

from ..enums import SessionState
from ..models import Attendance, GroupSession, SessionStaff

INTERVIEW = "Guidance interview"


class ClashKind(StrEnum):
    """What gets in the way."""

    EXAM = "exam"
    EVENT = "event"
    ROOM = "room"
    STAFF = "staff"
    STUDENT = "student"


@dataclass(frozen=True)
class Wanted:
    """A session as far as clashes go. `session` is the key of a saved one, None for a new one.

    staff and students: keys; None stands for those of the saved session, and for nobody where
    it is new. year_groups: whom it is for, empty for those who are down, else for the audience;
    without any it may be for everybody. Without times only events of its day are told.
    """

    on: dt.date
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    title: str = ""
    session: int | None = None
    room: int | None = None
    staff: frozenset[int] | None = None
    students: frozenset[int] | None = None
    year_groups: frozenset[int] = frozenset()
    audience: Mapping[str, Any] | None = field(default=None, compare=False)

    @classmethod
    def saved(cls, session: GroupSession) -> Self:
        """A session of the database; its activity is read too, so load it with the session."""
        activity = session.activity
        return cls(
            on=session.on,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            title=session.title,
            session=session.pk,
            room=session.room_id,
            audience=activity.audience if activity is not None else None,
        )

    @property
    def has_times(self) -> bool:
        return self.starts_at is not None and self.ends_at is not None


@dataclass(frozen=True)
class Clash:
    """One thing in the way of a session.

    what: the title of the event or other session, or "Guidance interview". other: the key of
    the other session, None where it is none. people: who is wanted twice, staff by the key of
    the person, students by that of the student.
    """

    kind: ClashKind
    what: str
    other: int | None = None
    people: frozenset[int] = frozenset()

    @property
    def is_of_staff(self) -> bool:
        return self.kind == ClashKind.STAFF

    @property
    def is_of_students(self) -> bool:
        return self.kind == ClashKind.STUDENT


def clashes(school: Any, wanted: Sequence[Wanted]) -> dict[Hashable, list[Clash]]:
    """What gets in the way of each session, by `session`; those without anything are left out.

    Sessions are compared with all planned ones of the school, whether they are among `wanted`
    or not, and with booked interviews.
    """
    found: dict[Hashable, list[Clash]] = defaultdict(list)
    if not wanted:
        return {}
    _add_events(found, school, wanted)
    timed = [one for one in wanted if one.has_times]
    if timed:
        _add_doubles(found, school, timed)
    return dict(found)


# Exams and other events -------------------------------------------------------------------------


def _add_events(found: dict[Hashable, list[Clash]], school: Any, wanted: Sequence[Wanted]) -> None:
    events = list(
        SchoolEvent.objects.filter(
            school=school,
            starts_on__lte=max(one.on for one in wanted),
            ends_on__gte=min(one.on for one in wanted),
        )
    )
    if not events:
        return
    years = year_groups_of(school, wanted)
    for one, of_years in zip(wanted, years, strict=True):
        for event in events:
            if _in_the_way(event, one, of_years):
                kind = ClashKind.EXAM if event.kind == EventKind.EXAM else ClashKind.EVENT
                found[one.session].append(Clash(kind, event.title))


def _in_the_way(event: SchoolEvent, one: Wanted, years: frozenset[int]) -> bool:
    if not event.starts_on <= one.on <= event.ends_on:
        return False
    if event.year_groups and years and years.isdisjoint(event.year_groups):
        return False
    if event.starts_at and one.has_times:
        return _overlap(event.starts_at, event.ends_at, one.starts_at, one.ends_at)
    # A theme day or a governors' meeting keeps nobody from a session: what is neither an exam
    # nor a closed day is in the way only where it is known for whom it is.
    return event.kind != EventKind.OTHER or bool(event.year_groups)


def year_groups_of(school: Any, wanted: Sequence[Wanted]) -> list[frozenset[int]]:
    """The year groups each session is for: of those who are down, else of its audience.

    They are the year groups on the day of the session. Two queries, however many there are.
    """
    today = timezone.localdate()
    keys = [one.session for one in wanted if one.session is not None]
    down: dict[int, set[int]] = defaultdict(set)
    rows = Attendance.objects.filter(session__in=keys).order_by()
    for session, year in rows.values_list("session", "student__year_group").distinct():
        down[session].add(year)
    groups = dict(TutorGroup.objects.filter(school=school).values_list("pk", "year_group"))

    def of(one: Wanted) -> frozenset[int]:
        known = down.get(one.session, ()) if one.session is not None else ()
        now = frozenset(year_then(year, today, one.on) for year in known)
        return one.year_groups or now or audience_years(one.audience or {}, groups)

    return [of(one) for one in wanted]


def audience_years(audience: Mapping[str, Any], groups: Mapping[int, int]) -> frozenset[int]:
    """The year groups of an activity's audience; `groups` has those of tutor groups by key."""
    of_groups = {groups[key] for key in audience.get("groups", ()) if key in groups}
    return frozenset(audience.get("years", ())) | of_groups


def _overlap(from_a: Any, to_a: Any, from_b: Any, to_b: Any) -> bool:
    return bool(from_a < to_b and from_b < to_a)


# Rooms, staff and students ----------------------------------------------------------------------


def _add_doubles(found: dict[Hashable, list[Clash]], school: Any, wanted: Sequence[Wanted]) -> None:
    """Whatever two sessions, or a session and an interview, want at the same time."""
    days = {one.on for one in wanted}
    others = _other_sessions(school, wanted, days)
    interviews = _interviews(school, days)
    pairs = _pairs([*wanted, *others], interviews, {one.session for one in wanted})
    near = {one.session for pair in pairs for one in pair if one.session is not None}
    staff, students = _people(near)
    filled = {one: _filled(one, staff, students) for pair in pairs for one in pair}
    asked = set(wanted)
    for a, b in pairs:
        for one, other in ((a, b), (b, a)):
            doubles = _doubles(filled[one], filled[other])
            if one in asked and doubles:
                found[one.session] += doubles


def _other_sessions(school: Any, wanted: Sequence[Wanted], days: Iterable[dt.date]) -> list[Wanted]:
    keys = [one.session for one in wanted if one.session is not None]
    rows = (
        GroupSession.objects.filter(
            school=school, state=SessionState.PLANNED, on__in=days, starts_at__isnull=False
        )
        .exclude(pk__in=keys)
        .select_related("activity")
    )
    return [one for one in map(Wanted.saved, rows) if one.has_times]


@dataclass(frozen=True)
class _Interview(Wanted):
    """A booked interview as something wanted."""

    number: int = 0  # keeps two interviews at one time apart


def _interviews(school: Any, days: set[dt.date]) -> list[Wanted]:
    # Interviews lie above this app.
    booked = apps.get_model("interviews", "Interview").objects.filter(
        school=school,
        state="booked",
        starts_at__date__gte=min(days),
        starts_at__date__lte=max(days),
    )
    found: list[Wanted] = []
    for pk, starts, minutes, room, person, student in booked.values_list(
        "pk", "starts_at", "minutes", "room", "adviser__person", "student"
    ):
        begins = timezone.localtime(starts)
        if begins.date() in days:
            found.append(
                _Interview(
                    on=begins.date(),
                    starts_at=begins.time(),
                    ends_at=(begins + dt.timedelta(minutes=minutes)).time(),
                    title=INTERVIEW,
                    room=room,
                    staff=frozenset({person}),
                    students=frozenset({student}),
                    number=pk,
                )
            )
    return found


def _pairs(
    sessions: Sequence[Wanted], interviews: Sequence[Wanted], asked: set[int | None]
) -> list[tuple[Wanted, Wanted]]:
    """Those that overlap in time, of which at least one was asked about."""
    by_day: dict[dt.date, list[Wanted]] = defaultdict(list)
    for one in sessions:
        by_day[one.on].append(one)
    pairs = [
        (a, b)
        for of_day in by_day.values()
        for a, b in combinations(of_day, 2)
        if (a.session in asked or b.session in asked) and _at_once(a, b)
    ]
    for talk in interviews:
        pairs += [
            (one, talk)
            for one in by_day.get(talk.on, ())
            if one.session in asked and _at_once(one, talk)
        ]
    return pairs


def _at_once(a: Wanted, b: Wanted) -> bool:
    return _overlap(a.starts_at, a.ends_at, b.starts_at, b.ends_at)


_People = Mapping[int, frozenset[int]]


def _people(sessions: set[int]) -> tuple[_People, _People]:
    """Staff and students of sessions, by session."""
    staff = SessionStaff.objects.filter(session__in=sessions).values_list("session", "person")
    down = Attendance.objects.filter(session__in=sessions).order_by()
    return _grouped(staff), _grouped(down.values_list("session", "student"))


def _grouped(rows: Iterable[tuple[int, int]]) -> _People:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _filled(one: Wanted, staff: _People, students: _People) -> Wanted:
    """The same with its staff and students known."""
    nobody: frozenset[int] = frozenset()
    saved = one.session if one.session is not None else -1
    return replace(
        one,
        staff=one.staff if one.staff is not None else staff.get(saved, nobody),
        students=one.students if one.students is not None else students.get(saved, nobody),
    )


def _doubles(one: Wanted, other: Wanted) -> list[Clash]:
    found = []
    if one.room is not None and one.room == other.room:
        found.append(Clash(ClashKind.ROOM, other.title, other.session))
    if both := (one.staff or frozenset()) & (other.staff or frozenset()):
        found.append(Clash(ClashKind.STAFF, other.title, other.session, both))
    if both := (one.students or frozenset()) & (other.students or frozenset()):
        found.append(Clash(ClashKind.STUDENT, other.title, other.session, both))
    return found
