"""Sessions, times, states and proofs of rounds in words."""

from collections.abc import Mapping
from typing import Any

from fingerpost.programme.presenters import words as programme

from ..enums import Mode, OfferState, Phase

PHASE_TONES = {
    Phase.DRAFT: "quiet",
    Phase.SOON: "",
    Phase.OPEN: "good",
    Phase.CLOSED: "warn",
    Phase.PUBLISHED: "plum",
    Phase.CANCELLED: "quiet",
}
OFFER_TONES = {
    OfferState.OFFERED: "warn",
    OfferState.ACCEPTED: "good",
    OfferState.REFUSED: "quiet",
    OfferState.LAPSED: "bad",
    OfferState.WITHDRAWN: "quiet",
    OfferState.EXCHANGED: "quiet",
}
MODE_NOTES = {
    Mode.FAIR: "What students were shown. This one can be published.",
    Mode.WITHOUT_SHARES: "To see what the reserved shares change. It cannot be published.",
    Mode.FIRST_COME: "To compare with: whoever answered first chooses first.",
    Mode.SERIAL_DICTATORSHIP: "To compare with: one after another in an order drawn by lot.",
    Mode.DEFERRED_ACCEPTANCE: "To compare with: no student loses a place to somebody who comes "
    "after them by the criteria.",
}


def session_words(session: Any) -> str:
    """When and where a session is: Friday 3 October 2026, 09:50 to 10:50, Main hall."""
    return ", ".join(filter(None, (programme.when(session), programme.place(session))))


def proof_words(result: Mapping[str, Any]) -> str:
    """Whether there is a better way to share the places out, in plain words."""
    if result.get("status") == "optimal":
        return "No better way to share these places out exists: that is proven."
    if result.get("bound"):
        return (
            "This is the best that was found in the time there was. Whether a better one exists "
            "is not proven. Run it again to give it another go."
        )
    return "This way of sharing out follows an order and does not look for the best."
