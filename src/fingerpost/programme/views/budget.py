"""Pages of the budget: what is kept, spent and planned by line."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import BUDGET, PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.schools.selectors import academic_years, current_academic_year
from fingerpost.web.access import page

from .. import permissions
from ..forms import money as forms
from ..presenters import budget as presenters
from ..selectors import budget as selectors
from ..services import budget as services


@page(BUDGET)
@require_safe
def budget(request: ViewerRequest) -> HttpResponse:
    """The budget of one academic year: each line with what is spent and planned."""
    viewer = request.viewer
    now = current_academic_year(viewer.school, timezone.localdate())
    form = forms.BudgetFilterForm(request.GET, years=academic_years(viewer.school), now=now)
    year = form.chosen()
    lines = list(selectors.budget_lines(viewer, year)) if year else []
    spending = selectors.spending_by_line(lines)
    may_plan = permissions.may_plan(viewer)
    unlined = selectors.spending_without_line(viewer.school, year) if year else None
    return render(
        request,
        "programme/budget.html",
        {
            "title": "Budget",
            "lede": "What the careers programme may cost, has cost and will cost.",
            "filter_form": form,
            "year": year,
            "lines": lines,
            "whole": presenters.whole(lines, spending),
            "table": presenters.budget_table(lines, spending, may_plan),
            "without_line": presenters.without_line(unlined) if unlined else "",
            "may_plan": may_plan,
        },
    )


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Keep money for a purpose."""
    viewer = request.viewer
    years = academic_years(viewer.school)
    now = current_academic_year(viewer.school, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = forms.LineForm(data, years=years, initial={"year": now})
    if data is not None and form.is_valid():
        try:
            line = services.add_line(school=viewer.school, by=viewer.person, **form.cleaned_data)
        except services.LineThere as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"“{line.name}” is added.")
            return redirect(_url(line))
    return render(
        request,
        "web/form_page.html",
        {
            "title": "Add a budget line",
            "form": form,
            "cancel_url": reverse("programme:budget"),
            "submit_label": "Add the line",
        },
    )


def _line(request: ViewerRequest, pk: int) -> Any:
    lines = permissions.visible_budget_lines(request.viewer).select_related("academic_year")
    return get_object_or_404(lines, pk=pk)


def _url(line: Any) -> str:
    return f"{reverse('programme:budget')}?year={line.academic_year_id}"


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change a budget line."""
    found = _line(request, pk)
    data = request.POST if request.method == "POST" else None
    form = forms.LineForm(data, initial={"name": found.name, "pence": found.pence})
    if data is not None and form.is_valid():
        try:
            services.change_line(line=found, by=request.viewer.person, **form.cleaned_data)
        except services.LineThere as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "The line is changed.")
            return redirect(_url(found))
    return render(
        request,
        "programme/budget_line.html",
        {
            "title": "Change this line",
            "lede": f"For {found.academic_year}",
            "line": found,
            "form": form,
            "cancel_url": _url(found),
        },
    )


@page(PLANNING)
@require_POST
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Remove a line that nothing is paid from."""
    found = _line(request, pk)
    url = _url(found)
    try:
        services.remove_line(line=found, by=request.viewer.person)
    except services.LineUsed as error:
        messages.error(request, str(error))
        return redirect("programme:budget_line", pk)
    messages.success(request, "The line is removed.")
    return redirect(url)
