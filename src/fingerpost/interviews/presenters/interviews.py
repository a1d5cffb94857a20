"""Interviews as lists and pages show them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from fingerpost.web.dates import moment_words, short_moment
from fingerpost.web.tables import Cell, Column, Row, Table

from ..models import Interview
from .words import STATE_TONES, place_words


def interviews_table(interviews: Iterable[Interview], tick: bool = True) -> Table:
    """One row per interview; with `tick`, boxes for marking who came."""
    return Table(
        caption="Interviews",
        hide_caption=True,
        tick="interviews" if tick else "",
        tick_form="attendance" if tick else "",
        columns=[
            Column("When"),
            Column("Student", plain=True),
            Column("Adviser"),
            Column("Where", plain=True),
            Column("State", plain=True),
            Column("Next", actions=True),
        ],
        rows=[_row(interview) for interview in interviews],
    )


def _row(interview: Interview) -> Row:
    student = interview.student
    room = interview.room
    adult = interview.accompanying_adult
    return Row(
        [
            Cell(short_moment(interview.starts_at), hint=f"{interview.minutes} minutes"),
            Cell(
                str(student),
                url=reverse("interviews:detail", args=[interview.pk]),
                hint=f"{student.group_or_year}, with {adult}" if adult else student.group_or_year,
            ),
            str(interview.adviser),
            Cell(
                place_words(interview),
                tag="Not confidential" if room and not room.is_confidential else "",
                tone="warn",
            ),
            Cell(tag=interview.get_state_display(), tone=STATE_TONES[interview.state]),
            _next_page(interview),
        ],
        key=str(interview.pk),
        name=f"{student}, {short_moment(interview.starts_at)}",
    )


def _next_page(interview: Interview) -> Cell:
    written = getattr(interview, "record", None)
    if interview.state in ("cancelled", "missed"):
        return Cell("")
    if written and written.finished_at:
        return Cell(
            "Record",
            url=reverse("interviews:record_read", args=[written.pk]),
            about=f"of {interview.student}",
        )
    return Cell(
        "Prepare",
        url=reverse("interviews:prepare", args=[interview.pk]),
        about=f"for {interview.student}",
    )


def details_of(interview: Interview) -> list[tuple[Any, ...]]:
    """The facts of one interview, for a summary list."""
    room = interview.room
    where = place_words(interview)
    if room and not room.is_confidential:
        where += "\nNot confidential: others may see or hear."
    rows: list[tuple[Any, ...]] = [
        ("When", f"{moment_words(interview.starts_at)}\n{interview.minutes} minutes"),
        ("Adviser", str(interview.adviser)),
        ("Where", where),
        ("Adult who comes along", interview.accompanying_adult or "Nobody"),
    ]
    if interview.reason:
        rows.append(("What it is for", interview.reason))
    if interview.cancelled_because:
        rows.append(("Cancelled because", interview.cancelled_because))
    if interview.booked_by:
        words = "Booked by" if interview.was_booked else "Not booked; recorded by"
        rows.append((words, str(interview.booked_by)))
    return rows
