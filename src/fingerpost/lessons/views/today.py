"""The student's page of a lesson: something to pick, and one step with a day."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.pathways.selectors.ideas import saved_by
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from .. import bridge
from ..forms.lessons import StepForm, first_step
from ..presenters import today as presenters
from ..presenters.entries import student_cards
from ..selectors.entries import shown_entries
from ..selectors.lessons import open_lesson, steps_written
from ..services.lessons import LessonError, write_step

A_WEEK = dt.timedelta(days=7)
NEWS_SHOWN = 4


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: ViewerRequest) -> HttpResponse:
    """Today's lesson: pick a job to look at, then write one step."""
    student = myself(request)
    on = timezone.localdate()
    lesson = open_lesson(student, on)
    context: dict[str, Any] = {"title": "Today’s lesson", "lesson": lesson}
    if lesson is None:
        return render(request, "lessons/today.html", context)
    step = steps_written(lesson, [student]).get(student.pk)
    if step is None:
        form = _form(request, on)
        if request.method == "POST" and form.is_valid() and _write(request, student, form):
            return redirect("lessons:today")
        context |= {"form": form, "picked": bridge.occupation(form["occupation"].value() or "")}
    saved = saved_by(request.viewer).occupations
    context |= {
        "step": step,
        "saved": [one for slug in saved if (one := bridge.occupation(slug))],
        "picks": presenters.picks(saved, lesson.area, student.pk + on.toordinal()),
        "news": student_cards(shown_entries(student.school, on)[:NEWS_SHOWN]),
    }
    return render(request, "lessons/today.html", context)


def _form(request: ViewerRequest, on: dt.date) -> StepForm:
    if request.method == "POST":
        return StepForm(request.POST)
    picked = bridge.occupation(request.GET.get("job", ""))
    return StepForm(initial=first_step(picked, on + A_WEEK))


def _write(request: ViewerRequest, student: Any, form: StepForm) -> bool:
    """Put the step into the plan; False where it cannot be, which the form then says."""
    try:
        write_step(
            student=student,
            what=form.cleaned_data["what"],
            due_on=form.cleaned_data["due_on"],
            occupation=form.about(),
            by=request.viewer.person,
        )
    except LessonError as error:
        form.add_error("due_on", str(error))
        return False
    messages.success(request, "Well done. Your step is in your plan.")
    return True
