"""Made-up advisers, their time, and interviews for tests."""

import datetime as dt

from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Adviser, Availability, Interview
from tests.factories import people


def adviser(school, **fields):
    """An adviser on a school's register, with the role that lets them work here."""
    options = {"all_students": fields.pop("all_students", True)}
    person = fields.pop("person", None) or people.person()
    people.holding(person, school, Role.ADVISER, **options)
    return Adviser.objects.create(
        **{
            "school": school,
            "person": person,
            "qualification": "Diploma in Career Guidance",
            "qualification_level": 6,
            "register": "cdi",
            "checked_on": dt.date(2026, 9, 1),
            **fields,
        }
    )


def availability(adviser, on=None, **fields):
    """Two hours of an adviser's time on a day to come, in slots of 40 minutes."""
    return Availability.objects.create(
        **{
            "adviser": adviser,
            "on": on or timezone.localdate() + dt.timedelta(days=7),
            "starts_at": dt.time(9, 0),
            "ends_at": dt.time(11, 0),
            "slot_minutes": 40,
            "room": fields.pop("room", None) or people.room(adviser.school),
            **fields,
        }
    )


def at(days=7, hour=9, minute=0):
    """A moment some days from today, in local time."""
    day = timezone.localdate() + dt.timedelta(days=days)
    zone = timezone.get_current_timezone()
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=zone)


def interview(student, adviser, starts_at=None, **fields):
    """An interview as a line of the database only: without holds or ledger lines."""
    return Interview.objects.create(
        **{
            "school": student.school,
            "student": student,
            "adviser": adviser,
            "starts_at": starts_at or at(),
            **fields,
        }
    )
