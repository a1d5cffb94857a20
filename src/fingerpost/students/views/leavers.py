"""Students who have left: when their sign-in ends, and when their records are erased."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.schools.services.setup import change_settings
from fingerpost.web.access import page
from fingerpost.web.downloads import file_answer
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from ..forms.leavers import EraseForm, TimesForm
from ..leaving import default_months
from ..permissions import roll_students
from ..presenters.leavers import due_table, leavers_table, left_words, times_rows
from ..presenters.lines import ROLL
from ..selectors import leavers, leavers_due
from ..services.erasing import erase_leavers
from ..services.leavers import settle_sign_ins
from ..services.looks import looked_at_list
from ..services.telling import everything_about

PER_PAGE = 50
LEAVERS = ("Leavers", "/roll/leavers/")


def _school(request: ViewerRequest) -> Any:
    return request.viewer.school


@page(ADMINISTRATOR)
def leaver_list(request: ViewerRequest) -> HttpResponse:
    """Who has left, when their sign-in ends, and when their records are due."""
    school, today = _school(request), timezone.localdate()
    shown = page_of(request, leavers(school, today), PER_PAGE)
    looked_at_list(
        by=request.user, school=school, label="Leavers", query="", students=shown.paginator.count
    )
    context = {
        "title": "Leavers",
        "breadcrumbs": [ROLL],
        "times": times_rows(school, today),
        "students": shown,
        "table": leavers_table(shown, today),
        "due": len(leavers_due(school, today)),
    }
    return render(request, "students/leavers.html", context)


@page(ADMINISTRATOR)
def times(request: ViewerRequest) -> HttpResponse:
    """Choose how long sign-ins and records of leavers stay."""
    school, today = _school(request), timezone.localdate()
    initial = {name: getattr(school, name) for name in TimesForm.base_fields}
    defaults = (default_months("leaver_sign_in", today), default_months("leaver_records", today))
    form = TimesForm(request.POST or None, initial=initial, defaults=defaults)
    if request.method == "POST" and form.is_valid():
        change_settings(school=school, changes=form.cleaned_data, by=request.user)
        settle_sign_ins(school=school, today=today, by=request.user)
        messages.success(request, "Saved. It counts for those who have left already, too.")
        return redirect("students:leavers")
    context = {
        "title": "How long leavers’ sign-ins and records stay",
        "breadcrumbs": [ROLL, LEAVERS],
        "form": form,
        "cancel_url": reverse("students:leavers"),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
def erase(request: ViewerRequest) -> HttpResponse:
    """Look at whose records are due, and have them erased."""
    school, today = _school(request), timezone.localdate()
    due = leavers_due(school, today)
    looked_at_list(
        by=request.user, school=school, label="Records to erase", query="", students=len(due)
    )
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Only those who were on the list that somebody looked at.
        looked_at = set(keys_in(*request.POST.getlist("student")))
        erased = erase_leavers(school=school, students=looked_at, by=request.user)
        if erased.number or not erased.left:
            messages.success(
                request,
                f"Erased the records of {erased.number:,} student{pluralize(erased.number)} "
                "who left.",
            )
        if erased.left:
            messages.warning(request, left_words(erased.left))
        return redirect("students:leavers")
    context = {
        "title": "Records to erase",
        "lede": "Their names, numbers, plans, records and sign-ins go for good. "
        "Figures about the past still count them, without a name.",
        "breadcrumbs": [ROLL, LEAVERS],
        "form": form,
        "due": due,
        "table": due_table(due, today),
        "times": times_rows(school, today)[1:],
    }
    return render(request, "students/erase.html", context)


@page(ADMINISTRATOR)
@require_POST
def everything(request: ViewerRequest, pk: int) -> HttpResponse:
    """All that is held about a student, in one zip."""
    viewer = request.viewer
    lines = roll_students(viewer).select_related("school", "person", "tutor_group")
    student = get_object_or_404(lines, pk=pk)
    packed = everything_about(student=student, by=viewer.person)
    return file_answer(packed, f"everything-{student.pk}.zip", "application/zip")
