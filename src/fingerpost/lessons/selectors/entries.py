"""Reading what employers and local bodies say of work near here."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from fingerpost.accounts.viewer import Viewer

from ..enums import EntryKind
from ..models import LocalEntry
from ..permissions import entries_kept_by, entries_shown_at

_ORDER = {kind: number for number, kind in enumerate(EntryKind.values)}


def shown_entries(school: Any, on: dt.date) -> list[LocalEntry]:
    """What students see on a day, by kind, what ends soonest first."""
    found = entries_shown_at(school, on)
    return sorted(found, key=lambda one: (_ORDER[one.kind], one.until_on, one.title, one.pk))


def about(
    entries: Iterable[LocalEntry], *, slug: str = "", sectors: Collection[str] = ()
) -> list[LocalEntry]:
    """Those about an occupation or some sectors, those that name the occupation itself first.

    What names other occupations is not about this one, though it is of its sector.
    """
    named, near = [], []
    for one in entries:
        if slug and slug in one.occupations:
            named.append(one)
        elif set(sectors) & set(one.sectors) and not (slug and one.occupations):
            near.append(one)
    return named + near


@dataclass
class Kept:
    """A school's entries for those who keep them: shown now, to come, over, withdrawn.

    vacancies: those shown now that are of a list; such a vacancy that is over is not told, for
    nobody renews it: the next list says whether it is open still.
    """

    vacancies: list[LocalEntry] = field(default_factory=list)
    now: list[LocalEntry] = field(default_factory=list)
    to_come: list[LocalEntry] = field(default_factory=list)
    over: list[LocalEntry] = field(default_factory=list)
    withdrawn: list[LocalEntry] = field(default_factory=list)


def kept_entries(viewer: Viewer, on: dt.date) -> Kept:
    """All entries of the viewer's school by how they stand on a day."""
    kept = Kept()
    for one in entries_kept_by(viewer).select_related("entered_by").order_by("until_on", "title"):
        if one.withdrawn_at:
            kept.withdrawn.append(one)
        elif one.reference:
            kept.vacancies += [one] if one.until_on >= on else []
        elif one.until_on < on:
            kept.over.append(one)
        elif one.from_on > on:
            kept.to_come.append(one)
        else:
            kept.now.append(one)
    return kept
