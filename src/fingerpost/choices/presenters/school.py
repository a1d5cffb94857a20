"""The school's pages of choices: figures by route, each with the list it counts."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from fingerpost.accounts.viewer import Viewer
from fingerpost.common.days import day_words
from fingerpost.destinations.enums import HOW_SURE
from fingerpost.ledger import bridge as ledger
from fingerpost.ledger.permissions import may_ask
from fingerpost.web.charts import Bar, BarChart
from fingerpost.web.tables import Cell, Column, Row, Table

from ..forms.school import OTHER_ROUTES
from ..selectors import standing
from ..selectors.standing import Standing
from .words import route_words, state_words

HOW_FAR = {
    standing.ACCEPTED: ("Place accepted", "good"),
    standing.OFFER: ("Offer", "good"),
    standing.APPLIED: ("Applied", ""),
    standing.NOTED: ("Noted, not sent", "warn"),
    standing.NOTHING: ("Nothing yet", "quiet"),
}
_COLUMNS = (
    ("", "Students"),
    (standing.UNDECIDED, "Undecided"),
    (standing.NO_FALLBACK, "No second plan"),
    (standing.APPLIED, "Applied"),
    (standing.OFFER, "Offer"),
    (standing.NOTHING, "Nothing yet"),
)
_MOST_SUBJECTS = 12
_SURE = dict(HOW_SURE)
_DUE = {"close_on": "closes", "interview_on": "interview", "reply_by": "wants an answer"}
EXPORTED = (
    *("Student", "Year group", "Tutor group", "Intention", "How sure", "Second plan"),
    *("Subjects", "Applications", "How far", "Next date", "What is due then"),
)


def intention_words(route: str) -> str:
    """An intended route in words for staff."""
    return {**route_words(plain=False), **dict(OTHER_ROUTES)}.get(route, route)


def _opens(group: dict[str, Any], **more: str) -> str:
    query = urlencode({name: value for name, value in {**group, **more}.items() if value})
    return f"{reverse('choices:students')}?{query}" if query else reverse("choices:students")


def _routes_in(found: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    """Students by intended route, every route of anybody's, in the order of their labels."""
    labels = {**route_words(plain=False), **dict(OTHER_ROUTES)}
    last = [name for name, _ in OTHER_ROUTES]
    names = sorted(
        {one.route for one in found},
        key=lambda name: (last.index(name) + 1 if name in last else 0, labels.get(name, name)),
    )
    return [(name, [one for one in found if one.route == name]) for name in names]


def routes_chart(found: Sequence[Standing], group: dict[str, Any]) -> BarChart:
    """How many mean to take each route."""
    bars = [
        Bar(
            intention_words(name),
            len(those),
            f"{len(those)} of {len(found)}",
            _opens(group, route=name),
            number=len(those),
        )
        for name, those in _routes_in(found)
    ]
    about = "What students mean to do, by route, as they said last for the choice they face."
    return BarChart(
        "Intentions by route",
        about,
        bars,
        value_label="Students",
        maximum=len(found),
        head_label="Intention",
    )


def routes_table(found: Sequence[Standing], group: dict[str, Any]) -> Table:
    """By intended route: how many, how sure, and how far their applications are."""
    rows = [
        (intention_words(name), those, {**group, "route": name})
        for name, those in _routes_in(found)
    ]
    return _table("By intention", "Intention", rows)


def years_table(found: Sequence[Standing], group: dict[str, Any]) -> Table:
    """By year group: how many, how sure, and how far their applications are."""
    years = sorted({one.student.year_group for one in found})
    return _table(
        "By year group",
        "Year group",
        [
            (
                f"Year {year}",
                [one for one in found if one.student.year_group == year],
                {**group, "year_group": year},
            )
            for year in years
        ],
    )


def _table(
    caption: str, head: str, rows: Iterable[tuple[str, Sequence[Standing], dict[str, Any]]]
) -> Table:
    lines = [
        Row(
            cells=[
                Cell(label),
                *(_count(those, wanted, group) for wanted, _ in _COLUMNS),
            ]
        )
        for label, those, group in rows
    ]
    columns = [Column(head), *(Column(label, number=True, beside=True) for _, label in _COLUMNS)]
    return Table(caption, columns, lines, empty="Nobody here faces a choice.")


def _count(those: Sequence[Standing], wanted: str, group: dict[str, Any]) -> Cell:
    number = sum(one.is_as(wanted) for one in those)
    return Cell(number, url=_opens(group, stands=wanted), number=number)


