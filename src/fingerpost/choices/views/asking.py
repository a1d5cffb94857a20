"""Who asks, on pages of choices, and which of their applications."""

from typing import Any

from django.shortcuts import get_object_or_404

from fingerpost.accounts.viewer import ViewerRequest

from ..permissions import own_applications


def my_application(request: ViewerRequest, pk: int) -> Any:
    """One of the viewer's own applications, put away or not."""
    return get_object_or_404(own_applications(request.viewer), pk=pk)
