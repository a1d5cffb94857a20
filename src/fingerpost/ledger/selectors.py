"""Reading the ledger: the extract that measures are computed from, and one student's lines."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import IntegerField, QuerySet, TextField
from django.db.models.functions import Cast

from fingerpost.rules import kinds
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


def routes_shown(
    students: QuerySet[Student], first: dt.date, last: dt.date
) -> set[tuple[int, tuple[str, ...]]]:
    """The routes that encounters between two days showed, with the year group of now.

    Each pair is a year group of some of these students and the routes of a line of theirs. One
    query, whose answer does not grow with the students.
    """
    encounters = [kind.name for kind in kinds(last) if kind.family == "encounter"]
    lines = Entry.objects.filter(
        student__in=students.order_by(),
        happened_on__gte=first,
        happened_on__lte=last,
        kind__in=encounters,
        superseded_by__isnull=True,
        is_void=False,
    ).order_by()
    found = lines.values_list("student__year_group", "routes").distinct()
    return {(year, tuple(routes)) for year, routes in found if routes}
