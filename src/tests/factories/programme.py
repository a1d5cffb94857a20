"""Made-up group sessions for tests."""

import datetime as dt
import uuid

from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import GroupSession, SessionStaff
from fingerpost.programme.services import participants
from fingerpost.programme.services import recording as services

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


def planned(school, students=(), *, led_by=(), **fields):
    """A planned session with students down for it and staff to lead it."""
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
