"""Choosing the school to act at, for people with roles at several."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fingerpost.accounts.middleware import SCHOOL_KEY
from fingerpost.accounts.permissions import SIGNED_IN
from fingerpost.accounts.selectors import holdings_in_force
from fingerpost.web.access import page
from fingerpost.web.keys import key_in


@page(SIGNED_IN)
def choose(request: HttpRequest) -> HttpResponse:
    """The schools the person has a role at; one of them becomes the one they act at."""
    schools: dict[int, tuple[object, list[str]]] = {}
    for holding in holdings_in_force(request.user):  # type: ignore[arg-type]
        _, roles = schools.setdefault(holding.school_id, (holding.school, []))
        roles.append(holding.get_role_display())
    if request.method == "POST":
        chosen = key_in(request.POST.get("school", ""))
        if chosen in schools:
            request.session[SCHOOL_KEY] = chosen
            return redirect("/")
    context = {
        "title": "Choose a school",
        "schools": [(school, ", ".join(roles)) for school, roles in schools.values()],
    }
    return render(request, "schools/choose.html", context)
