"""A student's own choices: the plan, why, what else, and the applications."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.accounts.permissions import PARENT, STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.destinations.enums import OPTIONS
from fingerpost.destinations.selectors import current_intention, decision_point, routes_for
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from .. import permissions
from ..forms.reasons import WhyForm, first_answers
from ..presenters import words
from ..selectors import applications as selectors
from ..services.reasons import save_reasons


@page(STUDENT)
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """Everything about the choice the student faces, on one page."""
    student, today = myself(request), timezone.localdate()
    point = decision_point(student, today)
    context: dict[str, Any] = {"title": "My choices", "point": point}
    if point is None:
        return render(request, "choices/mine.html", context)
    kept = selectors.applications_of(student)
    context |= {
        "plan": words.plan_rows(current_intention(student, point.name), plain=True),
        "why": words.reason_rows(selectors.reasons_of(student, point.name), plain=True),
        "applies": point.name != OPTIONS,
        "cards": words.cards(kept, plain=True),
        "dues": words.due_lines(selectors.due_soon(student, today), today, plain=True),
        "put_away": selectors.put_away(student)[:10],
    }
    return render(request, "choices/mine.html", context)


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: ViewerRequest) -> HttpResponse:
    """Why the student chooses this, and what else they would take."""
    student, today = myself(request), timezone.localdate()
    point = decision_point(student, today)
    if point is None:
        return redirect("choices:mine")
    form = WhyForm(
        request.POST if request.method == "POST" else None,
        point=point.name,
        routes=routes_for(student, point.name, today),
        initial=first_answers(selectors.reasons_of(student, point.name)),
    )
    if request.method == "POST" and form.is_valid():
        save_reasons(student=student, why=form.why(), by=request.viewer.person)
        messages.success(request, "Saved. You can change it any time.")
        return redirect("choices:mine")
    context = {
        "title": "Why, and what else",
        "lede": "Your own reasons count most. Leave out what you do not know yet.",
        "breadcrumbs": [("My choices", "/choices/mine/")],
        "form": form,
        "submit_label": "Save",
        "cancel_url": "/choices/mine/",
    }
    return render(request, "web/form_page.html", context)


@page(PARENT)
@require_safe
def family(request: ViewerRequest) -> HttpResponse:
    """The applications that a parent's or carer's children show them."""
    shared = permissions.applications_shared_with(request.viewer).select_related("student")
    context = {
        "title": "Applications shared with you",
        "cards": words.cards(shared.order_by("student", "added_at", "id"), plain=False),
    }
    return render(request, "choices/family.html", context)
