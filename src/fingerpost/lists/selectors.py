"""Reading lists that were sent."""

from typing import Any

from django.db.models import QuerySet

from .enums import ListOf, ListState
from .models import ListImport


def lists_of(school: Any, of: ListOf) -> QuerySet[ListImport]:
    """The lists of a kind that a school has been sent, the newest first."""
    return ListImport.objects.filter(school=school, of=of).select_related("made_by")


def saved_last(school: Any, of: ListOf) -> ListImport | None:
    """The list of a kind that was saved last and is not undone."""
    return lists_of(school, of).filter(state=ListState.APPLIED).order_by("-applied_at").first()


def waiting_files() -> set[str]:
    """The files of lists that somebody may still save, at every school."""
    waiting = ListImport.objects.filter(state=ListState.PREVIEW)
    return set(waiting.values_list("stored_as", flat=True))
