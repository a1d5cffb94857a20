"""Fixed words about rounds of places."""

from django.db.models import TextChoices


class RoundState(TextChoices):
    """Where a round stands, as far as somebody decided it; `Round.phase` also looks at the time."""

    DRAFT = "draft", "Being made"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"


class Phase(TextChoices):
    """Where a round is now."""

    DRAFT = "draft", "Being made"
    SOON = "soon", "Opens soon"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"


class Criterion(TextChoices):
    """What counts when places are shared out."""

    NEED = "need", "Need"
    BENEFIT = "benefit", "How far a session meets the need"
    PREFERENCE = "preference", "What the student put first"
    MISSED_BEFORE = "missed_before", "Missed out before"


class Mode(TextChoices):
    """How a draft shares the places out. Only the first keeps what students were shown."""

    FAIR = "fair", "By the criteria"
    WITHOUT_SHARES = "without_shares", "By the criteria, no reserved shares"
    FIRST_COME = "first_come", "First come, first served"
    SERIAL_DICTATORSHIP = "serial_dictatorship", "One student after another, in drawn order"
    DEFERRED_ACCEPTANCE = "deferred_acceptance", "Deferred acceptance"


class DraftKind(TextChoices):
    """What a run of the engine was for."""

    DRAFT = "draft", "Draft"
    REFILL = "refill", "Refill of freed places"


class DraftState(TextChoices):
    """Where a draft stands."""

    WAITING = "waiting", "Being worked out"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class OfferState(TextChoices):
    """Where an offer of a place stands."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    LAPSED = "lapsed", "Not answered in time"
    WITHDRAWN = "withdrawn", "Taken back"
    EXCHANGED = "exchanged", "Given back for a higher choice"


LIVE = (OfferState.OFFERED, OfferState.ACCEPTED)
"""States in which an offer holds a place."""


class NoticeKind(TextChoices):
    """What an e-mail about a round tells a student."""

    REMIND = "remind", "Has not answered yet"
    RESULT = "result", "Places have been shared out"
    OFFER = "offer", "A place has come free"
