"""What adults said, and what was worth it, as pages show them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.programme.presenters.words import pounds
from fingerpost.rules import question_sets
from fingerpost.web.charts import plain
from fingerpost.web.tables import Cell, Column, Table

from ..models import AdultFeedback
from ..selectors.worth import Worth


def said(feedback: AdultFeedback) -> dict[str, Any]:
    """One adult's answers with their questions."""
    sets = {entry.name: entry for entry in question_sets(timezone.localdate())}
    entry = sets.get(feedback.question_set)
    asked = entry.questions if entry else ()
    rows = [(q.text, feedback.answers.get(q.name, "")) for q in asked if q.answers]
    free = next((q.text for q in asked if not q.answers), "In their own words")
    if feedback.comment:
        rows.append((free, feedback.comment))
    who = feedback.person or feedback.guest_name
    return {"side": feedback.get_side_display(), "who": str(who or ""), "rows": rows}


def table(found: Iterable[Worth], year: int) -> Table:
    """Activities with their use, the most useful first."""
    return Table(
        "Activities of the year, the most useful first",
        [
            Column("Activity"),
            Column("Sessions", number=True),
            Column("Were there", beside=True),
            Column("Cost", beside=True),
            Column("Students found it useful"),
            Column("Useful to, per hour", beside=True),
            Column("Useful to, per £100", beside=True),
            Column("Staff"),
            Column("Guests"),
        ],
        [_row(one, year) for one in found],
        empty="No session was held in this year.",
        hide_caption=True,
        cards=True,
    )


def _row(one: Worth, year: int) -> list[Any]:
    return [
        one.title,
        Cell(
            plain(len(one.sessions)),
            url=sessions_url(one, year),
            about=f"sessions of {one.title}",
            number=len(one.sessions),
        ),
        plain(one.present),
        _pounds(one.pence),
        _share(*one.liked, "too few students have answered"),
        _number(one.useful_an_hour),
        _number(one.useful_a_hundred_pounds),
        _share(*one.staff, "no answer"),
        _share(*one.guest, "no answer"),
    ]


def sessions_table(one: Worth) -> Table:
    """The sessions of an activity, with what its figures are made of."""
    return Table(
        f"Sessions of {one.title}",
        [
            Column("Session"),
            *(Column(one, beside=True) for one in ("Were there", "Minutes", "Cost")),
            Column("Students found it useful"),
        ],
        [
            [
                Cell(
                    date_format(held.on, "j F Y"),
                    url=reverse("programme:session", args=[held.pk]),
                    about=f"session of {one.title}",
                ),
                plain(held.present),
                plain(held.minutes) if held.minutes else None,
                _pounds(held.pence),
                _share(*held.liked, "too few students have answered"),
            ]
            for held in one.sessions
        ],
        hide_caption=True,
        cards=True,
    )


def sessions_url(one: Worth, year: int) -> str:
    """The page that lists the sessions of an activity in an academic year."""
    query = {"year": year, "activity": one.activity or "", "title": one.title}
    return f"{reverse('evaluation:worth_of')}?{urlencode(query)}"


def _pounds(pence: int | None) -> str | None:
    return pounds(pence) or None


def _share(best: int, of: int, nothing: str) -> Cell:
    if not of:
        return Cell(None, hint=nothing)
    return Cell(f"{round(100 * best / of)}%", hint=f"{best} of {of} answers")


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}"
