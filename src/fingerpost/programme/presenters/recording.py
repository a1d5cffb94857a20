"""Group sessions as pages show them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fingerpost.rules import kinds, routes, sectors
from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import SessionState
from ..models import Attendance, GroupSession
from ..selectors.recording import checklist_items, kind_label, kind_of
from .planned import planned_table
from .words import day, pounds

# So long after a session its page asks for the checklist first of all.
ASK_WITHIN = dt.timedelta(days=14)
_MARKS = {True: "Present", False: "Absent", None: "Not marked"}


def register_is_open(session: GroupSession) -> bool:
    """Whether who was there can be marked: from the day on, unless it is called off."""
    called_off = session.withdrawn_at or session.state == SessionState.CANCELLED
    return not called_off and session.on <= timezone.localdate()


def sessions_table(sessions: Iterable[Any]) -> Table:
    """The list of sessions. Sessions carry `present` and `down_for_it`."""
    labels: dict[Any, dict[str, str]] = {}
    rows = []
    for session in sessions:
        if session.on not in labels:
            labels[session.on] = {kind.name: kind.label for kind in kinds(session.on)}
        rows.append(
            Row(
                [
                    Cell(
                        session.title,
                        url=reverse("programme:session", args=[session.pk]),
                        tag="Taken back" if session.withdrawn_at else "",
                        tone="quiet",
                    ),
                    labels[session.on].get(session.kind, session.kind),
                    day(session.on),
                    session.organisation or session.subject or None,
                    Cell(
                        f"{session.present} of {session.down_for_it}",
                        url=f"{reverse('programme:session', args=[session.pk])}#there",
                        about=f"were at {session.title}",
                        number=session.present,
                    ),
                ]
            )
        )
    return Table(
        caption="Group sessions",
        hide_caption=True,
        columns=[
            Column("Session"),
            Column("Kind", plain=True),
            Column("Date", plain=True),
            Column("With or about", plain=True),
            Column("Present", number=True),
        ],
        rows=rows,
    )


def state_tabs(counts: Mapping[str, int], now: str) -> list[tuple[str, str, bool]]:
    """The three lists of sessions: label, address, and whether it is the one shown."""
    address = reverse("programme:sessions")
    return [
        (f"{label} ({counts.get(state, 0)})", f"{address}?state={state}", state == now)
        for state, label in _TABS.items()
    ]


_TABS = {
    SessionState.PLANNED: "Coming",
    SessionState.HELD: "Held",
    SessionState.CANCELLED: "Cancelled",
}


def table_of(sessions: Iterable[Any], state: str) -> Table:
    """The list of sessions in one state."""
    if state == SessionState.HELD:
        return sessions_table(sessions)
    return planned_table(sessions, cancelled=state == SessionState.CANCELLED)


def summary(session: GroupSession, shows_money: bool = False) -> list[tuple[str, str]]:
    """What is known of a session; what was not entered is left out."""
    route_labels = {route.name: route.label for route in routes(session.on)}
    sector_labels = {sector.name: sector.label for sector in sectors(session.on)}
    rows = [
        ("What", kind_label(session)),
        ("When", day(session.on) + ("" if session.in_school_hours else ", outside the school day")),
        ("Organisation", session.organisation),
        ("Subject", session.subject),
        ("How long", f"{session.minutes} minutes" if session.minutes else ""),
        ("How", session.get_channel_display()),
        ("What it was for", session.purpose),
        ("Routes heard about", ", ".join(route_labels.get(r, r) for r in session.routes)),
        ("Kinds of work", ", ".join(sector_labels.get(s, s) for s in session.sectors)),
        ("Cost", pounds(session.costs) if shows_money else ""),
        ("Recorded by", str(session.recorded_by) if session.recorded_by else ""),
    ]
    return [(label, value) for label, value in rows if value]


def attendance_table(rows: Iterable[Attendance]) -> Table:
    """Who was there, out of the students the viewer may see."""
    return Table(
        caption="Who was there",
        hide_caption=True,
        people=True,
        columns=[Column("Student"), Column("Tutor group", plain=True), Column("There", plain=True)],
        rows=[
            Row(
                [
                    row.student.name,
                    str(row.student.tutor_group or ""),
                    Cell(
                        tag=_MARKS[row.was_present],
                        tone="good" if row.was_present else "quiet",
                    ),
                ]
            )
            for row in rows
        ],
        empty="None of your students was down for this session.",
    )


def judgement(session: GroupSession) -> dict[str, Any] | None:
    """The checklist of the session's benchmark and how it was answered; None without one."""
    found = checklist_items(kind_of(session), session.on)
    if found is None:
        return None
    checklist, items = found
    is_of_late = timezone.localdate() - session.on <= ASK_WITHIN
    answers = [(item.question, session.checklist.get(item.name)) for item in items]
    yes = sum(1 for _, answer in answers if answer is True)
    return {
        "label": checklist.label,
        "source": checklist.source,
        "answered": bool(session.checklist),
        "ask_first": is_of_late and not session.checklist,
        "questions": len(items),
        "all_yes": bool(session.checklist) and yes == len(items),
        "answers": [
            (question, "Not answered" if answer is None else "Yes" if answer else "No")
            for question, answer in answers
        ],
    }
