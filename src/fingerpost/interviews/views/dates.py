"""Another date for an action: students ask for it, staff give it or keep the old one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from fingerpost.accounts.permissions import GUIDANCE, STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.common.days import day_words
from fingerpost.students.asking import myself
from fingerpost.students.services.looks import looked_at
from fingerpost.web.access import page

from ..forms.actions import DateForm, OtherDateForm
from ..permissions import actions_seen_by, own_steps
from ..services.actions import OWN_SOURCES, ActionError, ask_for_date, refuse_date, set_date


@page(STUDENT)
def own_action_date(request: ViewerRequest, pk: int) -> HttpResponse:
    """I need more time for a step."""
    action = get_object_or_404(own_steps(myself(request)), pk=pk, state="open")
    is_mine = action.source in OWN_SOURCES
    form = OtherDateForm(request.POST or None, is_mine=is_mine)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ask_for_date(
                action=action,
                due_on=data["due_on"],
                because=data.get("because", ""),
                by=request.user,
            )
        except ActionError as error:
            form.add_error("due_on", str(error))
        else:
            done = "Your step has a new day." if is_mine else "You asked. Your school will answer."
            messages.success(request, done)
            return redirect("interviews:plan")
    context = {
        "title": "Pick a new day" if is_mine else "Ask for more time",
        "lede": action.what,
        "breadcrumbs": [("My plan", reverse("interviews:plan"))],
        "form": form,
        "submit_label": "Use this day" if is_mine else "Ask for this day",
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "web/form_page.html", context)


@page(GUIDANCE)
def action_date(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give an action another date, or answer a student who asks for one."""
    action = get_object_or_404(actions_seen_by(request.viewer), pk=pk, state="open")
    looked_at(student=action.student, by=request.user)
    back = f"{reverse('interviews:actions')}?student={action.student_id}"
    if "refuse" in request.POST:
        refuse_date(action=action, by=request.user)
        messages.success(request, "The date stays. The student sees that on their plan.")
        return redirect(back)
    form = DateForm(request.POST or None, initial={"due_on": action.asked_due_on or action.due_on})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["due_on"]
        try:
            set_date(action=action, due_on=day, by=request.user)
        except ActionError as error:
            form.add_error("due_on", str(error))
        else:
            messages.success(request, f"New date: {day_words(day)}.")
            return redirect(back)
    context = {
        "title": "Another date",
        "lede": f"{action.student}: {action.what}",
        "breadcrumbs": [("Actions", reverse("interviews:actions"))],
        "action_of_plan": action,
        "form": form,
        "submit_label": "Give it this date",
        "cancel_url": back,
    }
    return render(request, "interviews/action_date.html", context)
