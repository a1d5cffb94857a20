"""Pages of choices: a student's own, and those of staff for a student or a tutor group."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import GUIDANCE, STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page

from . import forms, presenters, selectors, services


def _form(request: ViewerRequest, student: Any, point: Any) -> forms.ChoiceForm:
    today = timezone.localdate()
    last = selectors.current_intention(student, point.name)
    return forms.ChoiceForm(
        request.POST if request.method == "POST" else None,
        point=point,
        routes=selectors.routes_for(student, point.name, today),
        initial=presenters.first_answers(last, point.name),
    )


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: ViewerRequest) -> HttpResponse:
    """What the student means to do next, and what they said before."""
    student = myself(request)
    point = selectors.decision_point(student, timezone.localdate())
    context = {
        "title": "What’s next for me",
        "point": point,
        "said": presenters.history(selectors.intentions_of(student)[:30]),
    }
    if point is None:
        return render(request, "destinations/mine.html", context)
    form = _form(request, student, point)
    if request.method == "POST" and form.is_valid():
        _, is_new = services.record_intention(
            student=student, choice=form.choice(), by=request.viewer.person
        )
        if is_new:
            messages.success(request, "Thank you. Your plan is saved. You can change it any time.")
        else:
            messages.info(request, "Nothing has changed. Your plan is still saved.")
        return redirect("destinations:mine")
    return render(request, "destinations/mine.html", {**context, "form": form})


@page(GUIDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def student(request: ViewerRequest, pk: int) -> HttpResponse:
    """Record what a student means to do, for them or with them."""
    found = get_object_or_404(guidance_students(request.viewer), pk=pk)
    looked_at(student=found, by=request.viewer.person)
    point = selectors.decision_point(found, timezone.localdate())
    context: dict[str, Any] = {
        "title": f"What {found.name} plans to do next",
        "student": found,
        "point": point,
        "said": presenters.history(selectors.intentions_of(found)[:30], plain=False),
    }
    if point is not None:
        form = _form(request, found, point)
        if request.method == "POST" and form.is_valid():
            _, is_new = services.record_intention(
                student=found, choice=form.choice(), by=request.viewer.person
            )
            messages.success(request, "Saved." if is_new else "Nothing was changed.")
            return redirect("destinations:student", found.pk)
        context["form"] = form
    return render(request, "destinations/student.html", context)


@page(GUIDANCE)
@require_GET
def groups(request: ViewerRequest) -> HttpResponse:
    """The tutor groups whose students face a choice."""
    found = selectors.groups_with_answers(request.viewer, timezone.localdate())
    years: dict[int, list[Any]] = {}
    for group in found:
        years.setdefault(group.year_group, []).append(group)
    return render(
        request,
        "destinations/groups.html",
        {"title": "Intentions", "years": list(years.items())},
    )


@page(GUIDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: ViewerRequest, pk: int) -> HttpResponse:
    """Record a whole tutor group's plans on one page; only lines that changed are saved."""
    viewer, today = request.viewer, timezone.localdate()
    found = get_object_or_404(selectors.groups_of(viewer, today), pk=pk)
    rows = _rows(request, list(selectors.students_of_group(viewer, found, today)))
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"Intentions of {found.name}",
        query="",
        students=len(rows),
    )
    together = forms.RowForms([row["form"] for row in rows])
    if request.method == "POST" and together.are_valid():
        changed = [
            (row["student"], row["form"].choice(row["note"]))
            for row in rows
            if row["form"].has_changed()
        ]
        try:
            new = services.record_intentions(choices=changed, by=viewer.person)
        except (services.NoChoiceYet, services.NotARoute, services.SureOfNothing) as error:
            messages.error(request, str(error))
        else:
            noun = "student" if len(new) == 1 else "students"
            messages.success(request, f"Saved for {len(new)} {noun}.")
        return redirect("destinations:group", found.pk)
    return render(
        request,
        "destinations/group.html",
        {"title": f"Intentions of {found.name}", "group": found, "rows": rows, "formset": together},
    )


def _rows(request: ViewerRequest, students: list[Any]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    points = {found.pk: selectors.decision_point(found, today) for found in students}
    names = {point.name for point in points.values() if point}
    last = {name: selectors.current_intentions(students, [name]) for name in sorted(names)}
    offered = {name: selectors.routes_at(name, today) for name in names}
    rows = []
    for found in students:
        point = points[found.pk]
        if point is None:
            continue
        intention = last[point.name].get(found.pk)
        form = forms.RowForm(
            request.POST if request.method == "POST" else None,
            student=found,
            routes=offered[point.name],
            initial=presenters.first_answers(intention, point.name),
        )
        note = intention.note if intention else ""
        rows.append({"student": found, "form": form, "note": note, "point": point})
    return rows
