"""Pages for staff: opportunities entered by hand, providers' links, and what providers gave."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from ..forms.entering import LinkForm, StaffOpportunityForm, kind_named
from ..presenters import given as presenters
from ..presenters.opportunities import route_labels, sector_labels
from ..selectors import given as selectors
from ..selectors.opportunities import opportunities_of
from ..services import given as given_services
from ..services import opportunities as list_services
from ..services import provider_links as services

PER_PAGE = 20
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_EDITED = "pathways/enter.html"


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest, kind: str) -> HttpResponse:
    """Enter an opportunity by hand: a course, an open day or a taster."""
    chosen = kind_named(kind)
    if chosen is None:
        raise Http404("There is no such kind of opportunity.")
    return _edit(request, chosen, None)


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put right a line of the school's list."""
    there = get_object_or_404(opportunities_of(request.viewer.school, timezone.localdate()), pk=pk)
    return _edit(request, there.kind, there)


def _edit(request: ViewerRequest, kind: Any, there: Any) -> HttpResponse:
    viewer = request.viewer
    form = StaffOpportunityForm(
        request.POST if request.method == "POST" else None,
        kind,
        route_labels(),
        sector_labels(),
        there,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = list_services.put(
                school=viewer.school,
                provider=form.cleaned_data["provider"],
                facts=form.facts(),
                there=there,
                by=viewer.person,
            )
        except IntegrityError:
            form.add_error("title", "This provider has that in the list already. Change it there.")
        else:
            messages.success(request, f"“{made}” is in the list.")
            return redirect("occupations:near")
    context = {
        "title": f"Change “{there.title}”" if there else f"Add: {form.kind_label.lower()}",
        "form": form,
        "providers": selectors.provider_names(viewer),
        "breadcrumbs": presenters.crumbs(),
        "cancel_url": reverse("occupations:near"),
        "is_new": there is None,
    }
    return render(request, _EDITED, context, status=422 if form.errors else 200)


def _address(request: ViewerRequest, link: Any) -> str:
    return request.build_absolute_uri(
        reverse("opportunities:provider", args=[services.token_of(link)])
    )


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: ViewerRequest) -> HttpResponse:
    """The links by which providers say what they offer, and a form to make one."""
    viewer = request.viewer
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            link = services.make_link(school=viewer.school, by=viewer.person, **form.cleaned_data)
        except services.LinkRefused as error:
            form.add_error("expires_on", str(error))
        else:
            messages.success(request, f"The link for {link} is made. Copy it, or send it.")
            return redirect("opportunities:links")
    shown = page_of(request, selectors.links_of(viewer.school), PER_PAGE)
    context = {
        "title": "Ask providers",
        "form": form,
        "lines": presenters.link_lines(shown, lambda link: _address(request, link)),
        "shown": shown,
        "providers": selectors.provider_names(viewer),
        "waiting": selectors.given_to(viewer.school, waiting=True).count(),
        "breadcrumbs": presenters.crumbs(),
    }
    return render(request, "pathways/links.html", context, status=422 if form.errors else 200)


def _own_link(request: ViewerRequest, pk: int) -> Any:
    return get_object_or_404(
        selectors.links_of(request.viewer.school).select_related("school"), pk=pk
    )


@page(CAREERS_LEADER)
@require_POST
def send_link(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send a link to its provider by e-mail."""
    link = _own_link(request, pk)
    if selectors.good_link(link.pk, link.school_id, timezone.localdate()) is None:
        messages.error(request, "This link is over. Make a new one.")
        return redirect("opportunities:links")
    try:
        services.send_link(link=link, address=_address(request, link), by=request.viewer.person)
    except services.LinkRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The link is on its way to {link.email}.")
    return redirect("opportunities:links")


@page(CAREERS_LEADER)
@require_POST
def revoke_link(request: ViewerRequest, pk: int) -> HttpResponse:
    """End a link at once; `undo` in the form brings it back."""
    link, by = _own_link(request, pk), request.viewer.person
    if "undo" in request.POST:
        if services.restore(link=link, by=by):
            messages.success(request, f"The link for {link} is good again.")
    elif services.revoke(link=link, by=by):
        messages.success(request, f"The link for {link} is not good any more.")
    return redirect("opportunities:links")


@page(CAREERS_LEADER)
@require_safe
def waiting(request: ViewerRequest) -> HttpResponse:
    """What providers gave: what waits for a decision, and what was decided."""
    school, read_at = request.viewer.school, timezone.now()
    shown = page_of(request, selectors.given_to(school, waiting=True), PER_PAGE)
    past = page_of(request, selectors.given_to(school, waiting=False), PER_PAGE, "past")
    context = {
        "title": "Given by providers",
        "lede": "Students see what you accept, with the day on which the provider gave it.",
        "read_at": read_at.isoformat(),
        "shown": shown,
        "table": presenters.waiting_table(list(shown)),
        "past": past,
        "decided": presenters.opportunity_lines(past, with_names=True),
        "breadcrumbs": presenters.crumbs(),
    }
    return render(request, "pathways/waiting.html", context)


def _ticked(request: ViewerRequest) -> list[int]:
    return keys_in(*request.POST.getlist("given"))


def _read_at(request: ViewerRequest) -> dt.datetime:
    """When the page was shown that this answers; long ago where it does not say."""
    try:
        said = dt.datetime.fromisoformat(request.POST.get("read_at", ""))
    except ValueError:
        return _NEVER
    return said if timezone.is_aware(said) else _NEVER


@page(CAREERS_LEADER)
@require_POST
def decide(request: ViewerRequest) -> HttpResponse:
    """Accept or refuse those ticked, or all that wait, as they were when the page was shown."""
    viewer, ticked = request.viewer, _ticked(request)
    waiting = selectors.given_to(viewer.school, waiting=True)
    found = selectors.given_until(viewer.school, _read_at(request))
    if request.POST.get("do") != "accept_all":
        waiting, found = waiting.filter(pk__in=ticked), found.filter(pk__in=ticked)
        if not ticked:
            messages.error(request, "Tick at least one line first.")
            return redirect("opportunities:waiting")
    if unread := waiting.count() - found.count():
        messages.error(request, f"{unread} came or changed since you read this page: see below.")
    if request.POST.get("do") == "refuse":
        refused = given_services.refuse(given=found, by=viewer.person)
        messages.success(request, f"{refused} refused. You can undo this below.")
        return redirect("opportunities:waiting")
    done, problems = given_services.accept(given=found, by=viewer.person)
    if done:
        messages.success(request, f"{done} accepted: students see it now.")
    for problem in problems:
        messages.error(request, problem)
    return redirect("opportunities:waiting")


@page(CAREERS_LEADER)
@require_POST
def undo(request: ViewerRequest, pk: int) -> HttpResponse:
    """Let something decided wait again."""
    viewer = request.viewer
    given = get_object_or_404(selectors.given_to(viewer.school, waiting=False), pk=pk)
    try:
        if given_services.undo(given=given, by=viewer.person):
            messages.success(request, f"“{given.title}” waits again.")
    except given_services.CannotUndo as error:
        messages.error(request, str(error))
    return redirect("opportunities:waiting")
