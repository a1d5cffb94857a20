"""Keeping what employers and local bodies say of work near here."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.lines import Words, line_of
from fingerpost.exchange.local_entries import Read, Row, read
from fingerpost.lists.enums import ListOf
from fingerpost.lists.keeping import Asked, Keeper, Wish

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


def entry_list(*, school: Any, words: Words, job: Callable[[str], str], by: Any) -> Keeper:
    """How entries are read from a file and kept; words and job: as the reader takes them.

    The same kind, title and source is the same entry. by: who enters what is new.
    """
    return Keeper(
        of=ListOf.ENTRIES,
        school=school,
        model=LocalEntry,
        read=lambda data: read(data, words, job),
        ask=lambda said: _ask(school, said, by),
        fields={
            "text": "Text",
            "from_on": "From",
            "until_on": "Until",
            "link": "Web address",
            "sectors": "Kinds of work",
            "occupations": "Jobs",
        },
    )


def _ask(school: Any, said: Read[tuple[int, Row]], by: Any) -> Asked:
    standing = {
        (one.kind, one.title.casefold(), one.source.casefold()): one
        for one in LocalEntry.objects.filter(school=school, reference="", withdrawn_at__isnull=True)
    }
    wishes, problems = [], list(said.problems)
    for line, row in said.rows:
        try:
            values = _values(EntryDetails(**vars(row)))
        except EntryError as error:
            problems.append(f"Line {line}: {error}")
            continue
        key = (row.kind, row.title.casefold(), row.source.casefold())
        there = standing.get(key)
        new = {"school_id": school.pk, "entered_by_id": getattr(by, "pk", None)}
        wishes.append(
            Wish(line, key, f"{row.title}, {row.source}", values | ({} if there else new), there)
        )
    return Asked(wishes, sorted(problems, key=line_of))
