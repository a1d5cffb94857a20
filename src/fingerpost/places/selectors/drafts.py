"""Reading drafts of a round."""

from django.db.models import QuerySet

from ..enums import DraftKind, DraftState
from ..models import Draft, Round


def drafts_of(of: Round) -> QuerySet[Draft]:
    """The drafts of a round, newest first, refills left out."""
    found = Draft.objects.filter(round=of, kind=DraftKind.DRAFT)
    return found.select_related("made_by", "published_by").order_by("-made_at", "-pk")


def ready_drafts(of: Round) -> list[Draft]:
    """Those that can be compared, newest first."""
    return list(drafts_of(of).filter(state=DraftState.READY))


def refills_of(of: Round) -> QuerySet[Draft]:
    """The refills of a round that offered something, newest first."""
    found = Draft.objects.filter(round=of, kind=DraftKind.REFILL)
    return found.select_related("made_by").order_by("-made_at", "-pk")
