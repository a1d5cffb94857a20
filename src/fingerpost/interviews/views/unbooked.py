"""Recording an interview that nobody had booked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at
from fingerpost.web.access import page

from ..forms.unbooked import UnbookedForm
from ..selectors.advisers import adviser_of, register
from ..services.booking import Appointment, BookingError, Particulars
from ..services.unbooked import clash_with, record_unbooked


@page(INTERVIEWS)
def record_unbooked_interview(request: ViewerRequest, student_pk: int) -> HttpResponse:
    """Write down an interview that was not booked, then go on to its record.

    An adviser does it for themselves, a careers leader for any adviser of the school.
    """
    viewer = request.viewer
    student = get_object_or_404(guidance_students(viewer), pk=student_pk)
    looked_at(student=student, by=viewer.person)
    own = adviser_of(viewer)
    crumbs = [(str(student), reverse("home:guidance_record", args=[student.pk]))]
    if not _may_record(viewer, own):
        nobody = {"title": "Record an interview that was not booked", "breadcrumbs": crumbs}
        return render(request, "interviews/unbooked_nobody.html", nobody)
    only = None if viewer.has(Role.CAREERS_LEADER) else own
    initial = {"adviser": own.pk if own else None}
    form = UnbookedForm(request.POST or None, school=viewer.school, own=only, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            interview = _record(request, student, form)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("interviews:record", pk=interview.pk)
    context: dict[str, Any] = {
        "title": "Record an interview that was not booked",
        "lede": f"For {student}: one that has taken place already.",
        "breadcrumbs": crumbs,
        "form": form,
        "submit_label": "Go on to the record",
        "cancel_url": crumbs[0][1],
    }
    return render(request, "web/form_page.html", context)


def _may_record(viewer: Any, own: Any) -> bool:
    """An adviser needs a line on the register; a careers leader needs somebody on it."""
    if viewer.has(Role.CAREERS_LEADER):
        return register(viewer.school).exists()
    return own is not None


def _record(request: ViewerRequest, student: Any, form: UnbookedForm) -> Any:
    data = form.cleaned_data
    room = data["room"]
    interview = record_unbooked(
        student=student,
        appointment=Appointment(
            data["adviser"],
            form.starts_at,
            data["minutes"],
            room.pk if room else None,
            data["channel"],
        ),
        by=request.user,
        particulars=Particulars(data["reason"], data["accompanying_adult"]),
    )
    messages.success(request, "The interview is recorded as held. Write down what came of it.")
    clash = clash_with(interview)
    if clash:
        messages.warning(request, clash)
    return interview
