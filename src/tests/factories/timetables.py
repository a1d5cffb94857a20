"""Made-up timetables and their drafts for tests."""

import datetime as dt
import uuid

from django.utils import timezone

from fingerpost.timetables import bridge
from fingerpost.timetables.services import making, publishing
from tests.factories import interviews, people


def quiet(*told):
    """Nobody watches."""


def school_days(number, first=7):
    """So many days from a Monday a week or more ahead, weekends left out."""
    day = timezone.localdate() + dt.timedelta(days=first)
    day += dt.timedelta(days=-day.weekday() % 7)
    found = []
    while len(found) < number:
        if day.weekday() < 5:
            found.append(day)
        day += dt.timedelta(days=1)
    return found


def mornings(adviser, days, hours=3, **fields):
    """An adviser's mornings from nine o'clock, in one room."""
    room = fields.pop("room", None) or people.room(adviser.school)
    for day in days:
        interviews.availability(adviser, on=day, room=room, ends_at=dt.time(9 + hours, 0), **fields)
    return room


def timetable(school, students, by, **terms):
    """A timetable of the next eight weeks for these students."""
    today = timezone.localdate()
    told = {
        "title": "Guidance interview",
        "from_on": today + dt.timedelta(days=1),
        "until_on": today + dt.timedelta(weeks=8),
        "slack_minutes": 0,
        **terms,
    }
    return making.add_timetable(
        school=school,
        terms=making.Terms(**told),
        form_key=uuid.uuid4(),
        students=students,
        by=by,
    )


def draft(timetable, students, by, seconds=2):
    """A draft that the engine has made."""
    found = making.ask_for_draft(timetable=timetable, students=students, seconds=seconds, by=by)
    asked = bridge.problem_of(found, making.seats_to_time(found))
    making.keep_problem(draft=found, problem=asked.problem)
    result = bridge.made(asked.problem, seconds, quiet)
    making.keep_result(draft=found, result=result, is_last=True)
    found.refresh_from_db()
    return found


def published(school, students, by, **terms):
    """A timetable with its draft, published and booked."""
    made = timetable(school, students, by, **terms)
    first = draft(made, students, by)
    publishing.publish(draft=first, by=by)
    publishing.book_seats(draft=first, by=by, tell=quiet)
    made.refresh_from_db()
    first.refresh_from_db()
    return made, first
