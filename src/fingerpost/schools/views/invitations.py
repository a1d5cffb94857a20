"""Letting many people in at once: staff from a list, and the invitations that wait to be sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.accounts.forms import ManyPeopleForm
from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.services.invitations import ask
from fingerpost.accounts.services.roles import give_role
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.jobs.services import begin
from fingerpost.jobs.views import go_on
from fingerpost.web.access import page

PEOPLE = "accounts:people"


@page(ADMINISTRATOR)
def many(request: ViewerRequest) -> HttpResponse:
    """Give many members of staff their roles and sign-ins at once."""
    form = ManyPeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        school, by = request.viewer.school, request.user
        given = [give_role(school=school, by=by, **person) for person in form.cleaned_data["rows"]]
        ask(holdings=[held for held, _ in given], root=request.build_absolute_uri("/"), by=by)
        new = sum(is_new for _, is_new in given)
        messages.success(request, f"{new} roles given, {len(given) - new} were held already.")
        return send(request, back=reverse(PEOPLE))
    context = {
        "title": "Add many people",
        "lede": "Each gets an invitation by e-mail.",
        "breadcrumbs": [("People", reverse(PEOPLE))],
        "form": form,
        "submit_label": "Add and invite",
        "cancel_url": reverse(PEOPLE),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
@require_POST
def send_more(request: ViewerRequest) -> HttpResponse:
    """Go on sending the invitations that wait."""
    return send(request, back=reverse(PEOPLE))


def send(request: ViewerRequest, *, back: str) -> HttpResponse:
    """Have the invitations sent that wait at the viewer's school, then go back."""
    job = begin(
        function="fingerpost.schools.tasks.send_invitations",
        title="Sending invitations",
        by=request.user,
        school=request.viewer.school.pk,
        back=back,
    )
    return go_on(request, job)
