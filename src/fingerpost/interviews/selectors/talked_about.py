"""What advisers talked about with how many students, by their finished records."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from fingerpost.rules import routes
from fingerpost.students.models import Student

from ..models import InterviewRecord


@dataclass(frozen=True)
class TalkedAbout:
    """What an adviser (by number and name) talked about: with how many students, and with how
    many of them about each route.
    """

    adviser: int
    name: str
    students: int
    by_route: Mapping[str, int]


def routes_talked_about(
    students: QuerySet[Student], first: dt.date, last: dt.date
) -> list[TalkedAbout]:
    """The advisers with finished records of interviews between two days, by name.

    Counted in the database: one query, whose answer grows with the advisers alone.
    """
    names = [one.name for one in routes(last)]
    # Names of routes are plain words, so each stands in the list in quotes as it is.
    about = [
        Count("interview__student", distinct=True, filter=Q(talked__contains=f'"{name}"'))
        for name in names
    ]
    found = (
        _finished(students, first, last)
        .annotate(talked=Cast("routes", TextField()))
        .values_list("interview__adviser", "interview__adviser__person__name")
        .annotate(
            Count("interview__student", distinct=True),
            **{f"route_{number}": count for number, count in enumerate(about)},
        )
        .order_by("interview__adviser__person__name", "interview__adviser")
    )
    return [
        TalkedAbout(
            adviser, name, many, {key: count for key, count in zip(names, by, strict=True) if count}
        )
        for adviser, name, many, *by in found
    ]


def students_talked_with(
    students: QuerySet[Student], adviser: int, first: dt.date, last: dt.date
) -> set[int]:
    """Those behind one figure of `routes_talked_about`."""
    found = _finished(students, first, last).filter(interview__adviser=adviser)
    return set(found.values_list("interview__student_id", flat=True).distinct())


def _finished(
    students: QuerySet[Student], first: dt.date, last: dt.date
) -> QuerySet[InterviewRecord]:
    """The finished records of interviews held between two days, in no order."""
    return InterviewRecord.objects.filter(
        interview__student__in=students.order_by().values("pk"),
        interview__starts_at__date__range=(first, last),
        finished_at__isnull=False,
    ).order_by()
