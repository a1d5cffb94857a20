"""Importing the school's calendar: look at a file, apply it in one step, undo the last one."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.common.academic_year import AcademicYear
from fingerpost.exchange.roll import UnreadableFile

from ..enums import CalendarImportState
from ..models import AcademicYear as SchoolYear
from ..models import CalendarImport, School, SchoolEvent
from .calendar_differences import Choice, any_change, differences, stored_plan, wanted
from .errors import SchoolRefusal

_VALUES = (
    *("kind", "title", "starts_on", "ends_on", "starts_at", "ends_at"),
    *("year_groups", "calendar", "uid"),
)


class CalendarRefusal(SchoolRefusal):
    """A calendar file cannot be read, or has nothing in it for the year."""


class AlreadyDecided(SchoolRefusal):
    """The import was applied or undone meanwhile."""


def look(
    *, school: School, academic_year: SchoolYear, file_name: str, data: bytes, by: Any
) -> CalendarImport:
    """Read a calendar file for one academic year; nothing of the calendar is changed yet.

    It is read before anything is written, so that nobody waits for it. Earlier looks of the same
    person that came to nothing are forgotten. Raises CalendarRefusal.
    """
    from fingerpost.exchange.icalendar.guessing import kind_in, year_groups_in
    from fingerpost.exchange.icalendar.reader import read_calendar

    year = AcademicYear.of(academic_year.starts_on)
    first, last = year.starts_on, year.ends_on
    try:
        found = read_calendar(data, first, last)
    except UnreadableFile as refusal:
        raise CalendarRefusal(refusal.sentence) from refusal
    if not found.entries:
        raise CalendarRefusal(f"The file has nothing in {academic_year.name}.")
    guesses = {
        one.uid: Choice(kind_in(one.title), year_groups_in(one.title)) for one in found.entries
    }
    with transaction.atomic():
        CalendarImport.objects.filter(
            school=school, made_by=by, state=CalendarImportState.PREVIEW
        ).delete()
        return CalendarImport.objects.create(
            school=school,
            academic_year=academic_year,
            file_name=file_name[:255],
            calendar=found.name or file_name.rsplit(".", 1)[0][:120] or "Calendar",
            plan={
                "entries": stored_plan(found.entries, guesses),
                "left_out": list(found.left_out),
                "last": last.isoformat(),
            },
            made_by=by,
        )


@transaction.atomic
def apply(
    *, made: CalendarImport, choices: Mapping[str, Choice], keep: Collection[int], by: Any
) -> dict[str, int]:
    """Bring the calendar in line with the file, all of it or nothing; how many of each.

    choices: by the uid of the entry; without one, what the page offered at first. keep: keys of
    events that stay although the file no longer has them. Raises AlreadyDecided.
    """
    # The condition, not a lock, keeps two presses from applying it twice.
    if not CalendarImport.objects.filter(pk=made.pk, state=CalendarImportState.PREVIEW).update(
        state=CalendarImportState.APPLIED, applied_at=timezone.now()
    ):
        raise AlreadyDecided("This calendar has been imported already.")
    made.refresh_from_db(fields=["state", "applied_at"])
    told = differences(made)
    offered = {one.uid: one.choice for one in told.entries}
    values: dict[str, dict[str, Any]] = {}
    for entry in made.plan["entries"]:
        choice = choices.get(entry["uid"], offered[entry["uid"]])
        if choice.taken:
            values |= wanted(entry, choice)
    undo = _write(made, values)
    gone = [event for event in told.gone if event.pk not in set(keep)]
    undo["removed"] = [_stored(event) for event in gone]
    SchoolEvent.objects.filter(pk__in=[event.pk for event in gone]).delete()
    counts = {name: len(undo[name]) for name in ("added", "changed", "removed")}
    made.undo, made.plan = undo, {"counts": counts, "left_out": made.plan["left_out"]}
    made.save(update_fields=["undo", "plan"])
    audit.record(by=by, deed=Deed.IMPORTED, subject=made, details=counts)
    return counts


def _write(made: CalendarImport, values: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Add and change events; what it takes to undo it."""
    here = {
        event.uid: event
        for event in SchoolEvent.objects.filter(school=made.school_id).exclude(uid="")
    }
    new = [key for key in values if key not in here]
    SchoolEvent.objects.bulk_create(
        SchoolEvent(school_id=made.school_id, calendar=made.calendar, uid=key, **values[key])
        for key in new
    )
    changed = [here[key] for key in values if key in here and any_change(here[key], values[key])]
    before = [_stored(event) for event in changed]
    for event in changed:
        for name, value in values[event.uid].items():
            setattr(event, name, value)
    SchoolEvent.objects.bulk_update(
        changed, [name for name in _VALUES if name not in ("calendar", "uid")]
    )
    return {"added": new, "changed": before}


def _stored(event: SchoolEvent) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in ((name, getattr(event, name)) for name in _VALUES)
    }


@transaction.atomic
def undo(*, made: CalendarImport, by: Any) -> bool:
    """Put the calendar back as it was before the last import; False when that was done before.

    Events added by hand since stay. Raises AlreadyDecided where another import followed.
    """
    later = CalendarImport.objects.filter(
        school=made.school_id, state=CalendarImportState.APPLIED, applied_at__gt=made.applied_at
    )
    if later.exists():
        raise AlreadyDecided("Another calendar was imported since. Undo that one first.")
    if not CalendarImport.objects.filter(pk=made.pk, state=CalendarImportState.APPLIED).update(
        state=CalendarImportState.UNDONE
    ):
        return False
    events = SchoolEvent.objects.filter(school=made.school_id)
    events.filter(uid__in=made.undo["added"]).delete()
    before = [*made.undo["changed"], *made.undo["removed"]]
    here = set(events.exclude(uid="").values_list("uid", flat=True))
    for values in before:
        if values["uid"] in here:
            events.filter(uid=values["uid"]).update(**values)
        else:
            SchoolEvent.objects.create(school_id=made.school_id, **values)
    audit.record(by=by, deed=Deed.UNDID, subject=made)
    return True
