"""A step that a student set themselves: changing it, taking it away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from ..forms.actions import OwnActionForm
from ..permissions import own_steps
from ..services.actions import ActionError
from ..services.own_steps import change_own_step, own_to_change, remove_own_step
from .student import PLAN


def _mine(request: ViewerRequest, pk: int) -> Any:
    action = get_object_or_404(own_steps(myself(request)), pk=pk)
    if not own_to_change([action], request.viewer.person):
        raise Http404("This step is not yours alone.")
    return action


@page(STUDENT)
def own_action_change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a step of my own."""
    action = _mine(request, pk)
    form = OwnActionForm(
        request.POST or None,
        initial={name: getattr(action, name) for name in OwnActionForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_own_step(action=action, details=form.details(), by=request.viewer.person)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your step is changed.")
            return redirect("interviews:plan")
    context = {
        "title": "Change your step",
        "breadcrumbs": [PLAN],
        "form": form,
        "submit_label": "Save",
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "web/form_page.html", context)


@page(STUDENT)
def own_action_remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a step of my own out of my plan."""
    action = _mine(request, pk)
    if request.method == "POST":
        try:
            remove_own_step(action=action, by=request.viewer.person)
        except ActionError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, "Your step is taken away.")
        return redirect("interviews:plan")
    context = {
        "title": "Take this step away?",
        "lede": action.what,
        "text": "It goes for good. Did you do it? Then go back and press “I did it”.",
        "breadcrumbs": [PLAN],
        "submit_label": "Take it away",
        "warning": True,
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "web/confirm.html", context)
