"""What advisers talked about with how many students, by their finished records."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from fingerpost.ledger.selectors import as_texts, is_shown
from fingerpost.rules import Prospect
from fingerpost.students.models import Student

from ..models import InterviewRecord


@dataclass(frozen=True)
class TalkedAbout:
    """What an adviser (by number and name) talked about: with how many students, and with how
    many of them about each prospect, by its name.
    """

    adviser: int
    name: str
    students: int
    shown: Mapping[str, int]


def talked_about(
    students: QuerySet[Student], first: dt.date, last: dt.date, wanted: Sequence[Prospect]
) -> list[TalkedAbout]:
    """The advisers with finished records of interviews between two days, by name.

    Counted in the database: one query, whose answer grows with the advisers alone.
    """
    found = (
        as_texts(_finished(students, first, last))
        .values_list("interview__adviser", "interview__adviser__person__name")
        .annotate(
            Count("interview__student", distinct=True),
            **{
                f"shown_{one.name}": Count(
                    "interview__student", distinct=True, filter=is_shown(one)
                )
                for one in wanted
            },
        )
        .order_by("interview__adviser__person__name", "interview__adviser")
    )
    return [
        TalkedAbout(
            adviser,
            name,
            many,
            {one.name: count for one, count in zip(wanted, by, strict=True)},
        )
        for adviser, name, many, *by in found
    ]


def students_talked_with(
    students: QuerySet[Student], adviser: int, first: dt.date, last: dt.date
) -> set[int]:
    """Those behind one figure of `talked_about`."""
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
