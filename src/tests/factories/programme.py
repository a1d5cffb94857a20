"""Made-up activities and group sessions for tests."""

import datetime as dt
import uuid

from django.utils import timezone

from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import BudgetLine, GroupSession, SessionStaff
from fingerpost.programme.selectors.audience import Audience
from fingerpost.programme.services import activities, participants, planning
from fingerpost.programme.services import recording as services
from fingerpost.schools.models import AcademicYear, Period

LAST_WEEK = dt.date(2026, 11, 16)


def details(**fields):
    return services.Details(
        **{"kind": "careers_lesson", "on": LAST_WEEK, "title": "Jobs", **fields}
    )


def session(school, students, *, by=None, absent=(), form_key=None, **fields):
    return services.record_session(
        school=school,
        details=details(**fields),
        students=list(students),
        absent={student.pk for student in absent},
        form_key=form_key or uuid.uuid4(),
        by=by,
    )


def awaiting_register(school, students=(), *, led_by=(), **fields):
    """A planned session of last week with students down for it and staff to lead it."""
    made = GroupSession.objects.create(
        **{
            "school": school,
            "state": SessionState.PLANNED,
            "kind": "employer_talk",
            "title": "Talk",
            "on": LAST_WEEK,
            "form_key": uuid.uuid4(),
            **fields,
        }
    )
    SessionStaff.objects.bulk_create(SessionStaff(session=made, person=one) for one in led_by)
    if students:
        participants.put_down(session=made, students=list(students), by=None)
    made.refresh_from_db()
    return made


def soon(days=7):
    """A day to come that is no day of the weekend."""
    on = timezone.localdate() + dt.timedelta(days=days)
    while on.isoweekday() > 5:
        on += dt.timedelta(days=1)
    return on


def activity_details(**fields):
    audience = Audience(
        years=tuple(fields.pop("years", ())),
        groups=tuple(group.pk for group in fields.pop("groups", ())),
        measure=fields.pop("measure", ""),
    )
    return activities.ActivityDetails(
        **{
            "kind": "employer_talk",
            "title": "At sea",
            "academic_year_start": 2026,
            "audience": audience,
            **fields,
        }
    )


def activity(school, *, by=None, form_key=None, **fields):
    return activities.add_activity(
        school=school,
        details=activity_details(**fields),
        form_key=form_key or uuid.uuid4(),
        by=by,
    )


def planned(school, *, activity_of=None, on=None, students=(), by=None, **terms):
    """One planned session, of an activity of its own where none is given."""
    [made] = planning.plan_sessions(
        activity=activity_of or activity(school),
        terms=planning.Terms(**terms),
        occasions=[planning.Occasion(on or soon(), students=tuple(students))],
        form_key=uuid.uuid4(),
        by=by,
    )
    return made


def series(school, *, activity_of=None, weeks=3, by=None, **terms):
    """So many sessions of one series, a week apart, by day."""
    first = soon()
    return planning.plan_sessions(
        activity=activity_of or activity(school),
        terms=planning.Terms(**terms),
        occasions=[planning.Occasion(first + dt.timedelta(weeks=n)) for n in range(weeks)],
        form_key=uuid.uuid4(),
        by=by,
    )


def academic_year(school, start=2026):
    return AcademicYear.objects.create(
        school=school,
        name=f"{start}/{(start + 1) % 100:02d}",
        starts_on=dt.date(start, 9, 3),
        ends_on=dt.date(start + 1, 7, 21),
    )


def budget_line(school, *, name="Transport", pence=100_000, year=None):
    return BudgetLine.objects.create(
        school=school, academic_year=year or academic_year(school), name=name, pence=pence
    )


def period(school, number, weekday, starts_at, ends_at):
    return Period.objects.create(
        school=school,
        name=f"Period {number}",
        weekday=weekday,
        starts_at=starts_at,
        ends_at=ends_at,
    )
