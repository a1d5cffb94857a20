"""Keeping what employers and local bodies say of work near here."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..enums import LONGEST_DAYS
from ..models import LocalEntry


class EntryError(ValueError):
    """The entry cannot be kept so; says why in one sentence."""


class AlreadyEntered(EntryError):
    """There is an entry of that kind, title and source."""


@dataclass(frozen=True)
class EntryDetails:
    """What an entry says; fields as in `LocalEntry`."""

    kind: str
    title: str
    source: str
    from_on: dt.date
    until_on: dt.date
    text: str = ""
    link: str = ""
    sectors: Sequence[str] = ()
    occupations: Sequence[str] = ()


def _values(details: EntryDetails) -> dict[str, Any]:
    _check_days(details.from_on, details.until_on)
    lists = {"sectors": list(details.sectors), "occupations": list(details.occupations)}
    return asdict(details) | lists


def _check_days(from_on: dt.date, until_on: dt.date) -> None:
    if until_on < from_on:
        raise EntryError("The last day is before the first.")
    if (until_on - from_on).days > LONGEST_DAYS:
        raise EntryError("An entry is shown for a year at most. You can renew it then.")


def add_entry(*, school: Any, details: EntryDetails, by: Any) -> LocalEntry:
    """Enter something about work near here. Raises EntryError, AlreadyEntered."""
    values = _values(details)
    try:
        with transaction.atomic():
            entry = LocalEntry.objects.create(school=school, entered_by=by, **values)
            audit.record(by=by, deed=Deed.ADDED, subject=entry)
    except IntegrityError:
        raise AlreadyEntered("That is in the list already. Change or renew it there.") from None
    return entry


def change_entry(*, entry: LocalEntry, details: EntryDetails, by: Any) -> LocalEntry:
    """Change what an entry says. Raises EntryError, AlreadyEntered."""
    values = _values(details)
    changed = sorted(name for name, value in values.items() if getattr(entry, name) != value)
    if not changed:
        return entry
    for name in changed:
        setattr(entry, name, values[name])
    try:
        with transaction.atomic():
            entry.save(update_fields=changed)
            audit.record(by=by, deed=Deed.CHANGED, subject=entry, details={"changed": changed})
    except IntegrityError:
        raise AlreadyEntered("Another entry says the same. Change or renew that one.") from None
    return entry


@transaction.atomic
def renew_entry(*, entry: LocalEntry, until_on: dt.date, by: Any) -> None:
    """Show an entry until another day. Raises EntryError for a day that has passed or is too far.

    How long it may be shown counts from today: whoever renews it has just looked at it.
    """
    today = timezone.localdate()
    if until_on < today:
        raise EntryError("Choose a day that is still to come.")
    _check_days(max(today, entry.from_on), until_on)
    done = (
        LocalEntry.objects.filter(pk=entry.pk, withdrawn_at__isnull=True)
        .exclude(until_on=until_on)
        .update(until_on=until_on)
    )
    if done:
        details = {"until_on": [entry.until_on.isoformat(), until_on.isoformat()]}
        audit.record(by=by, deed=Deed.CHANGED, subject=entry, details=details)


@transaction.atomic
def withdraw_entry(*, entry: LocalEntry, by: Any) -> bool:
    """Show an entry to nobody any more; False when that was done before."""
    done = LocalEntry.objects.filter(pk=entry.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    if done:
        audit.record(by=by, deed=Deed.REMOVED, subject=entry)
    return bool(done)


def bring_back_entry(*, entry: LocalEntry, by: Any) -> bool:
    """Undo `withdraw_entry`; False when it was not withdrawn. Raises AlreadyEntered."""
    try:
        with transaction.atomic():
            done = LocalEntry.objects.filter(pk=entry.pk, withdrawn_at__isnull=False).update(
                withdrawn_at=None
            )
            if done:
                audit.record(by=by, deed=Deed.UNDID, subject=entry)
    except IntegrityError:
        raise AlreadyEntered("A newer entry says the same.") from None
    return bool(done)


@transaction.atomic
def import_entries(
    *, school: Any, rows: Iterable[tuple[int, EntryDetails]], by: Any
) -> tuple[int, int, list[str]]:
    """Keep many entries, each with its line in the file; tells how many are new, how many were
    there and are brought up to date, and which lines were refused, with the reason.

    The same kind, title and source is the same entry. Safe to repeat.
    """
    standing = {
        (one.kind, one.title.casefold(), one.source.casefold()): one
        for one in LocalEntry.objects.filter(school=school, reference="", withdrawn_at__isnull=True)
    }
    new = again = 0
    refused: list[str] = []
    for line, row in rows:
        key = (row.kind, row.title.casefold(), row.source.casefold())
        try:
            if key in standing:
                change_entry(entry=standing[key], details=row, by=by)
                again += 1
            else:
                standing[key] = add_entry(school=school, details=row, by=by)
                new += 1
        except EntryError as error:
            refused.append(f"Line {line}: {error}")
    details = {"new": new, "again": again, "refused": len(refused)}
    audit.record(by=by, deed=Deed.IMPORTED, school=school, label="Local entries", details=details)
    return new, again, refused
