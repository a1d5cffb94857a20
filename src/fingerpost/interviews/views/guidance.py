"""Pages for everyone who holds students' guidance: records and the actions of plans."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import GUIDANCE
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from ..enums import ActionSource
from ..forms.actions import ActionListForm, CloseForm, StaffActionForm, groups_of
from ..permissions import actions_seen_by, records_seen_by
from ..presenters.actions import actions_table
from ..presenters.words import route_words, sector_words
from ..selectors.actions import ActionFilter, actions_for
from ..services.actions import (
    ActionError,
    add_action,
    chase_actions,
    close_action,
    close_actions,
    reopen_action,
)
from .reach import back_to


@page(GUIDANCE)
def record_read(request: ViewerRequest, pk: int) -> HttpResponse:
    """A finished record, to read."""
    viewer = request.viewer
    written = get_object_or_404(records_seen_by(viewer), pk=pk)
    interview = written.interview
    looked_at(student=interview.student, by=viewer.person)
    context = {
        "title": f"Record of {interview.student}",
        "lede": f"{moment_words(interview.starts_at)}, with {interview.adviser}",
        "breadcrumbs": [
            (str(interview.student), reverse("home:guidance_record", args=[interview.student_id]))
        ],
        "record": written,
        "interview": interview,
        "routes": route_words(written.routes),
        "sectors": sector_words(written.sectors),
        "actions": list(written.actions.all()),
        "can_edit": viewer.has(Role.ADVISER, Role.CAREERS_LEADER),
    }
    return render(request, "interviews/record_read.html", context)


@page(GUIDANCE)
def actions(request: ViewerRequest) -> HttpResponse:
    """Actions of the viewer's students: overdue first, to chase and to close."""
    viewer = request.viewer
    groups = groups_of(guidance_students(viewer))
    form = ActionListForm(request.GET or None, groups=groups)
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    group = data.get("tutor_group")
    student = keys_in(request.GET.get("student") or request.GET.get("students", ""))
    student = student if len(student) == 1 else []
    wanted = ActionFilter(
        state=data.get("state") or ("open" if student else "overdue"),
        owner=data.get("owner", ""),
        tutor_group_id=group.pk if group else None,
        student_id=student[0] if student else None,
    )
    found = page_of(request, actions_for(viewer, wanted))
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Actions",
        query=request.GET.urlencode(),
        students=found.paginator.count,
    )
    context = {
        "title": "Actions",
        "lede": "What was agreed with your students, and by when.",
        "filter": form,
        "table": actions_table(found),
        "found": found,
        "state": wanted.state,
        "is_open": wanted.state in ("overdue", "open", "asked", "undated"),
        "back_to": request.get_full_path(),
    }
    return render(request, "interviews/actions.html", context)


@page(GUIDANCE)
@require_POST
def actions_bulk(request: ViewerRequest) -> HttpResponse:
    """Close or chase several actions at once."""
    chosen = keys_in(*request.POST.getlist("actions"))
    found = list(actions_seen_by(request.viewer).filter(pk__in=chosen))
    deed = request.POST.get("deed", "")
    if not found:
        messages.info(request, "Tick the actions first.")
    elif deed == "chase":
        count = chase_actions(actions=found, by=request.user)
        messages.success(request, f"Reminded about {_count(count)}. Students see it on their plan.")
    elif deed in ("done", "dropped"):
        count = close_actions(actions=found, state=deed, by=request.user)
        messages.success(request, f"{_count(count)} closed.")
    return redirect(back_to(request, "interviews:actions"))


def _count(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


@page(GUIDANCE)
def action_close(request: ViewerRequest, pk: int) -> HttpResponse:
    """Close one action, and say what came of it."""
    action = get_object_or_404(actions_seen_by(request.viewer), pk=pk)
    looked_at(student=action.student, by=request.user)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_action(action=action, by=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Closed: {action.what}")
            return redirect("interviews:actions")
    context = {
        "title": "Close an action",
        "lede": f"{action.student}: {action.what}",
        "breadcrumbs": [("Actions", reverse("interviews:actions"))],
        "form": form,
        "submit_label": "Close it",
        "cancel_url": reverse("interviews:actions"),
    }
    return render(request, "web/form_page.html", context)


@page(GUIDANCE)
def action_reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """Open a closed action again."""
    action = get_object_or_404(actions_seen_by(request.viewer), pk=pk)
    looked_at(student=action.student, by=request.user)
    if request.method == "POST":
        reopen_action(action=action, by=request.user)
        messages.success(request, f"Open again: {action.what}")
        return redirect("interviews:actions")
    context = {
        "title": "Open this action again?",
        "text": f"{action.student}: {action.what}",
        "breadcrumbs": [("Actions", reverse("interviews:actions"))],
        "submit_label": "Open it again",
        "cancel_url": reverse("interviews:actions"),
    }
    return render(request, "web/confirm.html", context)


@page(GUIDANCE)
def action_add(request: ViewerRequest) -> HttpResponse:
    """Agree an action with a student outside an interview, such as in tutor time."""
    wanted = keys_in(request.GET.get("student", ""))
    student = get_object_or_404(guidance_students(request.viewer), pk=wanted[0] if wanted else None)
    looked_at(student=student, by=request.user)
    form = StaffActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_action(
            student=student, details=form.details(), source=ActionSource.TUTOR, by=request.user
        )
        messages.success(request, f"Added to the plan of {student}.")
        return redirect(f"{reverse('interviews:actions')}?student={student.pk}")
    context = {
        "title": "Add an action",
        "lede": f"To the plan of {student}. Agree it with them first.",
        "breadcrumbs": [("Actions", reverse("interviews:actions"))],
        "form": form,
        "submit_label": "Add to the plan",
        "cancel_url": reverse("interviews:actions"),
    }
    return render(request, "web/form_page.html", context)
