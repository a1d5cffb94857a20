"""A student's guidance record: how they stand, what they had, and what they are due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost import rules
from fingerpost.common.academic_year import AcademicYear
from fingerpost.students.enums import NO, YES, YES_NO_KINDS

# What the timeline can be narrowed to.
INTERVIEWS, ENCOUNTERS, STEPS = "interviews", "encounters", "steps"
INTERVIEW = "guidance_interview"
_GLANCE = {
    False: ("Last contact", "Last guidance interview", "Next interview", "Actions"),
    True: ("Last thing", "Last talk with an adviser", "Next talk", "My steps"),
}


@dataclass(frozen=True)
class TimelineItem:
    """One line of the timeline."""

    when: str
    title: str
    text: str = ""
    url: str = ""
    tag: str = ""
    tone: str = ""


def narrowed(lines: Sequence[Any], kind: str, year: str) -> list[Any]:
    """The lines of a kind and of an academic year; an empty word stands for all of them."""
    encounters = _encounters()
    return [
        one
        for one in lines
        if (not kind or _kind_of(one, encounters) == kind)
        and (not year or str(AcademicYear.of(one.happened_on).start) == year)
    ]


def _encounters() -> set[str]:
    return {k.name for k in rules.kinds(timezone.localdate()) if k.family == "encounter"}


def _kind_of(entry: Any, encounters: set[str]) -> str:
    if entry.kind == INTERVIEW or entry.kind.startswith("interview_"):
        return INTERVIEWS
    return ENCOUNTERS if entry.kind in encounters else STEPS


def years_of(lines: Sequence[Any]) -> list[AcademicYear]:
    """The academic years in which anything happened, the latest first."""
    return sorted({AcademicYear.of(one.happened_on) for one in lines}, reverse=True)


def at_a_glance(
    lines: Sequence[Any], coming: Sequence[Any], actions: Sequence[Any], *, for_student: bool
) -> list[tuple[str, str]]:
    """How a student stands, in four rows: last contact, last and next interview, actions."""
    encounters = _encounters()
    contact = next((one for one in lines if one.kind in encounters), None)
    talk = next((one for one in lines if one.kind == INTERVIEW), None)
    last = "Nothing yet"
    if contact is not None:
        [(_, [item])] = timeline([contact], for_student=for_student)
        last = f"{item.when}: {item.title}"
    booked = timezone.localtime(coming[0].starts_at) if coming else None
    words = _GLANCE[for_student]
    return [
        (words[0], last),
        (words[1], date_format(talk.happened_on, "j F Y") if talk else "None yet"),
        (words[2], date_format(booked, "j F Y, H:i") if booked else "None booked"),
        (words[3], _open_words(actions)),
    ]


def _open_words(actions: Sequence[Any]) -> str:
    today = timezone.localdate()
    late = sum(one.due_on is not None and one.due_on < today for one in actions)
    if not actions:
        return "None open"
    return f"{len(actions)} open{f', {late} late' if late else ''}"


def timeline(
    entries: Iterable[Any], *, for_student: bool, origins: Mapping[str, str] | None = None
) -> list[tuple[str, list[TimelineItem]]]:
    """Ledger lines, newest first, under their academic years.

    origins: `about` of lines that come from another school, to the name of that school.
    """
    kinds = {kind.name: kind for kind in rules.kinds(timezone.localdate())}
    routes = {route.name: route for route in rules.routes(timezone.localdate())}
    years = groupby(entries, key=lambda entry: AcademicYear.of(entry.happened_on).name)
    return [
        (
            year,
            [_from(_item(entry, kinds, routes, for_student), entry, origins) for entry in lines],
        )
        for year, lines in years
    ]


def _from(item: TimelineItem, entry: Any, origins: Mapping[str, str] | None) -> TimelineItem:
    """An item with the other school that it comes from, where it comes from one."""
    school = (origins or {}).get(entry.about)
    return replace(item, tag=f"From {school}") if school else item


def _item(
    entry: Any, kinds: dict[str, Any], routes: dict[str, Any], for_student: bool
) -> TimelineItem:
    kind = kinds.get(entry.kind)
    label = entry.kind if kind is None else kind.student_label if for_student else kind.label
    known = [
        routes[name].student_label if for_student else routes[name].label
        for name in entry.routes
        if name in routes
    ]
    parts = [entry.summary if entry.summary != label else "", entry.organisation, ", ".join(known)]
    missed = entry.kind in {"interview_missed", "interview_cancelled"}
    return TimelineItem(
        when=date_format(entry.happened_on, "j F Y"),
        title=label,
        text=". ".join(part for part in parts if part),
        tone="warn" if missed else "good" if kind and kind.family == "encounter" else "",
    )


def characteristics(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What is known about a student in words, and at the end where it comes from, with dates."""
    told = [value for value in values.values() if value.value not in {NO, "N"}]
    rows = [(value.get_kind_display(), _in_words(value)) for value in told]
    sources = {f"{value.source}, {date_format(value.from_on, 'j F Y')}" for value in told}
    return [*rows, ("From", "; ".join(sorted(sources)))] if rows else []


def _in_words(value: Any) -> str:
    if value.kind in YES_NO_KINDS:
        return "Yes" if value.value == YES else "No"
    return {"K": "SEN support", "E": "EHC plan"}.get(value.value, value.value)


@dataclass(frozen=True)
class DueItem:
    """One thing a student is due, with a tag that says how it stands."""

    label: str
    state: str
    tone: str


@dataclass(frozen=True)
class DueList:
    """What a student is due under one framework."""

    label: str
    dues: list[DueItem]


@dataclass(frozen=True)
class Dues:
    """What a student is due, framework by framework, and how much of it is missing."""

    lists: list[DueList]
    words: str


# In this order: what is missing comes first.
_DUE_TAGS = {"overdue": ("Missing", "bad"), "not yet": ("Not yet", "quiet"), "met": ("Had", "good")}


def dues(found: Iterable[Any], *, for_student: bool) -> Dues:
    """What a student is due, by framework; for the student themself as one list in their words."""
    lists: dict[str, list[DueItem]] = {}
    order = list(_DUE_TAGS)
    for due in sorted(found, key=lambda one: order.index(one.state)):
        state, tone = _DUE_TAGS[due.state]
        label = due.student_label if for_student else due.label
        items = lists.setdefault("" if for_student else due.framework, [])
        if not for_student or label not in {item.label for item in items}:
            items.append(DueItem(label, state, tone))
    made = [DueList(label, items) for label, items in lists.items()]
    states = [item.state for one in made for item in one.dues]
    counts = [(states.count(state), state.lower()) for state, _ in _DUE_TAGS.values()]
    return Dues(made, ", ".join(f"{number} {state}" for number, state in counts if number))
