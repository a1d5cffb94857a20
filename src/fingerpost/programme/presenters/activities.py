"""Activities as pages show them."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from fingerpost.rules import kinds, routes, sectors
from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import SessionState
from ..selectors.audience import Audience
from .words import audience_words, day, minutes_to_read, pounds


def kind_labels() -> dict[str, str]:
    """The label of each kind of encounter in force today."""
    return {kind.name: kind.label for kind in kinds(timezone.localdate())}


def sessions_url(activity: Any, state: str) -> str:
    """The list of an activity's sessions in one state."""
    query = urlencode({"activity": activity.pk, "state": state})
    return f"{reverse('programme:sessions')}?{query}"


def activities_table(
    activities: Iterable[Any], groups: Mapping[int, str], measures: Mapping[str, Any]
) -> Table:
    """The list of activities. They carry `coming` and `held`."""
    labels = kind_labels()
    return Table(
        caption="Activities",
        hide_caption=True,
        columns=[
            Column("Activity"),
            Column("For", plain=True),
            Column("With or about", plain=True),
            Column("Planned", number=True),
            Column("Held", number=True),
        ],
        rows=[
            Row(
                [
                    Cell(
                        activity.title,
                        url=reverse("programme:activity", args=[activity.pk]),
                        hint=labels.get(activity.kind, activity.kind),
                        tag="Risks not assessed" if activity.lacks_risk_assessment else "",
                        tone="warn",
                    ),
                    audience_words(Audience.stored(activity.audience), groups, measures),
                    activity.organisation or activity.subject or None,
                    _count(activity, SessionState.PLANNED, activity.coming, "planned"),
                    _count(activity, SessionState.HELD, activity.held, "held"),
                ]
            )
            for activity in activities
        ],
    )


def _count(activity: Any, state: str, number: int, words: str) -> Cell:
    return Cell(
        number,
        url=sessions_url(activity, state),
        about=f"sessions {words} of {activity.title}",
        number=number,
    )


def summary(activity: Any, audience: str) -> list[tuple[str, str]]:
    """What is said about an activity; what was not entered is left out."""
    today = timezone.localdate()
    route_labels = {route.name: route.label for route in routes(today)}
    sector_labels = {sector.name: sector.label for sector in sectors(today)}
    hours = "" if activity.in_school_hours else ", outside the school day"
    rows = [
        ("What", kind_labels().get(activity.kind, activity.kind)),
        ("Academic year", activity.academic_year.name),
        ("For", audience),
        ("What it is for", activity.purpose),
        ("Organisation", activity.organisation),
        ("Subject", activity.subject),
        ("Routes heard about", ", ".join(route_labels.get(r, r) for r in activity.routes)),
        ("Kinds of work", ", ".join(sector_labels.get(s, s) for s in activity.sectors)),
        ("How", f"{activity.get_channel_display()}{hours}"),
        ("How long", f"{activity.minutes} minutes" if activity.minutes else ""),
        ("Taken up by", activity.follow_up.title if activity.follow_up else ""),
    ]
    return [(label, value) for label, value in rows if value]


def money(activity: Any, spending: Any) -> list[tuple[str, str]]:
    """What an activity costs, and from which line it is paid."""
    line = activity.budget_line
    rows = [
        ("Budget line", f"{line.name}, {line.academic_year}" if line else "None"),
        ("One session", pounds(activity.pence_a_session)),
        ("Spent on those held", pounds(spending.held_pence)),
        ("Planned to be spent", pounds(spending.planned_pence)),
    ]
    return [(label, value) for label, value in rows if value]


def safety(activity: Any) -> list[tuple[str, str]]:
    """Consent and risks of an activity; empty where it needs neither."""
    rows = []
    if activity.needs_consent:
        rows.append(("Consent", "A parent or carer has to agree"))
    if activity.needs_risk_assessment or activity.risks:
        assessed = activity.risks_assessed_on
        rows.append(("Risks assessed", day(assessed) if assessed else "Not yet"))
        rows.append(("Risks", activity.risks or "Nothing written yet"))
    return rows


def reading_time(activity: Any) -> str:
    """How long the briefing takes to read."""
    minutes = minutes_to_read(activity.briefing)
    return f"About {minutes} minute{'s' if minutes > 1 else ''} to read"


def students_table(students: Iterable[Any]) -> Table:
    """The students whom an activity is for."""
    return Table(
        caption="Students it is for",
        hide_caption=True,
        people=True,
        columns=[Column("Student"), Column("Year", plain=True), Column("Tutor group", plain=True)],
        rows=[
            Row(
                [
                    Cell(student.name, url=reverse("home:guidance_record", args=[student.pk])),
                    f"Year {student.year_group}",
                    str(student.tutor_group or "") or None,
                ]
            )
            for student in students
        ],
    )
