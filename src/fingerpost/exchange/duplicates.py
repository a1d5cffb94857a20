"""The same student twice in one file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from fingerpost.exchange.roll import Rejected, RollRecord

_LABELS = {"upn": "UPN", "source_id": "student number", "uln": "ULN"}
_PLACES_NAMED = 4


def without_duplicates(
    records: Sequence[RollRecord], headings: Mapping[str, str]
) -> tuple[list[RollRecord], list[Rejected], list[str]]:
    """Records that stand for one student each, what was rejected, and notes.

    Rows that agree in everything (some systems write one row per parent) count once. Rows that
    share a UPN or student number but differ are all rejected, since nobody but the sender can say
    which is right. A ULN shared by different students is taken off both.
    """
    kept, notes = _without_repeats(records)
    rejected: list[Rejected] = []
    for identifier in ("upn", "source_id"):
        clashes = _clashes(kept, identifier)
        column = headings.get(identifier, identifier)
        for value, sharing in clashes.items():
            rejected.extend(
                _rejection(record, sharing, column, f"{_LABELS[identifier]} {value}")
                for record in sharing
            )
        out = {id(record) for sharing in clashes.values() for record in sharing}
        kept = [record for record in kept if id(record) not in out]
    shared_ulns = _clashes(kept, "uln")
    for value, sharing in shared_ulns.items():
        notes.append(
            f"The ULN {value} is on more than one student ({_named(sharing, len(sharing))}), so it "
            "was left off all of them."
        )
    kept = [replace(record, uln=None) if record.uln in shared_ulns else record for record in kept]
    return kept, rejected, notes


def _without_repeats(records: Sequence[RollRecord]) -> tuple[list[RollRecord], list[str]]:
    times = Counter(record.upn or record.source_id for record in records)
    seen: set[tuple[object, ...]] = set()
    kept = []
    for record in records:
        key = record.upn or record.source_id
        if key is not None and times[key] > 1:
            details = _details(record)
            if details in seen:
                continue
            seen.add(details)
        kept.append(record)
    repeats = len(records) - len(kept)
    if not repeats:
        return kept, []
    return kept, [f"{repeats:,} rows repeat an earlier row in every detail and were counted once."]


def _details(record: RollRecord) -> tuple[object, ...]:
    """Everything a row says, without where it stood."""
    said = tuple(
        getattr(record, part.name)
        for part in fields(record)
        if part.name not in ("row", "place", "characteristics")
    )
    return (*said, *sorted(record.characteristics.items()))


def _clashes(records: Sequence[RollRecord], identifier: str) -> dict[str, list[RollRecord]]:
    by_value: dict[str, list[RollRecord]] = defaultdict(list)
    for record in records:
        value = getattr(record, identifier)
        if value is not None:
            by_value[value].append(record)
    return {value: sharing for value, sharing in by_value.items() if len(sharing) > 1}


def _rejection(
    record: RollRecord, sharing: Sequence[RollRecord], column: str, what: str
) -> Rejected:
    others = [other for other in sharing[: _PLACES_NAMED + 1] if other is not record]
    return Rejected(
        record.row,
        column,
        f"The {what} is on {record.place} and on {_named(others, len(sharing) - 1)}, with "
        "different details. Each student needs their own.",
        record.place,
    )


def _named(records: Sequence[RollRecord], how_many: int) -> str:
    named = " and ".join(record.place for record in records[:_PLACES_NAMED])
    more = how_many - _PLACES_NAMED
    return f"{named} and {more:,} more" if more > 0 else named
