"""Bringing in lists of apprenticeship vacancies: what is near and open becomes local entries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.common.days import day_words
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.exchange.vacancies import Row, Vacancies, read
from fingerpost.pathways.bridge import miles_from
from fingerpost.pathways.models import Placed
from fingerpost.pathways.selectors.here import here_of_school, middles_of

from .. import bridge
from ..enums import LONGEST_DAYS, EntryKind
from ..models import LocalEntry, VacancyList
from .entries import EntryError

# The nearest so many of a list are kept: students look through them.
MOST_KEPT = 500
PROBLEMS_KEPT = 50
_CHANGED = (
    *("title", "text", "source", "link", "from_on", "until_on", "sectors", "occupations"),
    *("postcode", "easting", "northing", "placed_by"),
)


class AlreadyKept(EntryError):
    """The list was kept before."""


@dataclass(frozen=True)
class Sorted:
    """What a list holds for one school.

    rows: what is near and open, the nearest first, and what stands at the school and is over; as
    values of `LocalEntry` with days as text. told: how many vacancies there are of each sort.
    """

    rows: list[dict[str, Any]]
    told: dict[str, int]


@dataclass(frozen=True)
class Kept:
    """What keeping a list did. over: entries that are shown no more, by what it says."""

    new: int = 0
    again: int = 0
    over: int = 0


def look(*, school: Any, file_name: str, data: bytes, miles: int | None, by: Any) -> VacancyList:
    """Read a list for one school; no entry is changed yet.

    miles: how far off at most, None for anywhere. Earlier looks of the same person that came to
    nothing are forgotten. Raises EntryError for a file that is no such list.
    """
    try:
        found = read(data)
    except UnreadableFile as refusal:
        raise EntryError(refusal.sentence) from refusal
    done = sort_out(school, found, miles)
    problems = {"problems": found.problems[:PROBLEMS_KEPT], "refused": len(found.problems)}
    with transaction.atomic():
        VacancyList.objects.filter(school=school, made_by=by, kept_at__isnull=True).delete()
        return VacancyList.objects.create(
            school=school,
            file_name=file_name[:255],
            miles=miles,
            rows=done.rows,
            told=done.told | problems,
            made_by=by,
        )


def sort_out(school: Any, found: Vacancies, miles: int | None) -> Sorted:
    """What of a list is near a school and open, and what is not, each counted."""
    today = timezone.localdate()
    rows = [row for _, row in found.rows]
    is_open = [row for row in rows if row.closes_on >= today]
    standing = set(
        LocalEntry.objects.filter(school=school, until_on__gte=today)
        .exclude(reference="")
        .values_list("reference", flat=True)
    )
    ended = [row for row in rows if row.closes_on < today and row.reference in standing]
    middles = middles_of({row.postcode for row in (*is_open, *ended) if row.postcode})
    placed, unplaced = _placed(school, is_open, middles)
    near = [(away, row) for away, row in placed if miles is None or away <= miles]
    chosen = [row for _, row in sorted(near, key=lambda pair: (pair[0], pair[1].reference))]
    chosen += unplaced if miles is None else []
    kept = [_values(row, today) for row in chosen[:MOST_KEPT]]
    told = {
        "vacancies": len(rows),
        "again": found.again,
        "over": len(rows) - len(is_open),
        "unplaced": len(unplaced),
        "far": len(placed) - len(near),
        "too_many": len(chosen) - len(kept),
        "kept": len(kept),
        "about_a_job": sum(bool(one["occupations"]) for one in kept),
        "ended": len(ended),
    }
    ends = [_values(row, today) for row in ended]
    return Sorted(_with_places([*kept, *ends], middles), told)


@dataclass(frozen=True)
class _Spot:
    easting: int
    northing: int


def _placed(
    school: Any, rows: Sequence[Row], middles: Mapping[str, Any]
) -> tuple[list[tuple[float, Row]], list[Row]]:
    """Vacancies with how many miles each is from the school, and those of which nobody knows."""
    here = here_of_school(school)
    if here is None:
        return [], list(rows)
    known = [row for row in rows if row.postcode in middles]
    spots = [_Spot(middles[row.postcode].easting, middles[row.postcode].northing) for row in known]
    away = [found or 0.0 for found in miles_from(here, spots)]
    unknown = [row for row in rows if row.postcode not in middles]
    return list(zip(away, known, strict=True)), unknown


def _values(row: Row, today: dt.date) -> dict[str, Any]:
    """An entry of one vacancy, without its place; days as text."""
    slugs = list(bridge.occupations_of_vacancy(row.title, row.standard))
    until_on = min(row.closes_on, today + dt.timedelta(days=LONGEST_DAYS))
    from_on = min(row.listed_on or today, until_on)
    listed = row.listed_on or today
    return {
        "reference": row.reference,
        "title": row.title,
        "text": " ".join(f"{part}." for part in (row.town, row.pay) if part),
        "source": row.employer or f"List of {day_words(listed)}",
        "link": row.link,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
        "occupations": slugs,
        "sectors": sorted(bridge.sectors_of_slugs(slugs)),
        "postcode": row.postcode,
    }


def _with_places(
    rows: Sequence[dict[str, Any]], middles: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The same with the middle of each one's postcode district, or area, where that is known."""
    found = []
    for one in rows:
        middle = middles.get(one["postcode"])
        by = ""
        if middle is not None:
            by = Placed.DISTRICT if any(map(str.isdigit, middle.name)) else Placed.AREA
        found.append(
            one
            | {
                "easting": middle.easting if middle else None,
                "northing": middle.northing if middle else None,
                "placed_by": by,
            }
        )
    return found


@transaction.atomic
def keep(*, made: VacancyList, by: Any) -> Kept:
    """Make entries of a list that was looked at. Raises AlreadyKept."""
    rows = made.rows
    # The condition, not a lock, keeps two presses from keeping it twice.
    if not VacancyList.objects.filter(pk=made.pk, kept_at__isnull=True).update(
        kept_at=timezone.now(), rows=[]
    ):
        raise AlreadyKept("This list is kept already.")
    return keep_rows(school=made.school, rows=rows, by=by)


@transaction.atomic
def keep_rows(*, school: Any, rows: Sequence[Mapping[str, Any]], by: Any) -> Kept:
    """Keep the rows of `sort_out`. The same number is the same vacancy: it takes what the newer
    list says, an older list changes nothing; what was withdrawn stays withdrawn. Safe to repeat.
    """
    today = timezone.localdate()
    standing = {
        one.reference: one for one in LocalEntry.objects.filter(school=school).exclude(reference="")
    }
    new, changed, over = [], [], 0
    for row in map(_with_days, rows):
        entry = standing.get(row["reference"])
        if entry is None:
            new.append(
                LocalEntry(school=school, kind=EntryKind.APPRENTICESHIP, entered_by=by, **row)
            )
        elif row["from_on"] >= entry.from_on:
            over += entry.until_on >= today > row["until_on"]
            for name in _CHANGED:
                setattr(entry, name, row[name])
            changed.append(entry)
    LocalEntry.objects.bulk_create(new, ignore_conflicts=True)
    LocalEntry.objects.bulk_update(changed, _CHANGED, batch_size=100)
    done = Kept(len(new), len(changed), over)
    audit.record(by=by, deed=Deed.IMPORTED, school=school, label="Vacancies", details=asdict(done))
    return done


def _with_days(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, **{name: dt.date.fromisoformat(row[name]) for name in ("from_on", "until_on")}}
