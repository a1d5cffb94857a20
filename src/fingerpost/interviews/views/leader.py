"""Pages for whoever keeps the register of advisers and their time."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import CAREERS_LEADER, INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from ..forms.advisers import AdviserForm, AvailabilityForm
from ..permissions import advisers_run_by
from ..presenters.advisers import availability_table, concerns, register_table
from ..selectors.advisers import availability_from, people_for_the_register, register, rooms
from ..services.advisers import (
    AdviserError,
    Stretch,
    add_availability,
    new_adviser,
    remove_availability,
    save_adviser,
)


def _register_crumbs() -> list[tuple[str, str]]:
    return [
        ("Interviews", reverse("interviews:list")),
        ("Adviser register", reverse("interviews:advisers")),
    ]


@page(CAREERS_LEADER)
def advisers(request: ViewerRequest) -> HttpResponse:
    """The register of advisers."""
    school = request.viewer.school
    found = page_of(request, register(school))
    context = {
        "title": "Adviser register",
        "lede": "Who gives guidance here, how they are qualified, and if they are independent.",
        "breadcrumbs": _register_crumbs()[:1],
        "table": register_table(found),
        "found": found,
        "can_add": people_for_the_register(school).exists(),
    }
    return render(request, "interviews/advisers.html", context)


@page(CAREERS_LEADER)
def adviser_add(request: ViewerRequest) -> HttpResponse:
    """Add an adviser to the register."""
    return _adviser_form(request, new_adviser(request.viewer.school))


@page(CAREERS_LEADER)
def adviser_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change what the register says of an adviser."""
    return _adviser_form(request, get_object_or_404(advisers_run_by(request.viewer), pk=pk))


def _adviser_form(request: ViewerRequest, adviser: Any) -> HttpResponse:
    school = request.viewer.school
    form = AdviserForm(request.POST or None, instance=adviser, school=school)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_adviser(adviser=form.save(commit=False), by=request.user)
        except AdviserError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{saved} is on the register.")
            for concern in concerns(saved):
                messages.warning(request, concern)
            return redirect("interviews:advisers")
    context = {
        "title": str(adviser) if adviser.pk else "Add an adviser",
        "breadcrumbs": _register_crumbs(),
        "form": form,
        "cancel_url": reverse("interviews:advisers"),
    }
    return render(request, "web/form_page.html", context)


@page(INTERVIEWS)
def availability(request: ViewerRequest, pk: int) -> HttpResponse:
    """The times one adviser has given, from today on."""
    viewer = request.viewer
    adviser = get_object_or_404(advisers_run_by(viewer), pk=pk)
    found = page_of(request, availability_from(adviser, timezone.localdate()))
    leads = viewer.has(Role.CAREERS_LEADER)
    context = {
        "title": f"Times of {adviser}",
        "lede": "Students and staff can book interviews in these times.",
        "breadcrumbs": _register_crumbs() if leads else _register_crumbs()[:1],
        "adviser": adviser,
        "table": availability_table(found),
        "found": found,
    }
    return render(request, "interviews/availability.html", context)


@page(INTERVIEWS)
def availability_add(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give a day, or the same time for some weeks."""
    viewer = request.viewer
    adviser = get_object_or_404(advisers_run_by(viewer), pk=pk)
    form = AvailabilityForm(request.POST or None, school=viewer.school)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, adviser, form)
        except AdviserError as error:
            form.add_error(None, str(error))
        else:
            return redirect("interviews:availability", pk=adviser.pk)
    context = {
        "title": "Add times",
        "lede": f"For {adviser}.",
        "breadcrumbs": [
            *_register_crumbs()[:1],
            (f"Times of {adviser}", reverse("interviews:availability", args=[adviser.pk])),
        ],
        "form": form,
        "submit_label": "Add these times",
        "cancel_url": reverse("interviews:availability", args=[adviser.pk]),
        "no_quiet_room": not rooms(viewer.school).filter(is_confidential=True).exists(),
    }
    return render(request, "interviews/availability_add.html", context)


def _give(request: ViewerRequest, adviser: Any, form: AvailabilityForm) -> None:
    data = form.cleaned_data
    added = 0
    for first in _first_days(data["on"], data["weekdays"]):
        stretch = Stretch(
            on=first,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            slot_minutes=data["slot_minutes"],
            room=data["room"],
            open_to_students=data["open_to_students"],
        )
        added += len(
            add_availability(adviser=adviser, stretch=stretch, weeks=data["weeks"], by=request.user)
        )
    if added:
        messages.success(request, f"{added} {'day' if added == 1 else 'days'} added.")
    else:
        messages.info(request, "Nothing was added: these times had been given already.")
    room = data["room"]
    if room and not room.is_confidential:
        messages.warning(
            request,
            f"{room} is not marked as confidential. Choose a room where nobody can see or hear, "
            "if you can (Ofsted 2013, paragraph 30).",
        )


def _first_days(on: dt.date, weekdays: list[str]) -> list[dt.date]:
    """The first day, and the next of each other weekday that was ticked."""
    others = {on + dt.timedelta(days=(int(day) - on.weekday()) % 7) for day in weekdays}
    return sorted({on, *others})


@page(INTERVIEWS)
@require_POST
def availability_remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take times away; interviews booked in them stay."""
    adviser = get_object_or_404(advisers_run_by(request.viewer), pk=pk)
    wanted = keys_in(*request.POST.getlist("times"))
    found = availability_from(adviser, timezone.localdate()).filter(pk__in=wanted)
    removed = 0
    for item in found:
        remove_availability(availability=item, by=request.user)
        removed += 1
    if removed:
        messages.success(
            request, f"{removed} removed. Interviews that are booked already stay booked."
        )
    else:
        messages.info(request, "Tick the times you want to remove.")
    return redirect("interviews:availability", pk=adviser.pk)
