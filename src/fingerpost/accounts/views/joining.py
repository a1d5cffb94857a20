"""Coming in for the first time: many staff at once, and the code on a student's slip."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.web.access import page

from ..forms import CodeForm, ManyPeopleForm
from ..invitations import ask, person_with_code, send_waiting
from ..permissions import ADMINISTRATOR, ANYONE
from ..selectors import invitations_at
from ..services import give_role, invitation_path
from ..viewer import ViewerRequest

WRONG_CODES = 30
"""So many wrong codes from one address in ten minutes, and it has to wait: a class shares one."""


@page(ADMINISTRATOR)
def many(request: ViewerRequest) -> HttpResponse:
    """Give many members of staff their roles and sign-ins at once."""
    form = ManyPeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        school, by = request.viewer.school, request.user
        given = [give_role(school=school, by=by, **person) for person in form.cleaned_data["rows"]]
        ask(holdings=[held for held, _ in given], root=root_of(request), by=by)
        new = sum(is_new for _, is_new in given)
        messages.success(request, f"{new} roles given, {len(given) - new} were held already.")
        return send_and_tell(request, "accounts:people")
    context = {
        "title": "Add many people",
        "lede": "Each gets an invitation by e-mail.",
        "breadcrumbs": [("People", reverse("accounts:people"))],
        "form": form,
        "submit_label": "Add and invite",
        "cancel_url": reverse("accounts:people"),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
@require_POST
def send_more(request: ViewerRequest) -> HttpResponse:
    """Go on sending the invitations that wait."""
    return send_and_tell(request, "accounts:people")


def root_of(request: HttpRequest) -> str:
    """The site's address as the reader sees it."""
    return f"{request.scheme}://{request.get_host()}"


def send_and_tell(request: ViewerRequest, back: str) -> HttpResponse:
    """Send what waits, for as long as a request may take, and say how far it got."""
    school = request.viewer.school
    sent, failed = send_waiting(school=school, by=request.user)
    left = invitations_at(school).filter(state="waiting").count()
    if sent:
        messages.success(request, f"{sent:,} invitations sent.")
    if failed:
        messages.error(request, f"{failed:,} could not be sent. Check the mail settings.")
    if left:
        messages.info(request, f"{left:,} still wait. Choose “Go on sending”.")
    return redirect(back)


@page(ANYONE)
def code(request: HttpRequest) -> HttpResponse:
    """Type the code on a slip, then choose a password."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tries = f"slip:{get_adapter(request).get_client_ip(request)}"
        wrong = cache.get(tries, 0)
        person = None if wrong >= WRONG_CODES else person_with_code(form.cleaned_data["code"])
        if person is not None:
            return redirect(invitation_path(person))
        cache.set(tries, wrong + 1, 600)
        form.add_error(
            "code",
            "That is not right. Check the code, or ask for a new slip."
            if wrong < WRONG_CODES
            else "Too many wrong codes from here. Wait ten minutes.",
        )
    context = {"title": "Your first time here", "form": form}
    return render(request, "accounts/code.html", context)
