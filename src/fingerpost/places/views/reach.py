"""What several pages ask first: who asks, and about which round, draft or offer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself

from .. import permissions
from ..selectors import rounds

PER_PAGE = 25
CRUMB = ("Places", "/places/")


def round_of(request: ViewerRequest, pk: int) -> Any:
    """A round the viewer may see."""
    found = permissions.rounds_seen_by(request.viewer).select_related("school", "published_by")
    return get_object_or_404(found, pk=pk)


def draft_of(request: ViewerRequest, pk: int) -> Any:
    """A draft of a round that the viewer runs."""
    found = permissions.drafts_run_by(request.viewer).select_related(
        "round__school", "made_by", "published_by"
    )
    return get_object_or_404(found, pk=pk)


def offer_of(request: ViewerRequest, pk: int) -> Any:
    """An offer of the viewer's school, to a student of theirs."""
    viewer = request.viewer
    for of in permissions.rounds_seen_by(viewer).filter(offers=pk):
        return get_object_or_404(
            permissions.offers_seen_by(viewer, of).select_related(
                "student__tutor_group", "session", "round", "instead_of"
            ),
            pk=pk,
        )
    raise Http404("There is no such offer.")


def own_round(request: ViewerRequest, pk: int) -> tuple[Any, Any, Any]:
    """The student, one of the rounds that concern them, and their answer or None."""
    student = myself(request)
    found = rounds.round_for(student, pk)
    if found is None:
        raise Http404("This is not for you.")
    return student, *found


def refused(request: ViewerRequest, error: Exception, to: str, *args: Any) -> HttpResponse:
    """Back to a page, with why something was not done."""
    messages.error(request, str(error))
    return redirect(to, *args)
