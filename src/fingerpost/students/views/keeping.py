"""Adding a student by hand, and noting that one has left or is back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page

from ..forms.lines import LeaveForm, NewLineForm
from ..permissions import roll_students
from ..presenters.leavers import leaving_words
from ..presenters.lines import ROLL
from ..services.errors import InvalidChange
from ..services.lines import add_student, update_line
from ..services.looks import looked_at


@page(ADMINISTRATOR)
def add(request: ViewerRequest) -> HttpResponse:
    """Put one student on the roll."""
    viewer = request.viewer
    initial = {"joined_on": timezone.localdate(), "sex": "U"}
    form = NewLineForm(request.POST or None, initial=initial, school=viewer.school)
    if request.method == "POST" and form.is_valid():
        try:
            student = add_student(school=viewer.school, values=form.cleaned_data, by=viewer.person)
        except InvalidChange as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{student.name} is on the roll.")
            return redirect("students:line", pk=student.pk)
    context = {
        "title": "Add a student",
        "lede": "The next file from your school’s system knows them by their UPN.",
        "breadcrumbs": [ROLL],
        "form": form,
        "submit_label": "Add",
        "cancel_url": reverse("students:roll"),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
def leave(request: ViewerRequest, pk: int) -> HttpResponse:
    """Note the day on which a student leaves."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer).select_related("school"), pk=pk)
    looked_at(student=student, by=viewer.person)
    today = timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"left_on": student.left_on or today})
    if request.method == "POST" and form.is_valid():
        try:
            update_line(student=student, changes=form.cleaned_data, by=viewer.person)
        except InvalidChange:
            form.add_error("left_on", "The date left cannot be before the date joined.")
        else:
            messages.success(request, f"Noted when {student.name} leaves.")
            return redirect("students:line", pk=pk)
    context = {
        "title": f"{student.name} leaves the roll",
        "lede": leaving_words(viewer.school, today),
        "breadcrumbs": [ROLL, (student.name, reverse("students:line", args=[pk]))],
        "form": form,
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/form_page.html", context)


@page(ADMINISTRATOR)
def bring_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put a student who left back on the roll, after asking."""
    viewer = request.viewer
    student = get_object_or_404(roll_students(viewer).select_related("school"), pk=pk)
    looked_at(student=student, by=viewer.person)
    if request.method == "POST":
        update_line(student=student, changes={"left_on": None}, by=viewer.person)
        messages.success(request, f"{student.name} is on the roll again.")
        return redirect("students:line", pk=pk)
    context = {
        "title": f"Put {student.name} back on the roll?",
        "text": "They keep what was recorded before they left. "
        "Their sign-in works again, and so does their parents’.",
        "breadcrumbs": [ROLL],
        "submit_label": "Put back",
        "cancel_url": reverse("students:line", args=[pk]),
    }
    return render(request, "web/confirm.html", context)
