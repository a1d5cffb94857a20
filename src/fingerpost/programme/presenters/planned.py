"""Sessions that are planned or cancelled, as pages show them."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import Consent, PlacesBy
from ..selectors.clashes import Clash, ClashKind
from ..selectors.recording import kind_label
from .words import day, listed, periods_words, place, pounds, times, weekday, when

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
            Column("Kind", plain=True),
            Column("When", plain=True),
            Column("Where", plain=True),
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


def told_words(told: Any) -> list[str]:
    """Whether those down for a session and its staff know of its changes, in sentences."""
    said = []
    if told.last_at:
        at = timezone.localtime(told.last_at)
        said.append(
            f"Told by e-mail on {day(at)} at {at:%H:%M}: students who are down for it, and its "
            "staff. Who takes no e-mails has to be told by you."
        )
    if told.is_waiting:
        said.append("E-mails about the last change go out within a few minutes.")
    return said


def warnings(session: Any, clashes: Iterable[Clash], names: Mapping[int, str]) -> list[str]:
    """What has to be put right before a planned session takes place, in sentences.

    names: of the staff, by key.
    """
    activity = session.activity
    found = []
    if activity and activity.lacks_risk_assessment:
        found.append("The risks have not been assessed yet.")
    if session.minimum and session.taken < session.minimum:
        missing = session.minimum - session.taken
        are = "is" if missing == 1 else "are"
        found.append(f"It runs with {session.minimum} students: {missing} more {are} needed.")
    return found + [clash_words(clash, session.room, names) for clash in clashes]


def clash_words(clash: Clash, room: Any, names: Mapping[int, str]) -> str:
    """What gets in the way of a session, in a sentence."""
    if clash.kind == ClashKind.ROOM:
        return f"{room} is taken at that time by {clash.what}."
    if clash.kind == ClashKind.STAFF:
        who = listed(sorted(names.get(key, "Somebody") for key in clash.people))
        return f"{who} {'have' if len(clash.people) > 1 else 'has'} {clash.what} at that time."
    if clash.kind == ClashKind.STUDENT:
        number = len(clash.people)
        noun = f"{number} student{'s have' if number > 1 else ' has'}"
        return f"{noun} {clash.what} at that time."
    return f"It is on a day of: {clash.what}."


def taken_students(clashes: Iterable[Clash]) -> dict[int, str]:
    """The students who have something else at the time of a session, with what."""
    return {
        key: clash.what
        for clash in clashes
        if clash.kind == ClashKind.STUDENT
        for key in clash.people
    }


def people_table(
    rows: Iterable[Any], session: Any, taken: Mapping[int, str], *, tick: bool
) -> Table:
    """The students who are down for a session, out of those the viewer may see.

    taken: what else students have at the time, by key.
    """
    rows = list(rows)
    asks = bool(session.activity and session.activity.needs_consent)
    clash = any(row.student_id in taken for row in rows)
    columns = [Column("Student"), Column("Tutor group", plain=True)]
    columns += [Column("Consent")] if asks else []
    columns += [Column("Needs", plain=True)]
    columns += [Column("At that time")] if clash else []
    return Table(
        caption="Students down for it",
        hide_caption=True,
        people=True,
        columns=columns,
        tick="students" if tick else "",
        tick_form="people" if tick else "",
        rows=[
            Row(
                [
                    *_person(row, session, tick, asks),
                    *([_taken(taken, row.student_id)] if clash else []),
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
    words = row.needs or ("Add needs" if tick else None)
    return [
        Cell(
            row.student.name,
            tag="Has left by then" if _leaves_before(row.student, session) else "",
            tone="warn",
            hint="Signed up" if row.signed_up else "",
        ),
        str(row.student.tutor_group or "") or None,
        *([consent] if asks else []),
        Cell(words, url=address, about=f"for {row.student.name}"),
    ]


def _leaves_before(student: Any, session: Any) -> bool:
    """Whether a student is no longer on the roll on the day of a session."""
    return student.left_on is not None and student.left_on <= session.on


def _taken(taken: Mapping[int, str], student: int) -> Cell | None:
    """What else a student has at the time."""
    return Cell(tag=taken[student], tone="warn") if student in taken else None


def candidates_table(students: Iterable[Any], down: set[int], taken: Mapping[int, str]) -> Table:
    """Students who may be put down, those who are down already marked.

    taken: what else students have at the time, by key.
    """
    students = list(students)
    clash = any(student.pk in taken for student in students)
    return Table(
        caption="Students",
        hide_caption=True,
        people=True,
        columns=[
            Column("Student"),
            Column("Tutor group", plain=True),
            *([Column("At that time", plain=True)] if clash else []),
        ],
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
                    *([_taken(taken, student.pk)] if clash else []),
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
        columns=[
            Column("Session"),
            Column("When", plain=True),
            Column("Where", plain=True),
            Column("Places left", beside=True),
        ],
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
