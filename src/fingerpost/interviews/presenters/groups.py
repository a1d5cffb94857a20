"""What came of a group booking, as its page shows it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from fingerpost.web.dates import short_moment
from fingerpost.web.tables import Cell, Column, Table

from ..enums import PlaceState
from ..models import GroupPlace
from ..selectors.groups import CANCELLED
from .words import STATE_TONES, place_words

# What waits has no list: it is being booked.
SHOWN = {state.value: state.label for state in PlaceState if state != PlaceState.WAITING} | {
    CANCELLED: "Cancelled since"
}
_TONES = {PlaceState.BOOKED.value: "good", PlaceState.ALREADY.value: "quiet"}


def group_tiles(counts: Mapping[str, int]) -> list[tuple[str, int, str, str]]:
    """Label, number, address of its list, tone."""
    return [
        (label, number, f"?show={state}#list", _TONES.get(state, "warn"))
        for state, label in SHOWN.items()
        if (number := counts.get(state, 0)) or state == PlaceState.BOOKED
    ]


def places_table(places: Iterable[GroupPlace]) -> Table:
    """One row per student: the interview, or why there is none."""
    places = list(places)
    if any(place.interview for place in places):
        labels = ["Student", "When", "Adviser and place", "State"]
        rows = [_row(place) for place in places]
    else:
        labels = ["Student", "Why there is none"]
        rows = [_row_without(place) for place in places]
    return Table(
        caption="Students", hide_caption=True, columns=[Column(one) for one in labels], rows=rows
    )


def _row_without(place: GroupPlace) -> list[Any]:
    address = reverse("home:guidance_record", args=[place.student.pk])
    why = place.because or PlaceState(place.state).label
    return [Cell(str(place.student), url=address, hint=place.student.group_or_year), why]


def _row(place: GroupPlace) -> list[Any]:
    interview = place.interview
    if interview is None:
        name, why = _row_without(place)
        return [name, "–", "–", why]
    address = reverse("interviews:detail", args=[interview.pk])
    return [
        Cell(str(place.student), url=address, hint=place.student.group_or_year),
        Cell(short_moment(interview.starts_at), hint=f"{interview.minutes} minutes"),
        Cell(str(interview.adviser), hint=place_words(interview)),
        Cell(tag=interview.get_state_display(), tone=STATE_TONES[interview.state]),
    ]
