"""Reading drafts of a round, and what students put first."""

from typing import Any

from django.db.models import QuerySet

from ..enums import DraftKind, DraftState
from ..models import Draft, Ranking, Round


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


def put_first(of: Round) -> dict[int, int]:
    """How many students put each session first."""
    found: dict[int, int] = {}
    rows: Any = Ranking.objects.filter(round=of).order_by().values_list("choices", flat=True)
    for choices in rows:
        if choices:
            found[choices[0]] = found.get(choices[0], 0) + 1
    return found
