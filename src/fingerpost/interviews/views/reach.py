"""Finding what a page is about among what the viewer may see; anything else is not found."""

from typing import Any, TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fingerpost.accounts.viewer import ViewerRequest

from ..permissions import interviews_seen_by

M = TypeVar("M", bound=Model)
PER_PAGE = 50


def interview_of(request: ViewerRequest, pk: int) -> Any:
    """An interview of a student whose guidance the viewer holds."""
    return get_object_or_404(interviews_seen_by(request.viewer), pk=pk)


def back_to(request: ViewerRequest, otherwise: str) -> str:
    """The list that something was sent from; never an address of another site."""
    there = request.POST.get("back_to", "")
    return there if there.startswith("/interviews/") else reverse(otherwise)
