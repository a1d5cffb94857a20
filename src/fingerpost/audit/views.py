"""The audit log, for a school's administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fingerpost.web.access import AccessRule, page
from fingerpost.web.paging import page_of

from .forms import EventFilterForm
from .selectors import events_at

# The audit app lies below accounts, which writes to it, so it knows the role by its name only.
ADMINISTRATOR = AccessRule(
    "for administrator",
    lambda request: "administrator" in getattr(getattr(request, "viewer", None), "roles", ()),
    frozenset({"administrator"}),
)


@page(ADMINISTRATOR)
def log(request: HttpRequest) -> HttpResponse:
    """Who saw and changed what at the school, newest first."""
    form = EventFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    events = events_at(request.viewer.school, **chosen)  # type: ignore[attr-defined]
    context = {
        "title": "Audit log",
        "lede": "Who saw and changed what. Fingerpost adds the lines; nobody can edit them.",
        "form": form,
        "events": page_of(request, events),
    }
    return render(request, "audit/log.html", context)
