"""Coming in for the first time with the code on a student's slip."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fingerpost.web.access import page

from ..forms import CodeForm
from ..permissions import ANYONE
from ..services.invitations import invitation_path, person_with_code
from ..services.tries import claim_try, give_back

WRONG_CODES = 30
"""So many wrong codes from one address in ten minutes, and it has to wait: a class shares one."""


@page(ANYONE)
def code(request: HttpRequest) -> HttpResponse:
    """Type the code on a slip, then choose a password."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tries = f"slip:{get_adapter(request).get_client_ip(request)}"
        place = claim_try(tries, most=WRONG_CODES, seconds=600)
        person = person_with_code(form.cleaned_data["code"]) if place else None
        if place and person is not None:
            give_back(place)
            return redirect(invitation_path(person))
        form.add_error(
            "code",
            "That is not right. Check the code, or ask for a new slip."
            if place
            else "Too many wrong codes from here. Wait ten minutes.",
        )
    context = {"title": "Your first time here", "form": form}
    return render(request, "accounts/code.html", context)
