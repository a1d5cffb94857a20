"""Offers, the waiting list and lists to print and to save."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fingerpost.programme.presenters import words as programme
from fingerpost.web.dates import short_moment
from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import OfferState
from ..selectors.answers import OFFERS, Standing
from .words import OFFER_TONES

_TILES = ("offered", "accepted", "higher", "waiting", "refused", "lapsed", "without")
_TILE_TONES = {"offered": "warn", "accepted": "good", "waiting": "warn", "lapsed": "bad"}
HEADINGS = (
    *("Student", "Year", "Tutor group", "Session", "On", "Starts", "Ends", "Where"),
    *("Choice", "State", "Why", "Answer by"),
)


def offer_tiles(
    found: Mapping[str, Sequence[Standing]], pk: int
) -> list[tuple[str, int, str, str]]:
    """Label, number, address of its list, tone."""
    address = reverse("places:offers", args=[pk])
    return [
        (OFFERS[name], len(found[name]), f"{address}?show={name}", _TILE_TONES.get(name, ""))
        for name in _TILES
        if found[name] or name in ("offered", "accepted", "waiting")
    ]


def offers_table(rows: Iterable[Standing], *, may_change: bool) -> Table:
    """One row per offer, or per student without one: what, which choice, why."""
    columns = [
        *(Column("Student"), Column("Place", plain=True), Column("Stands", plain=True)),
        Column("What they are told"),
    ]
    if may_change:
        columns.append(Column("For the student", actions=True))
    return Table(
        caption="Students",
        hide_caption=True,
        columns=columns,
        rows=[_row(one, may_change) for one in rows],
        empty="Nobody.",
    )


def _row(one: Standing, may_change: bool) -> Row:
    student, offer = one.student, one.offer
    name = Cell(
        student.name,
        url=reverse("home:guidance_record", args=[student.pk]),
        hint=student.group_or_year,
    )
    if offer is None:
        told = one.ranking.told if one.ranking else ""
        cells: list[Any] = [name, None, Cell(tag="No place", tone="warn"), told]
        return Row([*cells, None] if may_change else cells, key=str(student.pk))
    cells = [
        name,
        Cell(offer.session.title, hint=f"choice {offer.choice}"),
        Cell(
            tag=offer.get_state_display(),
            tone=OFFER_TONES[OfferState(offer.state)],
            hint=_state_hint(offer),
        ),
        offer.reason,
    ]
    if may_change:
        cells.append(_actions(offer))
    return Row(cells, key=str(offer.pk))


def _state_hint(offer: Any) -> str:
    if offer.answered_at is None:
        return f"answer by {short_moment(offer.answer_by)}"
    waits = ", waits for a higher choice" if offer.wants_higher else ""
    by = f", {offer.answered_by}" if offer.answered_by else ""
    return f"{short_moment(offer.answered_at)}{by}{waits}"


def _actions(offer: Any) -> Cell | None:
    if not offer.is_live:
        return None
    address = reverse("places:answer_for", args=[offer.pk])
    return Cell("Answer or take back", url=address, about=f"for {offer.student.name}")


def exported(standings: Mapping[str, Sequence[Standing]]) -> list[tuple[Any, ...]]:
    """Every offer and every student who waits, as rows under `HEADINGS`."""
    rows = [
        _file_row(one, OFFERS[name])
        for name, found in standings.items()
        if name != "higher"  # they are among the accepted
        for one in found
    ]
    return sorted(rows, key=lambda row: (str(row[3] or "~"), str(row[0]).casefold()))


def _file_row(one: Standing, state: str) -> tuple[Any, ...]:
    student, offer = one.student, one.offer
    who = (
        student.listed_name,
        student.year_group,
        student.tutor_group.name if student.tutor_group else None,
    )
    if offer is None:
        told = one.ranking.told if one.ranking else ""
        return (*who, None, None, None, None, None, None, state, told, None)
    session = offer.session
    until = timezone.localtime(offer.answer_by)
    return (
        *who,
        *(session.title, session.on, session.starts_at, session.ends_at),
        *(programme.place(session), offer.choice, offer.get_state_display(), offer.reason),
        f"{until:%Y-%m-%d %H:%M}",
    )