def subjects_chart(found: Sequence[Standing], group: dict[str, Any]) -> BarChart | None:
    """The subjects that Years 8 and 9 would take; None where nobody has said any."""
    written = [
        subject for one in found if one.reasons is not None for subject in one.reasons.subjects
    ]
    first = {subject.casefold(): subject for subject in reversed(written)}
    named = Counter(first[subject.casefold()] for subject in written)
    if not named:
        return None
    said = sum(bool(one.reasons and one.reasons.subjects) for one in found)
    ranked = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_SUBJECTS]
    bars = [
        Bar(name, number, f"{number} of {said}", _opens(group, subject=name), number=number)
        for name, number in ranked
    ]
    about = f"The subjects that {said} students would take, as they wrote them. Most named first."
    return BarChart(
        "GCSE subjects",
        about,
        bars,
        value_label="Students",
        maximum=said,
        head_label="Subject",
    )


def students_table(found: Iterable[Standing], *, tick: bool) -> Table:
    """Students with plan, how sure, second plan and how far the applications are."""
    columns = [
        Column("Student"),
        Column("Year group", plain=True),
        Column("Tutor group", plain=True),
        Column("Intention"),
        Column("How sure"),
        Column("Second plan"),
        Column("Applications"),
        Column("Next date"),
    ]
    return Table(
        "Students and their choices",
        columns,
        [_line(one) for one in found],
        hide_caption=True,
        tick="students" if tick else "",
        people=True,
    )


def _line(one: Standing) -> Row:
    return Row(
        key=str(one.student.pk),
        name=one.student.name,
        cells=[
            Cell(one.student.name, url=reverse("choices:of_student", args=[one.student.pk])),
            f"Year\N{NO-BREAK SPACE}{one.student.year_group}",
            one.student.tutor_group or "",
            intention_words(one.route),
            _SURE[one.intention.how_sure] if one.intention else "",
            _second_plan(one),
            _applications(one),
            _next_words(one),
        ],
    )


def _second_plan(one: Standing) -> str:
    if one.has_fallback:
        return intention_words(one.intention.fallback_route)
    return "" if one.chooses_options else "None"


def _applications(one: Standing) -> Cell:
    """How far the furthest is, and of how many."""
    if one.chooses_options:
        return Cell("")
    words, tone = HOW_FAR[one.how_far]
    number = len(one.applications)
    return Cell(tag=words, tone=tone, hint=f"of {number} applications" if number > 1 else "")


def _next_words(one: Standing) -> str:
    due = one.next_due
    return f"{day_words(due.on)}: {due.application.title} {_DUE[due.what]}" if due else ""


def exported(found: Iterable[Standing]) -> Iterable[list[Any]]:
    """Rows under EXPORTED."""
    for one in found:
        said = one.intention
        yield [
            one.student.name,
            one.student.year_group,
            one.student.tutor_group.name if one.student.tutor_group else "",
            intention_words(one.route),
            _SURE[said.how_sure] if said else "",
            intention_words(said.fallback_route) if one.has_fallback else "",
            ", ".join(one.reasons.subjects) if one.reasons else "",
            "; ".join(
                f"{each} ({state_words(each.state, plain=False)})" for each in one.applications
            ),
            "" if one.chooses_options else HOW_FAR[one.how_far][0],
            one.next_due.on if one.next_due else None,
            f"{one.next_due.application.title} {_DUE[one.next_due.what]}" if one.next_due else "",
        ]


def closer(viewer: Viewer, on: dt.date) -> list[tuple[str, str]]:
    """Title and address of the measures of choices that no column here tells."""
    found = (ledger.find(name, on) for name in ("one_basket", "could_aim_higher"))
    return [
        (one.title, reverse("ledger:measure", args=[one.name]))
        for one in found
        if one is not None and may_ask(viewer, one)
    ]


def grades_table(grades: Sequence[Any], *, may_take_out: bool) -> Table | None:
    """A student's predicted grades with source and date; None where there are none."""
    if not grades:
        return None
    columns = [Column("Subject"), Column("Grade", number=True), Column("From")]
    rows = [
        [one.subject, one.grade, f"{one.source}, {day_words(one.predicted_on)}"] for one in grades
    ]
    if may_take_out:
        columns.append(Column("What to do", actions=True))
        for row, one in zip(rows, grades, strict=True):
            way = reverse("choices:remove_grade", args=[one.student_id, one.pk])
            row.append(Cell("Take it out", url=way, about=one.subject))
    return Table("Predicted GCSE grades", columns, rows, hide_caption=True)
