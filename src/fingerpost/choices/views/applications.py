"""A student keeps their applications: a press for how far each is, a form for the rest."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.destinations.enums import OPTIONS
from fingerpost.destinations.selectors import decision_point, routes_at, routes_for
from fingerpost.pathways.presenters.courses import own_cards
from fingerpost.pathways.selectors.ideas import my_ideas
from fingerpost.pathways.selectors.opportunities import near as near_by
from fingerpost.pathways.selectors.opportunities import opportunities_of
from fingerpost.students.asking import myself
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..enums import ApplicationState
from ..forms.applications import ApplicationForm, NearForm
from ..presenters.words import from_ideas, state_words
from ..services import applications as services
from .asking import my_application

PER_PAGE = 12
IDEAS_SHOWN = 6
_BACK = [("My choices", "/choices/mine/")]


def _point(student: Any) -> Any:
    """The decision point a student faces; there is nothing to apply for at GCSE options."""
    found = decision_point(student, timezone.localdate())
    if found is None or found.name == OPTIONS:
        raise Http404("There is nothing to apply for in this year group yet.")
    return found


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Keep something to apply for, in own words; `title` and `route` may come with the address."""
    student = myself(request)
    point = _point(student)
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        routes=routes_for(student, point.name, timezone.localdate()),
        adding=True,
        initial={name: request.GET.get(name, "") for name in ("title", "provider", "route")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, is_new = services.add_application(
                student=student,
                particulars=form.particulars(),
                by=request.viewer.person,
                state=form.cleaned_data["state"],
            )
        except services.ApplicationRefused as error:
            form.add_error(None, str(error))
        else:
            _say_kept(request, made, is_new)
            return redirect("choices:mine")
    context = {
        "title": "Add one to apply for",
        "breadcrumbs": _BACK,
        "form": form,
        "submit_label": "Save",
        "cancel_url": _BACK[0][1],
        "ideas": from_ideas(my_ideas(request.viewer)[:IDEAS_SHOWN], point.name),
    }
    return render(request, "choices/add.html", context)


def _say_kept(request: ViewerRequest, made: Any, is_new: bool) -> None:
    if is_new:
        messages.success(request, f"“{made}” is in your list.")
    else:
        messages.info(request, f"“{made}” is in your list already.")


@page(STUDENT)
@require_safe
def near(request: ViewerRequest) -> HttpResponse:
    """Places near by that the student could apply for, the routes taking turns."""
    student, today = myself(request), timezone.localdate()
    point = _point(student)
    offered = routes_at(point.name, today)
    form = NearForm(request.GET, offered)
    found = near_by(request.viewer.school, today, routes=form.chosen(offered), only_courses=True)
    shown = page_of(request, found, PER_PAGE)
    context = {
        "title": "Pick from the list",
        "lede": "Press the button of any place you may apply to. You can change your mind.",
        "breadcrumbs": _BACK,
        "filter_form": form,
        "shown": shown,
        "cards": list(zip(shown, own_cards(shown), strict=True)),
    }
    return render(request, "choices/near.html", context)


@page(STUDENT)
@require_POST
def take_near(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a place of the school's list into the student's applications."""
    student, today = myself(request), timezone.localdate()
    offered = opportunities_of(request.viewer.school, today, only_courses=True)
    found = get_object_or_404(offered, pk=pk)
    particulars = services.Particulars(
        title=found.title,
        route=found.route,
        provider=found.provider,
        level=found.level,
        opportunity_id=found.pk,
        close_on=found.apply_by,
    )
    try:
        made, is_new = services.add_application(
            student=student, particulars=particulars, by=request.viewer.person
        )
    except services.ApplicationRefused as error:
        messages.error(request, str(error))
    else:
        _say_kept(request, made, is_new)
    return redirect("choices:mine")


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change what an application says, and its days."""
    application = my_application(request, pk)
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        routes=routes_for(application.student, application.point, timezone.localdate()),
        initial={
            name: getattr(application, name)
            for name in ApplicationForm.base_fields
            if name != "state"
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_application(
                application=application,
                particulars=form.particulars(application.opportunity_id),
                by=request.viewer.person,
            )
        except services.ApplicationRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("choices:mine")
    context = {
        "title": "Change it",
        "breadcrumbs": _BACK,
        "form": form,
        "submit_label": "Save",
        "cancel_url": _BACK[0][1],
    }
    return render(request, "web/form_page.html", context)


@page(STUDENT)
@require_POST
def move(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say with one press how far an application is."""
    application = my_application(request, pk)
    state = request.POST.get("state", "")
    if state not in ApplicationState.values:
        raise Http404("There is no such state.")
    if services.move_application(application=application, state=state, by=request.viewer.person):
        messages.success(request, f"{application}: {state_words(state, plain=True)}.")
    return redirect("choices:mine")


@page(STUDENT)
@require_POST
def plan(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put the next thing to do about an application into the plan."""
    services.put_in_plan(application=my_application(request, pk), by=request.viewer.person)
    messages.success(request, "It is a step in your plan now.")
    return redirect("choices:mine")


@page(STUDENT)
@require_POST
def share(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show an application to the student's family, or stop doing so."""
    shown = request.POST.get("shown") == "yes"
    services.show_family(
        application=my_application(request, pk), shown=shown, by=request.viewer.person
    )
    said = "Your family can see it now." if shown else "Your family cannot see it any more."
    messages.success(request, said)
    return redirect("choices:mine")


@page(STUDENT)
@require_POST
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put an application away."""
    application = my_application(request, pk)
    if services.remove_application(application=application, by=request.viewer.person):
        messages.success(request, f"“{application}” is put away. You can bring it back.")
    return redirect("choices:mine")


@page(STUDENT)
@require_POST
def bring_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Bring an application back."""
    application = my_application(request, pk)
    try:
        services.bring_back(application=application, by=request.viewer.person)
    except services.ApplicationRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{application}” is back.")
    return redirect("choices:mine")
