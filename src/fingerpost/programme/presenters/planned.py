"""Sessions that are planned or cancelled, as pages show them."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import Consent, PlacesBy
from ..selectors.recording import kind_label
from .words import listed, periods_words, place, pounds, times, weekday, when

_CONSENT_TONES = {
    Consent.NOT_ASKED: "quiet",
    Consent.ASKED: "warn",
    Consent.GIVEN: "good",
    Consent.REFUSED: "bad",
}


def planned_table(sessions: Iterable[Any], cancelled: bool = False) -> Table:
    """The list of sessions planned, or of those cancelled."""
    last = Column("Why") if cancelled else Column("Down for it", number=True)
    return Table(
        caption="Sessions cancelled" if cancelled else "Sessions planned",
        hide_caption=True,
        columns=[
            Column("Session"),
            Column("Kind"),
            Column("When"),
            Column("Where"),
            last,
        ],
        rows=[_row(session, cancelled) for session in sessions],
    )


def _row(session: Any, cancelled: bool) -> Row:
    url = reverse("programme:session", args=[session.pk])
    is_over = session.is_planned and session.on < timezone.localdate()
    down = Cell(
        places(session),
        url=f"{url}#down",
        about=f"are down for {session.title}",
        number=session.taken,
    )
    return Row(
        [
            Cell(
                session.title,
                url=url,
                tag="Day has passed" if is_over else "",
                tone="warn",
                hint=session.organisation or session.subject,
            ),
            kind_label(session),
            Cell(weekday(session.on), hint=times(session)),
            place(session) or None,
            session.cancelled_because or None if cancelled else down,
        ]
    )


def places(session: Any) -> str:
    """How many are down, of how many places: 12 of 30."""
    if session.capacity is None:
        return str(session.taken)
    return f"{session.taken} of {session.capacity}"


def summary(
    session: Any, staff: list[Any], periods: list[Any], shows_money: bool
) -> list[tuple[str, str]]:
    """What is planned; what was not entered is left out."""
    missed = "None: outside the school day" if not session.in_school_hours else ""
    few = f", runs with {session.minimum} or more" if session.minimum else ""
    limit = f"{session.capacity} places{few}" if session.capacity else f"No limit{few}"
    rows = [
        ("What", kind_label(session)),
        ("When", when(session)),
        ("Where", place(session)),
        ("Staff", listed([str(one) for one in staff]) if staff else "Nobody named yet"),
        ("Organisation", session.organisation),
        ("Subject", session.subject),
        ("Periods missed", periods_words(periods) or missed),
        ("Places", f"{limit}. {session.get_places_by_display()}"),
        ("Cost", pounds(session.costs) if shows_money else ""),
        ("What it is for", session.purpose),
    ]
    return [(label, value) for label, value in rows if value]


def warnings(session: Any, taken: Mapping[str, list[str]]) -> list[str]:
    """What has to be put right before a planned session takes place, in sentences.

    taken: `rooms`, `people` and `students` that something else takes at the time, in words.
    """
    activity = session.activity
    found = []
    if activity and activity.lacks_risk_assessment:
        found.append("The risks have not been assessed yet.")
    if session.minimum and session.taken < session.minimum:
        missing = session.minimum - session.taken
        found.append(f"It runs with {session.minimum} students: {missing} more are needed.")
    found += [f"The room is taken at that time: {one}." for one in taken["rooms"]]
    found += [f"Taken at that time: {one}." for one in taken["people"]]
    if taken["students"]:
        number = len(taken["students"])
        verb = "students have" if number > 1 else "student has"
        found.append(f"{number} {verb} something else at that time. They are marked below.")
    return found


def clashes(session: Any, staff: list[Any], down: Iterable[int], busy: Any) -> dict[str, Any]:
    """What of a session is taken by something else at its time, as `warnings` takes it."""
    room = busy.rooms.get(session.room_id) if session.room_id else None
    return {
        "rooms": [f"{session.room}, by {room}"] if room else [],
        "people": [f"{one}, by {busy.people[one.pk]}" for one in staff if one.pk in busy.people],
        "students": [busy.students[key] for key in down if key in busy.students],
    }


def people_table(rows: Iterable[Any], session: Any, busy: Any, *, tick: bool) -> Table:
    """The students who are down for a session, out of those the viewer may see."""
    rows = list(rows)
    asks = bool(session.activity and session.activity.needs_consent)
    clash = any(row.student_id in busy.students for row in rows)
    columns = [Column("Student"), Column("Tutor group")]
    columns += [Column("Consent")] if asks else []
    columns += [Column("Needs")]
    columns += [Column("At that time")] if clash else []
    return Table(
        caption="Students down for it",
        hide_caption=True,
        columns=columns,
        tick="students" if tick else "",
        tick_form="people" if tick else "",
        rows=[
            Row(
                [
                    *_person(row, session, tick, asks),
                    *([_taken(busy, row.student_id)] if clash else []),
                ],
                key=str(row.student_id),
                name=row.student.name,
            )
            for row in rows
        ],
        empty="None of your students is down for this session.",
    )


def _person(row: Any, session: Any, tick: bool, asks: bool) -> list[Any]:
    address = reverse("programme:needs", args=[session.pk, row.student_id]) if tick else ""
    consent = Cell(tag=row.get_consent_display(), tone=_CONSENT_TONES[Consent(row.consent)])
    words = row.needs or ("Add" if tick else None)
    return [
        Cell(row.student.name, hint="Signed up" if row.signed_up else ""),
        str(row.student.tutor_group or "") or None,
        *([consent] if asks else []),
        Cell(words, url=address, about=f"for {row.student.name}"),
    ]


def _taken(busy: Any, student: int) -> Cell | None:
    """What else a student has at the time."""
    return Cell(tag=busy.students[student], tone="warn") if student in busy.students else None


def candidates_table(students: Iterable[Any], down: set[int], busy: Any) -> Table:
    """Students who may be put down; those who are down already cannot be ticked a second time."""
    return Table(
        caption="Students",
        hide_caption=True,
        columns=[Column("Student"), Column("Tutor group"), Column("At that time")],
        tick="students",
        tick_form="put",
        rows=[
            Row(
                [
                    Cell(
                        student.name,
                        tag="Down for it" if student.pk in down else "",
                        tone="good",
                    ),
                    str(student.tutor_group or "") or None,
                    _taken(busy, student.pk),
                ],
                key=str(student.pk),
                name=student.name,
            )
            for student in students
        ],
    )


def consent_counts(rows: Iterable[Any]) -> list[tuple[str, int]]:
    """How many parents and carers have said what, those with anybody."""
    rows = list(rows)
    counted = [(one.label, sum(row.consent == one for row in rows)) for one in Consent]
    return [(label, number) for label, number in counted if number]


def how_to_get_a_place(session: Any) -> str:
    """How students get a place, plainly, for the page of a session; empty where staff decide."""
    if session.places_by == PlacesBy.FIRST_COME:
        return "Students sign up for this themselves: first come, first served."
    if session.places_by == PlacesBy.ROUND:
        return (
            "A round of places shares these out. Whoever is put down here by hand keeps the place."
        )
    return ""


def briefing_summary(session: Any, staff: list[Any], periods: list[Any]) -> list[tuple[str, str]]:
    """When, where, with whom and for how many, for whoever leads the session."""
    rows = [
        ("When", when(session)),
        ("Where", place(session)),
        ("Staff", listed([str(one) for one in staff]) if staff else "Nobody named yet"),
        ("With", session.organisation),
        ("Students", f"{session.taken} down for it"),
        ("Periods missed", periods_words(periods)),
        ("What it is for", session.purpose),
    ]
    return [(label, value) for label, value in rows if value]


def without_consent(rows: Iterable[Any], session: Any) -> list[Any]:
    """Those who may not go along as long as no parent or carer has agreed."""
    if not (session.activity and session.activity.needs_consent):
        return []
    return [row for row in rows if row.consent != Consent.GIVEN]


def choice_table(sessions: Iterable[Any], named: str) -> Table:
    """Planned sessions to choose from; each opens its page for putting these students down."""
    return Table(
        caption="Planned sessions",
        hide_caption=True,
        columns=[Column("Session"), Column("When"), Column("Where"), Column("Places left")],
        rows=[
            Row(
                [
                    Cell(
                        session.title,
                        url=f"{reverse('programme:put_down', args=[session.pk])}"
                        f"?{urlencode({'students': named}, safe=',')}",
                        hint=kind_label(session),
                    ),
                    when(session),
                    place(session) or None,
                    "No limit" if session.capacity is None else f"{session.places_left}",
                ]
            )
            for session in sessions
        ],
    )
