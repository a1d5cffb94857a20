"""Publishing a draft or a repair, and taking a timetable back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.accounts.permissions import CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.jobs.services import begin
from fingerpost.jobs.views import go_on
from fingerpost.web.access import page

from ..enums import DraftState
from ..forms.repairs import ToldForm
from ..presenters import figures
from ..selectors.seats import seats_of
from ..selectors.timetables import seats_booked
from .reach import crumbs, draft_of, timetable_of

FORM = ["GET", "HEAD", "POST"]
_NO_TIME_NOW = "Your adviser cannot be there. There is no other time yet; you will be told."


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def publish(request: ViewerRequest, pk: int) -> HttpResponse:
    """Are you sure? Then the interviews are booked, or moved, and everybody is told."""
    found = draft_of(request, pk)
    if found.state != DraftState.READY:
        messages.info(request, "This draft is published, or still being made.")
        return redirect("timetables:draft", pk=pk)
    seats = seats_of(request.viewer, found)
    lost = [seat for seat in seats if seat.change == "lost"]
    form = None
    if lost:
        form = ToldForm(request.POST or None, initial={"because": _NO_TIME_NOW})
    if request.method == "POST" and (form is None or form.is_valid()):
        job = begin(
            function="fingerpost.timetables.tasks.publish_draft",
            title=f"Publishing: {found.timetable}",
            by=request.user,
            draft=pk,
            told_without=form.cleaned_data["because"] if form else "",
        )
        return go_on(request, job)
    context = {
        "title": "Publish this repair?" if found.is_repair else "Publish this timetable?",
        "sentences": _sentences(found, seats),
        "tiles": figures.tiles(
            found, seats, True, reverse("timetables:students", args=[pk]), only_main=True
        ),
        "breadcrumbs": crumbs(found.timetable, found),
        "form": form,
        "submit_label": "Publish",
        "cancel_url": reverse("timetables:draft", args=[pk]),
    }
    return render(request, "timetables/publish.html", context)


def _sentences(draft: Any, seats: Sequence[Any]) -> list[str]:
    """What publishing does, in figures."""
    numbers = {
        one.show: len(figures.counted(one, seats)) for one in figures.figures_of(draft, True)
    }
    if draft.is_repair:
        return [
            f"{numbers['replaced'] + numbers['moved']} interviews get a new time, "
            f"{numbers['room']} another room, {numbers['kept']} stay as they are.",
            f"{numbers['lost']} are cancelled, because there is no other time.",
            "Students and advisers are told by e-mail; the ledger and their calendars follow.",
        ]
    return [
        f"{numbers['timed']} interviews are booked. {numbers['none']} have no time and are not.",
        "Students and advisers are told by e-mail. Whoever has been booked meanwhile is left out, "
        "and a time that has been taken is not given to anybody else.",
        "It can be cancelled afterwards, but not made as if it had not been.",
    ]


@page(CAREERS_LEADER)
@require_http_methods(FORM)
def cancel(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a published timetable back: its interviews still to come are cancelled."""
    found = timetable_of(request, pk)
    number = len(seats_booked(found)) if found.is_published else 0
    if not number:
        return redirect("timetables:timetable", pk=pk)
    form = ToldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = begin(
            function="fingerpost.timetables.tasks.cancel_timetable",
            title=f"Cancelling: {found}",
            by=request.user,
            timetable=pk,
            because=form.cleaned_data["because"],
        )
        return go_on(request, job)
    context = {
        "title": f"Cancel “{found}”?",
        "text": f"{number} interviews are still to come. All of them are cancelled, moved ones "
        "too, and their students and advisers are told. What was held stays.",
        "breadcrumbs": crumbs(found),
        "form": form,
        "submit_label": "Cancel them all",
        "warning": True,
        "cancel_url": reverse("timetables:timetable", args=[pk]),
    }
    return render(request, "web/confirm.html", context)
