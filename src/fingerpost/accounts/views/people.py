"""People and their roles at a school; a person's own account."""

from typing import Any

from django.contrib import messages
from django.core.mail import BadHeaderError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..enums import Role
from ..forms import FindPeopleForm, GiveRoleForm, RoleDatesForm
from ..permissions import ADMINISTRATOR, SIGNED_IN
from ..presenters import dates_tag
from ..selectors import (
    holdings_in_force,
    invitations_at,
    people_at,
    role_counts,
    roles_to_come,
)
from ..services.invitations import invite
from ..services.roles import RoleRefusal, end_role, give_role, set_role_dates
from ..viewer import ViewerRequest

PER_PAGE = 25
SCOPED_ROLES = {Role.TUTOR, Role.ADVISER}


@page(SIGNED_IN)
def own_account(request: ViewerRequest) -> HttpResponse:
    """What the signed-in person holds, and where to change password and second factor."""
    holdings = holdings_in_force(request.user)
    context = {
        "title": "Your account",
        "holdings": holdings,
        "coming": roles_to_come(request.user),
    }
    return render(request, "accounts/own_account.html", context)


@page(ADMINISTRATOR)
def people(request: ViewerRequest) -> HttpResponse:
    """Everyone with a role at the school but students and families, and a form to add one."""
    school = request.viewer.school
    form = GiveRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _give(request, form)
    finding = FindPeopleForm(request.GET)
    everyone = people_at(school.pk).exclude(role__in=[Role.STUDENT, Role.PARENT])
    holdings = finding.narrow(everyone)
    shown = page_of(request, holdings, PER_PAGE)
    context = {
        "title": "People",
        "lede": "Staff, advisers and governors. Students and families come with the roll.",
        "form": form,
        "filter_form": finding,
        "page_of": shown,
        "holdings": [(holding, dates_tag(holding, timezone.localdate())) for holding in shown],
        "counts": [
            (Role(role).label, n, f"?role={role}") for role, n in role_counts(everyone).items()
        ],
        "scoped_roles": SCOPED_ROLES,
        "waiting": invitations_at(school).filter(state="waiting").count(),
    }
    return render(request, "accounts/people.html", context)


def _give(request: ViewerRequest, form: GiveRoleForm) -> HttpResponse:
    school = request.viewer.school
    holding, is_new = give_role(**form.person, span=form.span, school=school, by=request.user)
    if not is_new:
        messages.info(request, f"{holding} already. Nothing has changed.")
        return redirect("accounts:people")
    _send_invitation(request, holding)
    messages.success(request, f"{holding}: added.")
    if holding.role in SCOPED_ROLES:
        return redirect("students:scope", pk=holding.pk)
    return redirect("accounts:people")


def _send_invitation(request: ViewerRequest, holding: object) -> None:
    person = holding.person  # type: ignore[attr-defined]
    try:
        invite(
            person=person,
            school=request.viewer.school,
            root=request.build_absolute_uri("/"),
            by=request.user,
        )
    except (OSError, BadHeaderError):
        messages.error(
            request,
            f"The invitation to {person.email} could not be sent. "
            "Check the mail settings, then use “Send invitation again”.",
        )
    else:
        messages.success(request, f"An invitation is on its way to {person.email}.")


@page(ADMINISTRATOR)
def end(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask whether to end a role, and end it."""
    holding = get_object_or_404(people_at(request.viewer.school.pk), pk=pk)
    if request.method != "POST":
        return _ask_to_end(request, holding)
    try:
        end_role(holding=holding, by=request.user)
    except RoleRefusal as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{holding}: ended.")
    return redirect("accounts:people")


def _ask_to_end(request: ViewerRequest, holding: Any) -> HttpResponse:
    who = "you no longer have" if holding.person == request.user else "they no longer have"
    context = {
        "title": f"{holding}: end this role?",
        "breadcrumbs": [("People", reverse("accounts:people"))],
        "text": f"From this moment {who} it. What was written stays. "
        "To end it on a later day, choose “Dates” instead. You can give the role again.",
        "submit_label": "End the role",
        "warning": True,
        "cancel_url": reverse("accounts:people"),
    }
    return render(request, "web/confirm.html", context)


@page(ADMINISTRATOR)
def dates(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change from when until when a role is held."""
    holding = get_object_or_404(people_at(request.viewer.school.pk), pk=pk)
    initial = {"starts_on": holding.starts_on, "ends_on": holding.ends_on}
    form = RoleDatesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_role_dates(holding=holding, span=form.span, by=request.user)
        except RoleRefusal as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{holding}: saved the dates.")
            return redirect("accounts:people")
    context = {
        "title": f"Dates: {holding}",
        "breadcrumbs": [("People", reverse("accounts:people"))],
        "form": form,
        "cancel_url": reverse("accounts:people"),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
@require_POST
def invite_again(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    holding = get_object_or_404(people_at(request.viewer.school.pk), pk=pk)
    _send_invitation(request, holding)
    return redirect("accounts:people")
