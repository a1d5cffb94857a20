"""Reading the ledger: the extract that measures are computed from, and one student's lines."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, TextField
from django.db.models.functions import Cast

from fingerpost.common.elsewhere import ELSEWHERE
from fingerpost.rules import Prospect, kinds
from fingerpost.schools.models import School
from fingerpost.students.models import Student

from .models import Entry

Columns = dict[str, list[Any]]

# Dates, yes-or-no and lists leave the database as plain text and numbers and are turned into
# values here, each different one once: converting 100,000 rows field by field took a second.
_DATES = ("happened_on", "due_on")
_YES_NO = ("independent", "school_hours", "meaningful", "void")
_WORDS = ("channel", "organisation", "deliverer", "subject", "about", "point")
_SOURCES: dict[str, Any] = {
    "entry_id": "id",
    "student_id": "student_id",
    "school_id": "school_id",
    "happened_on": Cast("happened_on", TextField()),
    "kind": "kind",
    "channel": "channel",
    "minutes": "minutes",
    "organisation": "organisation",
    "deliverer": "deliverer",
    "independent": Cast("is_independent", IntegerField()),
    "subject": "subject",
    "school_hours": Cast("in_school_hours", IntegerField()),
    "meaningful": Cast("is_meaningful", IntegerField()),
    "about": "about",
    "due_on": Cast("due_on", TextField()),
    "point": "point",
    "strength": "strength",
    "supersedes": "supersedes_id",
    "void": Cast("is_void", IntegerField()),
    "routes": Cast("routes", TextField()),
    "sectors": Cast("sectors", TextField()),
}
_TRUTH = {None: None, 0: False, 1: True}


def ledger_columns(school_id: int, after_id: int = 0) -> dict[str, Columns]:
    """The extract tables `ledger`, `ledger_routes` and `ledger_sectors` as columns.

    Lines are those of one school whose number is above `after_id`, in the order in which they
    were written. One query, whatever the number of lines; empty text becomes None.
    """
    lines = Entry.objects.filter(school_id=school_id, pk__gt=after_id).order_by("pk")
    rows = list(lines.values_list(*_SOURCES.values()))
    read: Columns = dict(
        zip(_SOURCES, map(list, zip(*rows, strict=True)), strict=True)
        if rows
        else ((name, []) for name in _SOURCES)
    )
    for name in _DATES:
        read[name] = _each_once(read[name], dt.date.fromisoformat)
    for name in _YES_NO:
        read[name] = [_TRUTH[value] for value in read[name]]
    for name in _WORDS:
        read[name] = [value or None for value in read[name]]
    routes = _long(read["entry_id"], read.pop("routes"), "route")
    sectors = _long(read["entry_id"], read.pop("sectors"), "sector")
    return {"ledger": read, "ledger_routes": routes, "ledger_sectors": sectors}


def _each_once(values: Sequence[Any], turn: Any) -> list[Any]:
    """Every value turned, the few different ones once each; None and "" stay unknown."""
    turned = {value: turn(value) if value else None for value in set(values)}
    return [turned[value] for value in values]


def _long(ids: Sequence[int], lists: Sequence[str], name: str) -> Columns:
    """One row per line and word of its list."""
    pairs = [
        (entry_id, word)
        for entry_id, words in zip(ids, _each_once(lists, json.loads), strict=True)
        for word in words or ()
    ]
    return {"entry_id": [pair[0] for pair in pairs], name: [pair[1] for pair in pairs]}


def school_with_urn(urn: str) -> School | None:
    """The school of this installation with a national number, or None."""
    return School.objects.filter(urn=urn).first()


def revisions(school_id: int) -> tuple[int, int]:
    """How often the school's roll and ledger have changed, so that answers know their age."""
    return School.objects.values_list("roll_revision", "ledger_revision").get(pk=school_id)


def standing_lines(student_id: int) -> QuerySet[Entry]:
    """A student's lines as they stand: no superseded and no withdrawn ones, latest first."""
    return Entry.objects.filter(
        student_id=student_id, superseded_by__isnull=True, is_void=False
    ).order_by("-happened_on", "-pk")


def standing_by_kind(
    students: QuerySet[Student], of: Sequence[str], since: dt.date
) -> dict[int, dict[str, int]]:
    """How many lines of some kinds stand for each student since a day: by student, by kind."""
    lines = Entry.objects.filter(
        student__in=students.order_by().values("pk"),
        kind__in=of,
        happened_on__gte=since,
        superseded_by__isnull=True,
        is_void=False,
    )
    counted: dict[int, dict[str, int]] = {}
    for student, kind, number in lines.values_list("student_id", "kind").annotate(Count("pk")):
        counted.setdefault(student, {})[kind] = number
    return counted


@dataclass(frozen=True)
class Met:
    """An organisation that students met: how many of them, and names of the prospects that it
    showed any of them.
    """

    organisation: str
    students: int
    shown: frozenset[str]


def organisations_met(
    students: QuerySet[Student], first: dt.date, last: dt.date, wanted: Sequence[Prospect]
) -> list[Met]:
    """The organisations of encounters between two days, those met by most first.

    Counted in the database: one query, whose answer grows with the organisations alone.
    """
    found = (
        as_texts(_encounters(students, first, last).exclude(organisation=""))
        .values_list("organisation")
        .annotate(
            many=Count("student", distinct=True),
            **{f"shown_{one.name}": Count("pk", filter=is_shown(one)) for one in wanted},
        )
        .order_by("-many", "organisation")
    )
    return [
        Met(
            organisation,
            many,
            frozenset(one.name for one, lines in zip(wanted, by, strict=True) if lines),
        )
        for organisation, many, *by in found
    ]


def as_texts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with routes and sectors, as `is_shown` looks at them."""
    return rows.annotate(
        text_of_routes=Cast("routes", TextField()), text_of_sectors=Cast("sectors", TextField())
    )


def is_shown(prospect: Prospect) -> Q:
    """Whether a row of `as_texts` shows a prospect.

    Names of routes and sectors are plain words, so each stands in a list in quotes as it is.
    """
    named = (
        Q(**{f"text_of_{prospect.field}__contains": f'"{word}"'}) for word in sorted(prospect.words)
    )
    return reduce(or_, named)


def students_who_met(
    students: QuerySet[Student], organisation: str, first: dt.date, last: dt.date
) -> set[int]:
    """Those behind one figure of `organisations_met`."""
    lines = _encounters(students, first, last).filter(organisation=organisation)
    return set(lines.values_list("student_id", flat=True).distinct())


def _encounters(students: QuerySet[Student], first: dt.date, last: dt.date) -> QuerySet[Entry]:
    """The lines of this school's encounters between two days as they stand, in no order."""
    lines = Entry.objects.filter(
        student__in=students.order_by().values("pk"),
        happened_on__range=(first, last),
        kind__in=[kind.name for kind in kinds(last) if kind.family == "encounter"],
        superseded_by__isnull=True,
        is_void=False,
    )
    return lines.exclude(about__startswith=ELSEWHERE).order_by()


def routes_shown(
    students: QuerySet[Student], first: dt.date, last: dt.date
) -> set[tuple[int, tuple[str, ...]]]:
    """The routes that encounters between two days showed, with the year group of now.

    Each pair is a year group of some of these students and the routes of a line of theirs. What
    they brought from another school is left out. One query, whose answer does not grow with the
    students.
    """
    lines = _encounters(students, first, last)
    found = lines.values_list("student__year_group", "routes").distinct()
    return {(year, tuple(routes)) for year, routes in found if routes}
