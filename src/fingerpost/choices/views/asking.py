"""Who asks, on pages of choices, and which of their applications."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from fingerpost.students.asking import viewer_of

from ..permissions import own_applications


def my_application(request: HttpRequest, pk: int) -> Any:
    """One of the viewer's own applications, put away or not."""
    return get_object_or_404(own_applications(viewer_of(request)), pk=pk)
