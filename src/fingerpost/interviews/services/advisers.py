"""The register of advisers, and the times at which they see students."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit

from ..models import Adviser, Availability

# A series is for a school year at most; a longer one is a slip of the keyboard.
MOST_WEEKS = 60


class AdviserError(ValueError):
    """What was asked of the register cannot be done; says why in one sentence."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of one day: when, where, and how long each interview is."""

    on: dt.date
    starts_at: dt.time
    ends_at: dt.time
    slot_minutes: int = 40
    room: Any = None
    open_to_students: bool = True


def new_adviser(school: Any) -> Adviser:
    """An empty line of a school's register, not saved yet."""
    return Adviser(school=school)


@transaction.atomic
def save_adviser(*, adviser: Adviser, by: Any) -> Adviser:
    """Add an adviser to the register, or keep what changed about one.

    Raises AdviserError when the person is on this school's register already.
    """
    is_new = adviser.pk is None
    same = Adviser.objects.filter(school=adviser.school, person=adviser.person)
    if is_new and same.exists():
        raise AdviserError(f"{adviser.person} is on the register already.")
    adviser.save()
    audit(by=by, deed=Deed.ADDED if is_new else Deed.CHANGED, subject=adviser)
    return adviser


@transaction.atomic
def add_availability(
    *, adviser: Adviser, stretch: Stretch, weeks: int = 1, by: Any
) -> list[Availability]:
    """Add a stretch of time, repeated on the same weekday for `weeks` weeks.

    Holidays are not left out: interviews may be held in them. Days that overlap time the adviser
    has given already are passed over, so sending the same series twice adds nothing. Returns
    what was added.

    Raises AdviserError when the stretch is too short for one interview, or the series too long.
    """
    _check(stretch, weeks)
    days = [stretch.on + dt.timedelta(weeks=week) for week in range(weeks)]
    taken = list(Availability.objects.filter(adviser=adviser, on__in=days))
    added = [
        Availability(
            adviser=adviser,
            room=stretch.room,
            on=day,
            starts_at=stretch.starts_at,
            ends_at=stretch.ends_at,
            slot_minutes=stretch.slot_minutes,
            open_to_students=stretch.open_to_students,
        )
        for day in days
        if not any(_overlaps(day, stretch, other) for other in taken)
    ]
    Availability.objects.bulk_create(added)
    if added:
        details = {"days": [item.on.isoformat() for item in added]}
        audit(by=by, deed=Deed.ADDED, subject=adviser, details=details, label="Availability")
    return added


def _check(stretch: Stretch, weeks: int) -> None:
    if not 1 <= weeks <= MOST_WEEKS:
        raise AdviserError(f"A series can run for 1 to {MOST_WEEKS} weeks.")
    minutes = _minutes(stretch.ends_at) - _minutes(stretch.starts_at)
    if minutes < stretch.slot_minutes:
        raise AdviserError(
            f"There is no room for an interview of {stretch.slot_minutes} minutes in that time."
        )


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _overlaps(day: dt.date, stretch: Stretch, other: Availability) -> bool:
    runs_into = stretch.starts_at < other.ends_at and other.starts_at < stretch.ends_at
    return other.on == day and runs_into


@transaction.atomic
def remove_availability(*, availability: Availability, by: Any) -> None:
    """Take a stretch of time away. Interviews booked in it stay booked."""
    details = {"on": availability.on.isoformat(), "from": availability.starts_at.isoformat()}
    adviser = availability.adviser
    gone, _ = Availability.objects.filter(pk=availability.pk).delete()
    if gone:
        audit(by=by, deed=Deed.REMOVED, subject=adviser, details=details, label="Availability")
