"""Made-up group sessions for tests."""

import datetime as dt
import uuid

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
