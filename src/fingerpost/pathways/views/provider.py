"""Pages for a provider, without an account: what it offers the students of one school."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost import walls
from fingerpost.accounts.permissions import ANYONE
from fingerpost.common.days import day_words
from fingerpost.web.access import page
from fingerpost.web.refusals import too_fast

from ..forms.entering import OpportunityForm, kind_named
from ..presenters import given as presenters
from ..presenters.opportunities import route_labels, sector_labels
from ..selectors import given as selectors
from ..services import given as services
from ..services import provider_links as links

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Open a page for whoever holds a good link; of that link's school it sees the rows alone.

    A link that is over answers with what to do next; too many forms at once wait.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str, **asked: Any) -> HttpResponse:
        try:
            named = links.named_by(token)
        except links.LinkOver as error:
            return _over(request, str(error), "")
        if not ratelimit.consume(request, action="provider", key=str(named.link)):
            return too_fast(request)
        with walls.one_school(named.school):
            link = selectors.good_link(named.link, named.school, timezone.localdate())
            if link is None:
                old = selectors.link_even_over(named.link, named.school)
                return _over(request, "This link is not good any more.", _school(old))
            return view(request, link, token, **asked)

    return opened


def _school(link: Any) -> str:
    return str(link.school.name) if link is not None else ""


def _over(request: HttpRequest, title: str, school: str) -> HttpResponse:
    context = {"title": title, "school": school}
    return render(request, "pathways/provider_over.html", context, status=410)


def _home(token: str) -> str:
    return reverse("opportunities:provider", args=[token])


@never_cache
@page(ANYONE)
@require_safe
@by_link
def provider(request: HttpRequest, link: Any, token: str) -> HttpResponse:
    """What stands in the school's list of a provider, and what waits of what it gave."""
    today = timezone.localdate()
    context = {
        "title": f"What {link.provider} offers",
        "link": link,
        "token": token,
        "until": day_words(link.expires_on),
        "waiting": presenters.opportunity_lines(selectors.given_by(link)),
        "refused": presenters.opportunity_lines(selectors.refused_of(link)),
        "listed": presenters.opportunity_lines(selectors.listed_of(link, today)),
    }
    return render(request, "pathways/provider.html", context)


@never_cache
@page(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def give(request: HttpRequest, link: Any, token: str, kind: str) -> HttpResponse:
    """The provider adds a course, an open day or a taster."""
    chosen = kind_named(kind)
    if chosen is None:
        raise Http404("There is no such kind of opportunity.")
    return _edit(request, link, token, chosen)


@never_cache
@page(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def correct(request: HttpRequest, link: Any, token: str, pk: int) -> HttpResponse:
    """The provider corrects a line that stands in the school's list."""
    there = get_object_or_404(selectors.listed_of(link, timezone.localdate()), pk=pk)
    before = selectors.given_by(link).filter(corrects=there).first()
    return _edit(request, link, token, there.kind, before or there, corrects=there)


@never_cache
@page(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def change(request: HttpRequest, link: Any, token: str, pk: int) -> HttpResponse:
    """The provider puts right what it gave and is waiting."""
    given = get_object_or_404(selectors.given_by(link), pk=pk)
    return _edit(request, link, token, given.kind, given, given=given)


def _edit(
    request: HttpRequest,
    link: Any,
    token: str,
    kind: Any,
    facts: Any = None,
    **what: Any,
) -> HttpResponse:
    """What: `given` or `corrects`, which the form is about; neither for something new."""
    sent = request.POST if request.method == "POST" else None
    form = OpportunityForm(sent, kind, route_labels(), sector_labels(), facts)
    if sent is not None and form.is_valid():
        try:
            _keep(request, link, form.facts(), **what)
        except services.TooMuchWaiting as error:
            form.add_error(None, str(error))
        else:
            return redirect(_home(token))
    context = {
        "title": f"Change “{facts.title}”" if facts else f"Add: {form.kind_label.lower()}",
        "lede": f"{link.school.name} reads it before students see it.",
        "form": form,
        "submit_label": "Send to the school",
        "cancel_url": _home(token),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


def _keep(
    request: HttpRequest, link: Any, facts: dict[str, Any], given: Any = None, corrects: Any = None
) -> None:
    links.note_use(link=link)
    if given is None:
        services.give(link=link, facts=facts, corrects=corrects)
    elif not services.change_given(given=given, facts=facts):
        messages.error(request, "The school has just decided on it. Correct the line in the list.")
        return
    messages.success(request, f"Thank you. {link.school.name} reads it next.")


@page(ANYONE)
@require_POST
@by_link
def end(request: HttpRequest, link: Any, token: str, pk: int) -> HttpResponse:
    """The provider says that it no longer has what stands in the school's list."""
    there = get_object_or_404(selectors.listed_of(link, timezone.localdate()), pk=pk)
    links.note_use(link=link)
    try:
        services.give(link=link, facts=services.facts_of(there), corrects=there, ends=True)
    except services.TooMuchWaiting as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Thank you. {link.school.name} reads it next.")
    return redirect(_home(token))


@page(ANYONE)
@require_POST
@by_link
def take_back(request: HttpRequest, link: Any, token: str, pk: int) -> HttpResponse:
    """The provider takes back what is waiting."""
    given = get_object_or_404(selectors.given_by(link), pk=pk)
    links.note_use(link=link)
    if services.take_back(given=given):
        messages.success(request, f"“{given.title}” is taken back.")
    return redirect(_home(token))
