"""Reading schools, their years, timetable and rooms."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from .models import AcademicYear, Establishment, Period, Room, School, Term


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
