"""What start pages say about rounds: what a student is to do, what staff may look after."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from fingerpost.accounts.viewer import Viewer
from fingerpost.web.dates import short_moment

from ..enums import Phase
from ..permissions import may_run, own_offers
from ..selectors.answers import answered, narrowed
from ..selectors.rounds import rounds_for, rounds_listed
from .student import RoundCard, round_card


def to_do(student: Any) -> list[RoundCard]:
    """The rounds in which a student is to choose or to answer now."""
    offers: dict[int, list[Any]] = {}
    for offer in own_offers(student):
        offers.setdefault(offer.round_id, []).append(offer)
    cards = [round_card(of, answer, offers.get(of.pk, [])) for of, answer in rounds_for(student)]
    return [card for card in cards if card.tone == "warn"]


@dataclass(frozen=True)
class StaffLine:
    """One round that waits for staff."""

    text: str
    url: str
    hint: str


def for_staff(viewer: Viewer) -> list[StaffLine]:
    """Open rounds with how many of the viewer's students have not answered; for whoever runs
    them also those that are closed and not published.
    """
    found = []
    for of in rounds_listed(viewer):
        if of.phase == Phase.OPEN:
            late = len(narrowed(answered(viewer, of), "not_answered"))
            address = reverse("places:students", args=[of.pk])
            words = f"{late} of your students not answered, open until {short_moment(of.closes_at)}"
            found.append(StaffLine(of.title, f"{address}?show=not_answered", words))
        elif of.phase == Phase.CLOSED and may_run(viewer):
            address = reverse("places:drafts", args=[of.pk])
            found.append(StaffLine(of.title, address, "closed: share the places out"))
    return found
