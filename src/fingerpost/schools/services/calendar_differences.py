"""What a calendar file would change: new, changed and gone events, worked out against what is here.

A school's own corrections stand: of an entry that is here already, kind and year groups stay as
the school has them, as long as the words of its title, by which they were guessed, are the same.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..models import CalendarImport, SchoolEvent

_COMPARED = ("title", "starts_on", "ends_on", "starts_at", "ends_at", "kind", "year_groups")


@dataclass(frozen=True)
class Choice:
    """What a person says of one entry of the file: take it at all, as what, for whom."""

    kind: str
    year_groups: tuple[int, ...]
    taken: bool = True


@dataclass(frozen=True)
class EntryHere:
    """One entry of the file beside what is here. `choice` is what the page offers at first."""

    uid: str
    title: str
    days: tuple[tuple[dt.date, dt.date, dt.time | None, dt.time | None], ...]
    state: Literal["new", "changed", "same"]
    choice: Choice
    before: str = ""


@dataclass(frozen=True)
class Differences:
    """A file beside the school's calendar; `gone` are events here that the file no longer has."""

    entries: tuple[EntryHere, ...]
    gone: tuple[SchoolEvent, ...]

    def in_state(self, state: str) -> list[EntryHere]:
        """The entries of one state, in order."""
        return [one for one in self.entries if one.state == state]


def stored_plan(entries: Iterable[Any], guesses: Mapping[str, Choice]) -> list[dict[str, Any]]:
    """Entries as `CalendarImport.plan` holds them."""
    return [
        {
            "uid": one.uid,
            "title": one.title,
            "kind": guesses[one.uid].kind,
            "years": list(guesses[one.uid].year_groups),
            "days": [
                [
                    day.key,
                    day.starts_on.isoformat(),
                    day.ends_on.isoformat(),
                    day.starts_at.isoformat() if day.starts_at else None,
                    day.ends_at.isoformat() if day.ends_at else None,
                ]
                for day in one.occurrences
            ],
        }
        for one in entries
    ]


def differences(made: CalendarImport) -> Differences:
    """What a file would change now. Takes two queries."""
    entries = made.plan.get("entries", [])
    here = {
        event.uid: event
        for event in SchoolEvent.objects.filter(school=made.school_id).exclude(uid="")
    }
    keys = {day[0] for entry in entries for day in entry["days"]}
    found = tuple(_entry(entry, here) for entry in entries)
    return Differences(found, tuple(_gone(made, here.values(), keys, entries)))


def _entry(entry: Mapping[str, Any], here: Mapping[str, SchoolEvent]) -> EntryHere:
    there = [here[day[0]] for day in entry["days"] if day[0] in here]
    choice = _first_choice(entry, there)
    changed = [one for one in there if any_change(one, wanted(entry, choice)[one.uid])]
    state: Literal["new", "changed", "same"] = "same"
    if not there:
        state = "new"
    elif changed or len(there) < len(entry["days"]):
        state = "changed"
    return EntryHere(
        entry["uid"],
        entry["title"],
        tuple(_days(day) for day in entry["days"]),
        state,
        choice,
        before_words(changed),
    )


def _first_choice(entry: Mapping[str, Any], there: Sequence[SchoolEvent]) -> Choice:
    for event in there:
        if event.title == entry["title"]:
            return Choice(event.kind, tuple(event.year_groups))
    return Choice(entry["kind"], tuple(entry["years"]))


def before_words(changed: Sequence[SchoolEvent]) -> str:
    """What an entry was called before, where its title is among what changes."""
    return changed[0].title if changed else ""


def _days(day: Sequence[Any]) -> tuple[dt.date, dt.date, dt.time | None, dt.time | None]:
    _, first, last, since, until = day
    return (
        dt.date.fromisoformat(first),
        dt.date.fromisoformat(last),
        dt.time.fromisoformat(since) if since else None,
        dt.time.fromisoformat(until) if until else None,
    )


def wanted(entry: Mapping[str, Any], choice: Choice) -> dict[str, dict[str, Any]]:
    """The events an entry asks for: their values by key."""
    names = ("starts_on", "ends_on", "starts_at", "ends_at")
    return {
        day[0]: {
            "title": entry["title"],
            "kind": choice.kind,
            "year_groups": sorted(choice.year_groups),
            **dict(zip(names, _days(day), strict=True)),
        }
        for day in entry["days"]
    }


def any_change(event: SchoolEvent, values: Mapping[str, Any]) -> bool:
    """Whether an event is not yet as it should be."""
    return any(getattr(event, name) != values[name] for name in _COMPARED)


def _gone(
    made: CalendarImport,
    here: Iterable[SchoolEvent],
    keys: set[str],
    entries: Sequence[Mapping[str, Any]],
) -> list[SchoolEvent]:
    """Events of the same calendar and year that the file no longer has.

    Many programs leave out what has passed: nothing before the file's first day is gone.
    """
    if not entries:
        return []
    begins = min(dt.date.fromisoformat(day[1]) for entry in entries for day in entry["days"])
    last = dt.date.fromisoformat(made.plan["last"])
    found = [
        event
        for event in here
        if event.calendar == made.calendar
        and begins <= event.ends_on
        and event.starts_on <= last
        and event.uid not in keys
    ]
    return sorted(found, key=lambda event: (event.starts_on, event.pk))
