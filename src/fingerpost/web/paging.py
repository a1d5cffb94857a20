"""Long lists, page by page."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(
    request: HttpRequest,
    found: QuerySet[Any] | Sequence[Any],
    per_page: int = 50,
    parameter: str = "page",
) -> Page[Any]:
    """The page of a list that is asked for; a number that is not there gives the nearest."""
    return Paginator(found, per_page).get_page(request.GET.get(parameter))
