"""Which pages the top bar offers, by role."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, a list of (label, url, current)."""
    return {"navigation": []}
