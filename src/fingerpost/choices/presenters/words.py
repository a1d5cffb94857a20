"""Choices and applications in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost.common.days import day_words
from fingerpost.destinations.enums import HOW_SURE
from fingerpost.rules import routes

from ..enums import REASONS, STATES_FOR_STUDENTS, ApplicationState

_DUE = {
    "close_on": ("It closes", "Closes"),
    "interview_on": ("They see you", "Interview"),
    "reply_by": ("Answer the offer by", "Reply by"),
}
_TONES = {
    ApplicationState.OFFER: "good",
    ApplicationState.ACCEPTED: "good",
    ApplicationState.INTERVIEW: "plum",
    ApplicationState.NOT_THIS_TIME: "quiet",
    ApplicationState.WITHDRAWN: "quiet",
}
# What a student may press next, the likeliest first; everything else is under “More”.
_NEXT = {
    ApplicationState.THINKING: (ApplicationState.APPLIED, ApplicationState.APPLYING),
    ApplicationState.APPLYING: (ApplicationState.APPLIED,),
    ApplicationState.APPLIED: (ApplicationState.INTERVIEW, ApplicationState.OFFER),
    ApplicationState.INTERVIEW: (ApplicationState.OFFER, ApplicationState.NOT_THIS_TIME),
    ApplicationState.OFFER: (ApplicationState.ACCEPTED, ApplicationState.WITHDRAWN),
}


@dataclass(frozen=True)
class Card:
    """One application as a page shows it. next, others: pairs of state and its words."""

    application: Any
    state: str
    tone: str
    route: str
    lines: tuple[str, ...]
    next: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DueLine:
    """A day that matters, in words."""

    application: Any
    words: str


def route_words(*, plain: bool) -> dict[str, str]:
    """Labels of routes by name; `plain` takes a student's words."""
    found = routes(timezone.localdate())
    return {one.name: one.student_label if plain else one.label for one in found}


def cards(applications: Iterable[Any], *, plain: bool) -> list[Card]:
    """Applications as cards, in a student's words or those of staff."""
    labels = route_words(plain=plain)
    return [_card(one, labels, plain) for one in applications]


def _card(one: Any, labels: dict[str, str], plain: bool) -> Card:
    state = ApplicationState(one.state)
    following = _NEXT.get(state, ())
    others = [each for each in ApplicationState if each not in (state, *following)]
    return Card(
        application=one,
        state=state_words(one.state, plain=plain),
        tone=_TONES.get(state, ""),
        route=labels.get(one.route, one.route),
        lines=_lines(one, plain),
        next=tuple((each.value, STATES_FOR_STUDENTS[each]) for each in following),
        others=tuple((each.value, STATES_FOR_STUDENTS[each]) for each in others),
    )


def state_words(state: str, *, plain: bool) -> str:
    """How far an application is."""
    one = ApplicationState(state)
    return STATES_FOR_STUDENTS[one] if plain else str(one.label)


def _lines(one: Any, plain: bool) -> tuple[str, ...]:
    days = (
        ("Closes", one.close_on),
        ("You sent it" if plain else "Sent", one.applied_on),
        ("They see you" if plain else "Interview", one.interview_on),
        ("Answer by" if plain else "Reply by", one.reply_by),
    )
    told = [f"{word} on {day_words(on)}." for word, on in days if on]
    if one.level:
        told.insert(0, f"Level {one.level}.")
    if one.conditions:
        told.append(f"{'You need' if plain else 'On condition of'}: {one.conditions}.")
    return tuple(told)


def due_lines(dues: Iterable[Any], today: dt.date, *, plain: bool) -> list[DueLine]:
    """What is due about applications, the next first."""
    return [
        DueLine(
            due.application,
            f"{_DUE[due.what][0 if plain else 1]} {_how_soon(due.on, today)}",
        )
        for due in dues
    ]


def _how_soon(on: dt.date, today: dt.date) -> str:
    days = (on - today).days
    day = date_format(on, "l j F")
    if days <= 1:
        return f"{'tomorrow' if days else 'today'}, {day}"
    return f"on {day}, in {days} days"


def plan_rows(intention: Any, *, plain: bool) -> list[tuple[str, str]]:
    """What was said last: the plan, how sure, the fallback."""
    if intention is None:
        return []
    labels = route_words(plain=plain)
    sure = dict(HOW_SURE)[intention.how_sure]
    first = "Next" if plain else "Intention"
    rows = [(first, labels.get(intention.route, "Not sure yet")), ("How sure", sure)]
    second = labels.get(intention.fallback_route, "")
    rows.append(("Second plan", second or "None yet"))
    if intention.note:
        rows.append(("In own words" if not plain else "What you said", intention.note))
    return rows


def reason_rows(kept: Any, *, plain: bool) -> list[tuple[str, str]]:
    """Why, and what else, as pairs of label and words; nothing where nothing was said."""
    if kept is None:
        return []
    labels, ticked = route_words(plain=plain), dict(REASONS)
    rows = []
    if kept.subjects:
        rows.append(("Subjects", ", ".join(kept.subjects)))
    if kept.ticks:
        rows.append(("Why", "; ".join(ticked[key] for key in kept.ticks if key in ticked)))
    if kept.own_words:
        rows.append(("In your own words" if plain else "In own words", kept.own_words))
    for number, other in enumerate(kept.alternatives, 1):
        words = [labels.get(other["route"], ""), other["words"]]
        rows.append((f"Other way {number}", ": ".join(word for word in words if word)))
    return rows


def from_ideas(ideas: Iterable[Any], point: str) -> list[tuple[str, str]]:
    """A student's ideas with the query that fills in the form for each."""
    work = "apprenticeship" if point == "post_16" else "higher_apprenticeship"
    return [
        (
            idea.title,
            urlencode(
                {"title": idea.title, "route": work if idea.kind == "apprenticeship" else ""}
            ),
        )
        for idea in ideas
    ]
