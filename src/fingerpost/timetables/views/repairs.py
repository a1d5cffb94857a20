"""Asking for a repair: somebody falls ill, or a room is closed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.accounts.permissions import CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.interviews.selectors.advisers import register, rooms
from fingerpost.web.access import page

from ..forms.repairs import RepairForm
from ..services.making import TimetableError
from ..services.repairing import ask_for_repair
from .reach import begin_making, crumbs, timetable_of


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say who or what is not there; a draft of the repair is made at once."""
    viewer, found = request.viewer, timetable_of(request, pk)
    today = timezone.localdate()
    form = RepairForm(
        request.POST or None,
        advisers=list(register(viewer.school)),
        rooms=list(rooms(viewer.school)),
        initial={"first": today, "last": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_for_repair(
                timetable=found,
                losses=[form.loss()],
                seconds=form.cleaned_data["seconds"],
                by=viewer.person,
            )
        except TimetableError as error:
            form.add_error(None, str(error))
        else:
            begin_making(request, made)
            return redirect("timetables:draft", pk=made.pk)
    context = {
        "title": "Repair the timetable",
        "lede": "New times are looked for; as few other people as possible move. Nothing changes "
        "until you publish it.",
        "breadcrumbs": crumbs(found),
        "form": form,
        "submit_label": "Look for new times",
        "cancel_url": reverse("timetables:timetable", args=[pk]),
    }
    return render(request, "web/form_page.html", context)
