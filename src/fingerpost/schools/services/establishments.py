"""Loading the national list of schools."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.national_schools.reader import SchoolRecord, read_schools
from fingerpost.exchange.roll import Rejected

from ..models import Establishment

BATCH = 500
_UPDATED = [
    column.name
    for column in Establishment._meta.concrete_fields
    if column.name not in ("id", "urn")
]


@dataclass
class ListImport:
    """What loading a list did."""

    loaded: int = 0
    added: int = 0
    rejected: list[Rejected] = field(default_factory=list)


@transaction.atomic
def import_establishments(
    *, path: Path, by: Any, progress: Callable[[int], None] | None = None
) -> ListImport:
    """Load the national list from a file: new schools are added, known ones brought up to date.

    Loading the same file again changes nothing but the date. `progress` is told the number of
    schools so far after every batch. Raises UnreadableFile, and then nothing has changed.
    """
    schools = read_schools(path)
    done = ListImport()
    before = Establishment.objects.count()
    today = timezone.localdate()
    for batch in _batches(schools):
        Establishment.objects.bulk_create(
            [_establishment(record, today) for record in batch],
            update_conflicts=True,
            unique_fields=["urn"],
            update_fields=_UPDATED,
        )
        done.loaded += len(batch)
        if progress is not None:
            progress(done.loaded)
    done.added = Establishment.objects.count() - before
    done.rejected = schools.rejected
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        label="National list of schools",
        details={"loaded": done.loaded, "added": done.added, "rejected": len(done.rejected)},
    )
    return done


def _batches(records: Iterable[SchoolRecord]) -> Iterator[list[SchoolRecord]]:
    records = iter(records)
    while batch := list(islice(records, BATCH)):
        yield batch


def _establishment(record: SchoolRecord, today: Any) -> Establishment:
    laestab = record.laestab or ""
    return Establishment(
        urn=record.urn,
        name=record.name[:200],
        local_authority_code=laestab[:3] or record.la_code[:3],
        local_authority=record.la_name[:100],
        establishment_number=laestab[3:],
        phase=record.phase[:60],
        kind=record.kind[:100],
        status=record.status[:60],
        lowest_age=_small(record.lowest_age),
        highest_age=_small(record.highest_age),
        has_sixth_form=record.has_sixth_form,
        trust=record.trust[:200],
        ukprn=record.ukprn or "",
        town=record.town[:100],
        postcode=record.postcode[:8],
        easting=record.easting,
        northing=record.northing,
        listed_on=today,
    )


def _small(number: int | None) -> int | None:
    return number if number is not None and number < 100 else None
