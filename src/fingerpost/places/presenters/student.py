"""What students see of rounds: choices, receipts, offers. Words for an eleven-year-old."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.programme.presenters.words import place, when
from fingerpost.web.dates import moment_words

from ..enums import LIVE, OfferState, Phase
from ..selectors.rounds import Choice
from ..services.reasons import ordinal

_STATES = {
    OfferState.OFFERED: "Please answer",
    OfferState.ACCEPTED: "You said yes",
    OfferState.REFUSED: "You said no",
    OfferState.LAPSED: "Too late",
    OfferState.WITHDRAWN: "Taken back",
    OfferState.EXCHANGED: "Given back",
}
_TONES = {OfferState.OFFERED: "warn", OfferState.ACCEPTED: "good"}


@dataclass(frozen=True)
class Card:
    """One session that a student may choose, or why not."""

    key: int
    title: str
    when: str
    where: str
    purpose: str
    places: str
    why_not: str


def choice_cards(choices: Iterable[Choice]) -> list[Card]:
    """The sessions of a round, those that can be chosen first."""
    cards = [
        Card(
            one.session.pk,
            one.session.title,
            when(one.session),
            ", ".join(dict.fromkeys(filter(None, (place(one.session), one.session.organisation)))),
            one.session.purpose,
            _places(one),
            one.why_not,
        )
        for one in choices
    ]
    return sorted(cards, key=lambda card: bool(card.why_not))


def _places(one: Choice) -> str:
    capacity = one.session.capacity
    if capacity is None:
        return ""
    return "1 place" if capacity == 1 else f"{capacity} places"


@dataclass(frozen=True)
class RoundCard:
    """One round as a student's list shows it."""

    pk: int
    title: str
    note: str
    tag: str
    tone: str
    text: str
    action: str


def round_card(of: Any, answer: Any, offers: Sequence[Any]) -> RoundCard:
    """What a round asks of a student now, in one sentence."""
    tag, tone, text, action = _standing(of, answer, offers)
    return RoundCard(of.pk, of.title, of.note, tag, tone, text, action)


def _standing(of: Any, answer: Any, offers: Sequence[Any]) -> tuple[str, str, str, str]:
    phase = of.phase
    if phase == Phase.SOON:
        return "Soon", "", f"You can choose from {moment_words(of.opens_at)}.", "Have a look"
    if phase == Phase.OPEN:
        until = f"You have until {moment_words(of.closes_at)}."
        if answer is None:
            return "Please choose", "warn", until, "Choose now"
        return "Sent", "good", f"You can change it. {until}", "Look or change"
    if phase == Phase.CLOSED:
        return "Closed", "quiet", "We are sharing out the places now. You will hear soon.", "Look"
    if phase == Phase.CANCELLED:
        return "Called off", "quiet", "Nobody gets a place from this.", ""
    return _result(answer, offers)


def _result(answer: Any, offers: Sequence[Any]) -> tuple[str, str, str, str]:
    live = [offer for offer in offers if offer.state in LIVE]
    if any(offer.state == OfferState.OFFERED for offer in live):
        return "Please answer", "warn", "We have a place for you.", "See your place"
    if live:
        return "You have a place", "good", "You said yes.", "See your place"
    if answer is not None and not answer.choices:
        return "Done", "quiet", "You did not want a place.", "Look"
    return "No place", "quiet", "You do not have a place.", "See why"


@dataclass(frozen=True)
class OfferCard:
    """One place as a student sees it."""

    pk: int
    title: str
    when: str
    where: str
    tag: str
    tone: str
    reason: str
    until: str
    may_accept: bool
    may_refuse: bool
    waits: bool
    is_off: bool
    instead_of: str


def offer_card(offer: Any) -> OfferCard:
    """A place with its reason and what can be done about it."""
    now = timezone.now()
    session = offer.session
    ahead = session.on >= timezone.localdate()
    may_accept = offer.can_be_answered(now) and session.is_planned
    return OfferCard(
        offer.pk,
        session.title,
        when(session),
        place(session),
        _STATES[offer.state],
        _TONES.get(offer.state, "quiet"),
        offer.reason,
        moment_words(offer.answer_by) if may_accept else "",
        may_accept,
        offer.is_live and ahead and session.is_planned,
        offer.wants_higher,
        session.is_cancelled,
        offer.instead_of.session.title if offer.instead_of and offer.is_live else "",
    )


def waiting_words(of: Any, answer: Any, offers: Sequence[Any]) -> str:
    """Whether a student without a place still waits, honestly; empty for others."""
    if answer is None or not answer.choices or any(offer.state in LIVE for offer in offers):
        return ""
    if any(offer.state in (OfferState.LAPSED, OfferState.WITHDRAWN) for offer in offers):
        return "You are not on the waiting list any more. Talk to your tutor if you want to go."
    refused = [offer.choice for offer in offers if offer.state == OfferState.REFUSED]
    if refused and min(refused) == 1:
        return "You said no to your first choice, so you are not on the waiting list."
    least = " for the choices you put higher" if refused else ""
    return (
        f"You are on the waiting list{least}. If a place comes free, we look again in the same "
        "way. We cannot promise you a place. If you get none, you go up the list next time."
    )


def ranked_words(choices: Sequence[int], titles: dict[int, str]) -> list[tuple[str, str]]:
    """A receipt: which choice, and what."""
    return [
        (f"{ordinal(number).capitalize()} choice", titles.get(key, "This is not there any more"))
        for number, key in enumerate(choices, start=1)
    ]
