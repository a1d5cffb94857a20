"""A student's guidance record: what they had, as a timeline, and what they are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost import rules
from fingerpost.common.academic_year import AcademicYear
from fingerpost.students.enums import NO, YES, YES_NO_KINDS

RECENT = 25


@dataclass(frozen=True)
class TimelineItem:
    """One line of the timeline."""

    when: str
    title: str
    text: str = ""
    url: str = ""
    tag: str = ""
    tone: str = ""


def timeline(entries: Iterable[Any], *, for_student: bool) -> list[tuple[str, list[TimelineItem]]]:
    """Ledger lines, newest first, under their academic years."""
    kinds = {kind.name: kind for kind in rules.kinds(timezone.localdate())}
    routes = {route.name: route for route in rules.routes(timezone.localdate())}
    years = groupby(entries, key=lambda entry: AcademicYear.of(entry.happened_on).name)
    return [
        (year, [_item(entry, kinds, routes, for_student) for entry in lines])
        for year, lines in years
    ]


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


def exported(
    student: Any,
    entries: Iterable[Any],
    records: Iterable[Any],
    ideas: Iterable[Any],
    actions: Iterable[Any],
) -> dict[str, Any]:
    """A student's whole record as plain data, to carry away."""
    return {
        "format": "fingerpost-student-record",
        "version": 1,
        "student": {
            "name": student.name,
            "school": student.school.name,
            "year_group": student.year_group,
        },
        "encounters": [
            {
                "on": entry.happened_on,
                "kind": entry.kind,
                "organisation": entry.organisation,
                "subject": entry.subject,
                "minutes": entry.minutes,
                "routes": entry.routes,
                "sectors": entry.sectors,
                "summary": entry.summary,
            }
            for entry in entries
        ],
        "interview_records": [
            {
                "on": record.interview.starts_at.date(),
                "main_points": record.main_points,
                "routes": record.routes,
            }
            for record in records
        ],
        "actions": [
            {
                "what": action.what,
                "who": action.owner,
                "by_when": action.due_on,
                "state": action.state,
            }
            for action in actions
        ],
        "ideas": [
            {
                "title": idea.title,
                "kind": idea.kind,
                "note": idea.note,
                "from": idea.source or idea.source_url,
            }
            for idea in ideas
        ],
    }


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


_DUE_TAGS = {"met": ("Had", "good"), "not yet": ("Not yet", "quiet"), "overdue": ("Missing", "bad")}


def dues(found: Iterable[Any], *, for_student: bool) -> list[DueList]:
    """What a student is due, by framework; for the student themself as one list in their words."""
    lists: dict[str, list[DueItem]] = {}
    for due in found:
        state, tone = _DUE_TAGS[due.state]
        label = due.student_label if for_student else due.label
        items = lists.setdefault("" if for_student else due.framework, [])
        if not for_student or label not in {item.label for item in items}:
            items.append(DueItem(label, state, tone))
    return [DueList(label, items) for label, items in lists.items()]
