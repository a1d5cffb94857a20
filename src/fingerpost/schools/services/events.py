"""The school's calendar by hand: adding, changing and removing events."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import School, SchoolEvent
from .errors import SchoolRefusal


class EventRefusal(SchoolRefusal):
    """An event cannot be as it was described."""


@dataclass(frozen=True)
class EventDetails:
    """What is known of an event. Times are of a single day; no year groups mean everybody."""

    kind: str
    title: str
    starts_on: dt.date
    ends_on: dt.date
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    year_groups: tuple[int, ...] = ()

    def checked(self) -> dict[str, Any]:
        """As the database holds it. Raises EventRefusal."""
        if self.ends_on < self.starts_on:
            raise EventRefusal("The last day must not be before the first.")
        if (self.starts_at is None) != (self.ends_at is None):
            raise EventRefusal("Give both times, or none for the whole day.")
        if self.starts_at is not None and self.ends_on != self.starts_on:
            raise EventRefusal("Times are for a single day. Leave them empty for several days.")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise EventRefusal("It must end after it starts.")
        return asdict(self) | {"year_groups": sorted(set(self.year_groups))}


@transaction.atomic
def add_event(*, school: School, details: EventDetails, by: Any) -> SchoolEvent:
    """Add an event by hand; the same once more is the one that is there. Raises EventRefusal."""
    values = details.checked()
    same = SchoolEvent.objects.filter(school=school, **values).first()
    if same is not None:
        return same
    event = SchoolEvent.objects.create(school=school, **values)
    audit.record(by=by, deed=Deed.ADDED, subject=event)
    return event


@transaction.atomic
def change_event(*, event: SchoolEvent, details: EventDetails, by: Any) -> list[str]:
    """Change an event; the names of what changed are the result. Raises EventRefusal."""
    values = details.checked()
    changed = [name for name, value in values.items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, values[name])
    if changed:
        event.save(update_fields=changed)
        audit.record(by=by, deed=Deed.CHANGED, subject=event, details={"fields": changed})
    return changed


@transaction.atomic
def remove_events(*, school: School, events: Sequence[SchoolEvent], by: Any) -> int:
    """Remove events of a school; how many were still there."""
    keys = [event.pk for event in events]
    removed, _ = SchoolEvent.objects.filter(school=school, pk__in=keys).delete()
    if removed:
        titles = [event.title for event in events][:20]
        audit.record(
            by=by,
            deed=Deed.REMOVED,
            school=school,
            label=f"School events: {removed}",
            details={"events": titles},
        )
    return removed
