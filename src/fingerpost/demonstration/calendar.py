"""The demonstration's school calendar: what the careers programme has to plan around. Made up."""

import datetime as dt
from dataclasses import dataclass

from fingerpost.common.academic_year import AcademicYear
from fingerpost.schools.enums import EventKind
from fingerpost.schools.models import School, SchoolEvent


@dataclass(frozen=True)
class Made:
    """One event: its first day as month and day, how many days, and perhaps times."""

    kind: str
    title: str
    month: int
    day: int
    days: int = 1
    years: tuple[int, ...] = ()
    times: tuple[dt.time, dt.time] | None = None


_EVENING = (dt.time(16, 30), dt.time(19, 0))

EVENTS = (
    Made(EventKind.INSET, "INSET day", 9, 1, 3),
    Made(EventKind.OTHER, "Sixth form open evening", 10, 8, years=(11,), times=_EVENING),
    Made(EventKind.HOLIDAY, "Half term", 10, 24, 9),
    Made(EventKind.EXAM, "Year 11 mock exams", 11, 30, 12, years=(11,)),
    Made(EventKind.OTHER, "Year 9 parents’ evening", 12, 3, years=(9,), times=_EVENING),
    Made(EventKind.HOLIDAY, "Christmas holidays", 12, 19, 16),
    Made(EventKind.INSET, "INSET day", 1, 4),
    Made(EventKind.EXAM, "Year 13 mock exams", 1, 11, 12, years=(13,)),
    Made(EventKind.TRIP, "Year 8 museum trip", 2, 4, years=(8,)),
    Made(EventKind.HOLIDAY, "Half term", 2, 13, 9),
    Made(EventKind.HOLIDAY, "Easter holidays", 3, 28, 16),
    Made(EventKind.OTHER, "Kindness week", 4, 19, 5),
    Made(EventKind.EXAM, "GCSE exams", 5, 10, 40, years=(11,)),
    Made(EventKind.EXAM, "A level exams", 5, 17, 36, years=(13,)),
    Made(EventKind.HOLIDAY, "Half term", 5, 23, 9),
    Made(EventKind.EXAM, "Years 7 to 10 assessment week", 6, 14, 5, years=(7, 8, 9, 10)),
    Made(EventKind.TRIP, "Year 7 residential", 7, 5, 3, years=(7,)),
)


def make_events(school: School, today: dt.date) -> None:
    """Fill the calendar of the academic year and of the next: the same for the same day."""
    now = AcademicYear.of(today)
    SchoolEvent.objects.bulk_create(
        _event(school, year, made) for year in (now, now.next) for made in EVENTS
    )


def _event(school: School, year: AcademicYear, made: Made) -> SchoolEvent:
    first = dt.date(year.start + (made.month < 9), made.month, made.day)
    # On the same day of the week every year: a parents' evening is never on a Sunday.
    first += dt.timedelta(days=(_weekday_in_2026(made) - first.weekday()) % 7)
    since, until = made.times or (None, None)
    return SchoolEvent(
        school=school,
        kind=made.kind,
        title=made.title,
        starts_on=first,
        ends_on=first + dt.timedelta(days=made.days - 1),
        starts_at=since,
        ends_at=until,
        year_groups=list(made.years),
    )


def _weekday_in_2026(made: Made) -> int:
    return dt.date(2026 + (made.month < 9), made.month, made.day).weekday()
