"""When students cannot come: lessons and exams, trips, sessions they are down for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.common.academic_year import AcademicYear
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance
from fingerpost.schools.enums import WEEKDAYS, EventKind
from fingerpost.schools.models import Period, SchoolEvent

from .supply import MIDNIGHT, minutes_of


@dataclass(frozen=True)
class Stretch:
    """A stretch of time on some days, in minutes since midnight."""

    days: tuple[dt.date, ...]
    since: int
    until: int


@dataclass(frozen=True)
class Lesson(Stretch):
    """A lesson that may be missed once, or an exam that may not be missed at all."""

    name: str = ""
    protected: bool = False


@dataclass(frozen=True)
class Absence:
    """Lessons and exams by year group, and when a year group or a student is away."""

    lessons: tuple[Lesson, ...]
    exams: Mapping[int, tuple[Lesson, ...]]
    years_away: Mapping[int, tuple[Stretch, ...]]
    students_away: Mapping[int, tuple[Stretch, ...]]

    def lessons_of(self, year_group: int) -> tuple[Lesson, ...]:
        """What a student of a year group would miss."""
        return self.lessons + self.exams.get(year_group, ())

    def away(self, student_id: int, year_group: int) -> tuple[Stretch, ...]:
        """When a student is not there at all."""
        return self.years_away.get(year_group, ()) + self.students_away.get(student_id, ())


def absence(
    school: Any, days: Collection[dt.date], years: Iterable[int], apart_from: Collection[int] = ()
) -> Absence:
    """What keeps students from coming on these days. Takes four queries.

    apart_from: interviews that do not count.
    """
    exams: dict[int, list[Lesson]] = defaultdict(list)
    away: dict[int, list[Stretch]] = defaultdict(list)
    events = _events(school, days)
    for event in events:
        on = tuple(day for day in sorted(days) if event.starts_on <= day <= event.ends_on)
        times = _times(event)
        for year in event.year_groups or years:
            if event.kind == EventKind.EXAM:
                exams[year].append(Lesson(on, *times, name=event.title, protected=True))
            else:
                away[year].append(Stretch(on, *times))
    return Absence(
        lessons=tuple(_lessons(school, days)),
        exams={year: tuple(found) for year, found in exams.items()},
        years_away={year: tuple(found) for year, found in away.items()},
        students_away=_down_for(school, days, apart_from),
    )


def _times(event: SchoolEvent) -> tuple[int, int]:
    if event.starts_at is None or event.ends_at is None:
        return 0, MIDNIGHT
    return minutes_of(event.starts_at), minutes_of(event.ends_at)


def _events(school: Any, days: Collection[dt.date]) -> list[SchoolEvent]:
    """Events in the way. What is neither an exam nor a closed day is only in the way of those
    it names: a theme day or a governors' meeting keeps nobody from an interview."""
    if not days:
        return []
    found = SchoolEvent.objects.filter(
        school=school, starts_on__lte=max(days), ends_on__gte=min(days)
    )
    return [
        event
        for event in found
        if (event.kind not in (EventKind.OTHER, EventKind.TRIP) or event.year_groups)
        and any(event.starts_on <= day <= event.ends_on for day in days)
    ]


def _lessons(school: Any, days: Collection[dt.date]) -> list[Lesson]:
    """The periods of the school's week. Which subjects a student has is not known, so the same
    period of the same weekday stands for the same lesson."""
    found = []
    for period in Period.objects.filter(school=school).order_by("weekday", "starts_at", "pk"):
        on = tuple(day for day in sorted(days) if day.isoweekday() == period.weekday)
        if on:
            times = minutes_of(period.starts_at), minutes_of(period.ends_at)
            found.append(Lesson(on, *times, name=lesson_name(period)))
    return found


def lesson_name(period: Period) -> str:
    """Monday, Period 3."""
    return f"{dict(WEEKDAYS)[period.weekday]}, {period.name}"


def _down_for(
    school: Any, days: Collection[dt.date], apart_from: Collection[int]
) -> dict[int, tuple[Stretch, ...]]:
    """When students are at a planned session, or at another interview."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    rows = Attendance.objects.filter(
        session__school=school,
        session__state=SessionState.PLANNED,
        session__on__in=list(days),
        session__starts_at__isnull=False,
        session__ends_at__isnull=False,
    ).order_by("student", "session__on", "session__starts_at")
    for student, on, starts, ends in rows.values_list(
        "student", "session__on", "session__starts_at", "session__ends_at"
    ):
        if starts and ends:
            found[student].append(Stretch((on,), minutes_of(starts), minutes_of(ends)))
    for interview in booked_on(school, days, apart_from):
        begins = timezone.localtime(interview.starts_at)
        since = minutes_of(begins.time())
        found[interview.student_id].append(
            Stretch((begins.date(),), since, since + interview.minutes)
        )
    return {student: tuple(stretches) for student, stretches in found.items()}


def booked_on(
    school: Any, days: Collection[dt.date], apart_from: Collection[int] = ()
) -> list[Interview]:
    """The interviews booked between the first and the last of some days."""
    if not days:
        return []
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(min(days), dt.time.min, tzinfo=zone)
    until = dt.datetime.combine(max(days) + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    found = Interview.objects.filter(
        school=school, state=InterviewState.BOOKED, starts_at__gte=since, starts_at__lt=until
    ).exclude(pk__in=list(apart_from))
    return list(found.order_by("starts_at", "id"))


def missed_before(
    school: Any, students: Collection[int], apart_from: Collection[int] = ()
) -> dict[int, set[str]]:
    """Student to the lessons missed for interviews this academic year. Takes two queries."""
    by_day: dict[int, list[Period]] = defaultdict(list)
    for period in Period.objects.filter(school=school):
        by_day[period.weekday].append(period)
    begins = AcademicYear.of(timezone.localdate()).starts_on
    rows = (
        Interview.objects.filter(
            school=school,
            student__in=students,
            state__in=[InterviewState.HELD, InterviewState.BOOKED],
            starts_at__date__gte=begins,
        )
        .exclude(pk__in=list(apart_from))
        .order_by("id")
    )
    found: dict[int, set[str]] = defaultdict(set)
    for student, starts_at, minutes in rows.values_list("student", "starts_at", "minutes"):
        local = timezone.localtime(starts_at)
        since = minutes_of(local.time())
        for period in by_day[local.isoweekday()]:
            if minutes_of(period.starts_at) < since + minutes and since < minutes_of(
                period.ends_at
            ):
                found[student].add(lesson_name(period))
    return found
