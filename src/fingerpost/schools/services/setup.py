"""A school's settings, calendar, timetable and rooms."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import AcademicYear, Period, Room, School, Term
from .errors import SchoolRefusal
from .revisions import roll_changed

_Kept = TypeVar("_Kept", bound=Model)


@dataclass(frozen=True)
class DayPeriod:
    """One period as it stands on every day of a pattern."""

    name: str
    starts_at: dt.time
    ends_at: dt.time


@transaction.atomic
def change_settings(*, school: School, changes: Mapping[str, Any], by: Any) -> list[str]:
    """Set a school's name and switches; the names of those that changed are the result."""
    roll_changed(school.pk)  # whether there is a sixth form is part of what measures read
    changed = [name for name, value in changes.items() if getattr(school, name) != value]
    for name in changed:
        setattr(school, name, changes[name])
    if changed:
        school.save(update_fields=changed)
        audit.record(
            by=by, deed=Deed.CHANGED, subject=school, school=school, details={"fields": changed}
        )
    return changed


def save_year(
    *, school: School, year: AcademicYear | None, values: Mapping[str, Any], by: Any
) -> AcademicYear:
    """Add or change an academic year. Raises SchoolRefusal."""
    year = year or AcademicYear(school=school)
    return _save(year, values, school, by, "There is an academic year of that name already.")


def save_term(*, year: AcademicYear, term: Term | None, values: Mapping[str, Any], by: Any) -> Term:
    """Add or change a term. Raises SchoolRefusal, also where it lies outside its year."""
    if values["starts_on"] < year.starts_on or values["ends_on"] > year.ends_on:
        raise SchoolRefusal(
            f"The term must lie inside the year, from {year.starts_on:%-d %B %Y} to "
            f"{year.ends_on:%-d %B %Y}."
        )
    term = term or Term(academic_year=year)
    return _save(term, values, year.school, by, "There is a term of that name already.")


def save_room(*, school: School, room: Room | None, values: Mapping[str, Any], by: Any) -> Room:
    """Add or change a room. Raises SchoolRefusal."""
    room = room or Room(school=school)
    return _save(room, values, school, by, "There is a room of that name already.")


def _save(
    record: _Kept, values: Mapping[str, Any], school: School, by: Any, when_twice: str
) -> _Kept:
    deed = Deed.CHANGED if record.pk else Deed.ADDED
    for name, value in values.items():
        setattr(record, name, value)
    try:
        with transaction.atomic():
            record.save()
            audit.record(by=by, deed=deed, subject=record, school=school)
    except IntegrityError as error:
        raise SchoolRefusal(when_twice) from error
    return record


@transaction.atomic
def remove(*, record: Model, school: School, by: Any) -> None:
    """Remove a term, a period or a room."""
    audit.record(by=by, deed=Deed.REMOVED, subject=record, school=school)
    record.delete()


@transaction.atomic
def add_week(
    *, school: School, weekdays: Iterable[int], periods: Iterable[DayPeriod], by: Any
) -> tuple[int, int]:
    """Put the same periods on several weekdays; how many are new, and how many were changed.

    A period of the same name on the same day takes the new times, so the pattern may be sent
    again. Raises SchoolRefusal when a period would overlap another.
    """
    added = changed = 0
    for weekday in weekdays:
        for period in periods:
            times = {"starts_at": period.starts_at, "ends_at": period.ends_at}
            found = Period.objects.filter(school=school, weekday=weekday, name=period.name).first()
            if found is None:
                Period.objects.create(school=school, weekday=weekday, name=period.name, **times)
                added += 1
            elif (found.starts_at, found.ends_at) != (period.starts_at, period.ends_at):
                Period.objects.filter(pk=found.pk).update(**times)
                changed += 1
    _refuse_overlaps(school)
    if added or changed:
        audit.record(
            by=by,
            deed=Deed.CHANGED,
            subject=school,
            school=school,
            details={"periods_added": added, "periods_changed": changed},
        )
    return added, changed


def _refuse_overlaps(school: School) -> None:
    before: Period | None = None
    for period in Period.objects.filter(school=school).order_by("weekday", "starts_at"):
        if before and before.weekday == period.weekday and period.starts_at < before.ends_at:
            raise SchoolRefusal(
                f"{before.name} and {period.name} overlap on the same day. Remove one of them or "
                "change its times."
            )
        before = period
