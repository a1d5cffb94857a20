"""Reading schools, their years, timetable and rooms."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from .enums import CalendarImportState
from .models import (
    AcademicYear,
    CalendarImport,
    Establishment,
    Period,
    Room,
    School,
    SchoolEvent,
    Term,
)


def current_academic_year(school: Any, on: dt.date) -> AcademicYear | None:
    """The school's year that a day falls in; in the holidays the next one, else the last one."""
    years = AcademicYear.objects.filter(school=school)
    now_or_next = years.filter(ends_on__gte=on).order_by("starts_on").first()
    return now_or_next or years.order_by("-starts_on").first()


def academic_years(school: Any) -> QuerySet[AcademicYear]:
    """A school's years with their terms, newest first."""
    years = AcademicYear.objects.filter(school=school).prefetch_related("terms")
    return years.order_by("-starts_on")


def terms(school: Any) -> QuerySet[Term]:
    """The terms of all of a school's years."""
    return (
        Term.objects.filter(academic_year__school=school)
        .select_related("academic_year")
        .order_by("starts_on")
    )


def periods(school: Any) -> QuerySet[Period]:
    """A school's timetable periods, by weekday and time."""
    return Period.objects.filter(school=school).order_by("weekday", "starts_at", "pk")


def rooms(school: Any) -> QuerySet[Room]:
    """A school's rooms, by name."""
    return Room.objects.filter(school=school).order_by("name", "pk")


def schools() -> QuerySet[School]:
    """The schools that use this installation, by name."""
    return School.objects.order_by("name", "pk")


def establishment(urn: str) -> Establishment | None:
    """One school of the national list."""
    return Establishment.objects.filter(urn=urn).first()


def authorities_of_district(district: str) -> list[str]:
    """The local authority of each school of the national list in a postcode district (BD7)."""
    found = Establishment.objects.filter(postcode__istartswith=f"{district} ")
    codes = found.exclude(local_authority_code="").order_by("urn")
    return list(codes.values_list("local_authority_code", flat=True))


def has_national_list() -> bool:
    """Whether the national list has been loaded."""
    return Establishment.objects.exists()


def search_establishments(words: str) -> QuerySet[Establishment]:
    """Schools of the national list by URN, or by words of name, town and postcode."""
    words = words.strip()
    if words.isdigit() and len(words) == 6:
        return Establishment.objects.filter(urn=words)
    found = Establishment.objects.order_by("name", "urn")
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(town__icontains=word) | Q(postcode__istartswith=word)
        )
    return found


def school_events(school: Any) -> QuerySet[SchoolEvent]:
    """The events of a school's calendar, by day."""
    return SchoolEvent.objects.filter(school=school).order_by("starts_on", "starts_at", "pk")


def events_for(
    school: Any,
    *,
    first: dt.date,
    last: dt.date,
    kind: str = "",
    year_group: int | None = None,
    words: str = "",
) -> list[SchoolEvent]:
    """Events between two days, by day; of a year group with those that concern everybody."""
    found = school_events(school).filter(starts_on__lte=last, ends_on__gte=first)
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(title__icontains=words)
    # The two databases look into a list of numbers differently, and a year has some hundreds.
    return [
        event
        for event in found
        if year_group is None or not event.year_groups or year_group in event.year_groups
    ]


def calendar_imports(school: Any) -> QuerySet[CalendarImport]:
    """A school's imports of calendar files, newest first."""
    return CalendarImport.objects.filter(school=school).select_related("academic_year", "made_by")


def last_calendar_import(school: Any) -> CalendarImport | None:
    """The import that can be undone: the last one applied."""
    applied = calendar_imports(school).filter(state=CalendarImportState.APPLIED)
    return applied.order_by("-applied_at").first()
