"""The school's tutor groups."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page

from ..forms.lines import GroupForm
from ..presenters.lines import groups_table
from ..selectors import groups_with_sizes, tutor_groups
from ..services.errors import InvalidChange
from ..services.groups import remove_group, save_group


@page(ADMINISTRATOR)
def groups(request: ViewerRequest) -> HttpResponse:
    """Every tutor group, and a form to add one."""
    school = request.viewer.school
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = save_group(school=school, group=None, by=request.user, **form.cleaned_data)
        except InvalidChange as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"Added {group.name}.")
            return redirect("students:groups")
    context = {
        "title": "Tutor groups",
        "breadcrumbs": [("School", reverse("schools:settings"))],
        "table": groups_table(groups_with_sizes(school, timezone.localdate())),
        "form": form,
    }
    return render(request, "students/groups.html", context)


@page(ADMINISTRATOR)
def change_group(request: ViewerRequest, pk: int) -> HttpResponse:
    """Rename a tutor group, or remove it."""
    school = request.viewer.school
    group = get_object_or_404(tutor_groups(school), pk=pk)
    initial = {"name": group.name, "year_group": group.year_group}
    form = GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_group(school=school, group=group, by=request.user, **form.cleaned_data)
        except InvalidChange as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, "Saved the tutor group.")
            return redirect("students:groups")
    context = {
        "title": f"Tutor group {initial['name']}",
        "breadcrumbs": [("Tutor groups", reverse("students:groups"))],
        "form": form,
        "group": group,
    }
    return render(request, "students/group.html", context)


@page(ADMINISTRATOR)
@require_POST
def end_group(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove an empty tutor group."""
    group = get_object_or_404(tutor_groups(request.viewer.school), pk=pk)
    try:
        remove_group(group=group, by=request.user)
    except InvalidChange as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Removed the tutor group.")
    return redirect("students:groups")
