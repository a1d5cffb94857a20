"""Writing the ledger. Call these inside the transaction that writes the record they tell of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from fingerpost.rules import kinds
from fingerpost.schools.services import ledger_changed

from .models import Entry


class UnknownKind(ValueError):
    """The kind of a ledger line is not one of those in force on its day."""


@dataclass(frozen=True)
class Line:
    """What is to be written about one student; fields as in `Entry`."""

    student: Any
    kind: str
    happened_on: dt.date
    channel: str = ""
    minutes: int | None = None
    organisation: str = ""
    deliverer: str = ""
    is_independent: bool | None = None
    subject: str = ""
    in_school_hours: bool | None = None
    is_meaningful: bool | None = None
    routes: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    about: str = ""
    due_on: dt.date | None = None
    point: str = ""
    strength: int | None = None
    summary: str = ""


def _entry(line: Line, by: Any) -> Entry:
    if line.kind not in {kind.name for kind in kinds(line.happened_on)}:
        raise UnknownKind(
            f"“{line.kind}” is not a kind of ledger entry on {line.happened_on:%d %B %Y}."
        )
    fields = {name: getattr(line, name) for name in Line.__dataclass_fields__}
    return Entry(school_id=line.student.school_id, recorded_by=by, **fields)


@transaction.atomic
def record(lines: Iterable[Line], *, by: Any) -> list[Entry]:
    """Add lines to the ledger, in the order given.

    Raises UnknownKind, and then writes nothing.
    """
    entries = [_entry(line, by) for line in lines]
    for school_id in sorted({entry.school_id for entry in entries}):
        ledger_changed(school_id)
    return Entry.objects.bulk_create(entries, batch_size=500)


def _correction(entry: Entry, line: Line | None, by: Any) -> Entry:
    if line is None:
        fields = {name: getattr(entry, name) for name in Line.__dataclass_fields__}
        new = Entry(school_id=entry.school_id, recorded_by=by, is_void=True, **fields)
    else:
        new = _entry(line, by)
    new.supersedes = entry
    return new


@transaction.atomic
def correct(entry: Entry, line: Line | None, *, by: Any) -> Entry:
    """Supersede a line by another, or withdraw it when `line` is None."""
    return correct_many([(entry, line)], by=by)[0]


@transaction.atomic
def correct_many(corrections: Iterable[tuple[Entry, Line | None]], *, by: Any) -> list[Entry]:
    """`correct` for many lines at once, in a number of queries that does not grow with them.

    The entries need their students loaded where they are withdrawn (`standing_about` does it).
    """
    new = [_correction(entry, line, by) for entry, line in corrections]
    for school_id in sorted({entry.school_id for entry in new}):
        ledger_changed(school_id)
    return Entry.objects.bulk_create(new, batch_size=500)


def standing_about(
    about: str, *, kind: str = "", students: Iterable[int] | None = None
) -> list[Entry]:
    """The lines about a record that nothing has superseded or withdrawn, oldest first.

    `kind` and `students` (their ids) narrow it.
    """
    standing = Entry.objects.filter(about=about, superseded_by__isnull=True, is_void=False)
    if kind:
        standing = standing.filter(kind=kind)
    if students is not None:
        standing = standing.filter(student_id__in=list(students))
    return list(standing.select_related("student").order_by("id"))


@transaction.atomic
def withdraw_about(about: str, *, kind: str, by: Any) -> int:
    """Withdraw every standing line of one kind about a record; tells how many."""
    found = standing_about(about, kind=kind)
    correct_many([(entry, None) for entry in found], by=by)
    return len(found)
