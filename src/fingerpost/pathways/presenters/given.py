"""Providers' links and what they give, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fingerpost.common.days import day_words
from fingerpost.web.tables import Cell, Column, Row, Table

from ..models import FACT_NAMES, FACTS, GivenState, OpportunityKind
from .opportunities import dates_of, needs_words, route_labels


@dataclass(frozen=True)
class OpportunityLine:
    """One opportunity as its provider and staff read it. changed: what is different from the line
    that it corrects. state: of something given, else empty.
    """

    pk: int
    title: str
    provider: str
    what: str
    needs: str
    dates: str
    more: str
    changed: list[str]
    given: str
    state: str
    decided: str


def opportunity_line(
    one: Any, routes: Mapping[str, str], with_names: bool = False
) -> OpportunityLine:
    """One opportunity: a line of the list, or something given that waits or is decided."""
    given_by = getattr(one, "given_by", None)
    at = getattr(one, "given_at", None)
    decided_at = getattr(one, "decided_at", None)
    # Only staff read who decided: their query loads it, and the provider's page does not name it.
    by = f" by {one.decided_by}" if decided_at and with_names and one.decided_by else ""
    return OpportunityLine(
        one.pk,
        one.title,
        given_by.provider if given_by else one.provider,
        ", ".join(filter(None, (_kind(one), routes.get(one.route, one.route), _level(one)))),
        " ".join(filter(None, (needs_words(one), one.requirements))),
        ". ".join(dates_of(one, timezone.localdate())),
        " ".join(filter(None, (one.details, one.link))),
        _changes(one),
        _day_of(at) if at else "",
        GivenState(one.state).label if given_by else "",
        f"{_day_of(decided_at)}{by}" if decided_at else "",
    )


def _kind(one: Any) -> str:
    return "" if one.kind == OpportunityKind.COURSE else OpportunityKind(one.kind).label


def _level(one: Any) -> str:
    return f"level {one.level}" if one.level else ""


def _day_of(moment: Any) -> str:
    return day_words(timezone.localtime(moment).date())


def opportunity_lines(found: Iterable[Any], *, with_names: bool = False) -> list[OpportunityLine]:
    """Opportunities as lists show them; with_names: of who decided, for staff alone."""
    routes = route_labels()
    return [opportunity_line(one, routes, with_names) for one in found]


def taken_out_lines(found: Iterable[Any]) -> list[tuple[OpportunityLine, str]]:
    """What was taken out of the list, with the day on which it was."""
    routes = route_labels()
    return [(opportunity_line(one, routes), _day_of(one.taken_out_at)) for one in found]


def _changes(one: Any) -> list[str]:
    """What something given changes in the list; nothing for a line of the list itself."""
    if getattr(one, "ends", False):
        return ["The provider no longer has it: it goes out of the list"]
    corrects = getattr(one, "corrects", None)
    return changes(corrects, one) if corrects and not corrects.taken_out_at else []


def changes(before: Any, after: Any) -> list[str]:
    """What a correction changes, a line for each fact."""
    return [
        f"{FACT_NAMES[name]}: {_said(getattr(before, name))} → {_said(getattr(after, name))}"
        for name in FACTS
        if name in FACT_NAMES and getattr(before, name) != getattr(after, name)
    ]


def _said(value: Any) -> str:
    if hasattr(value, "month"):
        return day_words(value)
    if isinstance(value, list):
        return ", ".join(value) or "nothing"
    return "nothing" if value in (None, "") else str(value)


def waiting_table(found: Sequence[Any]) -> Table:
    """What waits, with a box to tick on each."""
    rows = [
        Row(
            [
                Cell(line.title, hint=line.provider),
                Cell(line.what, hint=line.more),
                line.needs or "Not said",
                line.dates or "–",
                Cell(line.given, hint="; ".join(line.changed)),
            ],
            key=str(line.pk),
            name=f"{line.title}, {line.provider}",
        )
        for line in opportunity_lines(found)
    ]
    return Table(
        "Waiting",
        [
            Column("What"),
            Column("Kind"),
            Column("What one needs"),
            Column("Dates"),
            Column("Given on, and what changes"),
        ],
        rows,
        hide_caption=True,
        tick="given",
        tick_form="decide",
        empty="Nothing waits for you.",
    )


@dataclass(frozen=True)
class LinkLine:
    """One link as staff see it. address: of its page, empty where it is not good any more."""

    pk: int
    provider: str
    is_listed: bool
    state: str
    is_good: bool
    is_revoked: bool
    address: str
    email: str
    used: str
    sent: str
    waiting: int


def link_lines(links: Iterable[Any], address_of: Callable[[Any], str]) -> list[LinkLine]:
    """Links as staff see them; address_of: the whole address of a link's page."""
    return [_link(one, address_of) for one in links]


def _link(one: Any, address_of: Callable[[Any], str]) -> LinkLine:
    is_over = one.expires_on < timezone.localdate()
    is_good = not is_over and one.revoked_at is None
    state = f"Good until {day_words(one.expires_on)}"
    if one.revoked_at:
        state = f"Revoked on {_day_of(one.revoked_at)}"
    elif is_over:
        state = f"Over since {day_words(one.expires_on)}"
    return LinkLine(
        one.pk,
        one.provider,
        one.listed_id is not None,
        state,
        is_good,
        one.revoked_at is not None,
        address_of(one) if is_good else "",
        one.email,
        f"Last used on {_day_of(one.last_used_at)}" if one.last_used_at else "Not used yet",
        f"Sent on {_day_of(one.sent_at)}" if one.sent_at else "",
        one.waiting,
    )


def crumbs() -> list[tuple[str, str]]:
    """The way back to the list that all this is for."""
    return [("Near me", reverse("occupations:near"))]
