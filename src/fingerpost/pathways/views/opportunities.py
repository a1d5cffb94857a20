"""Pages of what is near by: for students to look through, for careers leaders to keep."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import AT_A_SCHOOL, CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.lines import Words
from fingerpost.exchange.opportunities import COLUMNS, words_of
from fingerpost.exchange.opportunities.reader import LARGEST
from fingerpost.lists.pages import ListPages, bring_in_page, preview_page, undo_page
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.paging import page_of
from fingerpost.web.uploads import limited_upload

from ..forms.opportunities import NearForm
from ..presenters import opportunities as presenters
from ..presenters.courses import CourseCard, course_cards, own_cards, sources_of
from ..presenters.given import taken_out_lines
from ..selectors import courses
from ..selectors import opportunities as selectors
from ..selectors.given import given_to
from ..selectors.grades import own_predicted
from ..selectors.here import here_of
from ..selectors.ideas import saved_by
from ..services import opportunities as services
from ..slots import NewsAsked, news

PER_PAGE, NEWS_PER_PAGE = 20, 6
# Of each route, where nobody knows what is near.
ANYWHERE = 20


@page(AT_A_SCHOOL)
@require_GET
def near(request: ViewerRequest) -> HttpResponse:
    """What is near by, of every route in turn: the school's own list and the published ones."""
    viewer = request.viewer
    today = timezone.localdate()
    routes, sectors = presenters.route_labels(), presenters.sector_labels()
    form = NearForm(request.GET, routes, sectors)
    here = here_of(viewer, form.cleaned_data.get("place", ""))
    of_routes, of_sectors = form.chosen("route"), form.chosen("sector")
    own = selectors.near(viewer.school, today, routes=of_routes, sectors=of_sectors)
    listed: Any = selectors.InOneList(own, _published(form, here))
    shown = page_of(request, listed, PER_PAGE)
    cards = _cards(viewer, list(shown), here)
    context = {
        "title": "Near me",
        "lede": "Courses, apprenticeships and other next places, of every kind in turn.",
        "filter_form": form,
        "found": shown,
        "cards": cards,
        "here": here.name if here else "",
        "news": page_of(
            request,
            news(NewsAsked(viewer, here, "", of_sectors, of_routes, form.reach)),
            NEWS_PER_PAGE,
            "news",
        ),
        "sources": sources_of(cards),
        "keeps": viewer.has(Role.CAREERS_LEADER),
        "is_taken_out": viewer.has(Role.CAREERS_LEADER)
        and selectors.taken_out(viewer.school, today).exists(),
        "waiting": given_to(viewer.school, waiting=True).count() if viewer.is_staff else 0,
        "is_student": viewer.has(Role.STUDENT),
    }
    return render(request, "pathways/near.html", context)


def _cards(viewer: Any, shown: list[Any], here: Any) -> list[CourseCard]:
    """Lines of the school's own list and published courses, in the order they are shown."""
    saved, grades = saved_by(viewer).names, own_predicted(viewer)
    page_of = courses.courses_by_key(one for one in shown if isinstance(one, int))
    name, miles = here.name if here else "", courses.miles_of(page_of, here)
    own = [one for one in shown if not isinstance(one, int)]
    by_key = {card.key: card for card in course_cards(page_of, miles, name, saved, grades)}
    by_key |= {card.key: card for card in own_cards(own, saved, grades)}
    keys = (f"course:{one}" if isinstance(one, int) else f"opportunity:{one.pk}" for one in shown)
    return [by_key[key] for key in keys if key in by_key]


def _published(form: NearForm, here: Any) -> Any:
    """Keys of published courses: the nearest; without a place, some of each route."""
    today = timezone.localdate()
    routes = form.chosen("route") or tuple(presenters.route_labels())
    sectors = form.chosen("sector")
    if here is not None:
        return courses.keys_near(today, here, form.reach, routes=routes, sectors=sectors)
    some = courses.some_of_each_route(
        today, None, None, routes=routes, sectors=sectors, only_these=True, each=ANYWHERE
    )
    return [one.pk for one in some]


def _words() -> Words:
    return words_of(presenters.route_labels(), presenters.sector_labels())


def _pages() -> ListPages:
    return ListPages(
        title="Bring in a list",
        about="A CSV file with one line for each course, apprenticeship, open day or taster.",
        columns=COLUMNS,
        words=_words(),
        bring_in="occupations:bring_in",
        preview="occupations:list_preview",
        undo="occupations:undo_list",
        blank="occupations:blank_list",
        then="occupations:near",
        breadcrumbs=[("Near me", reverse("occupations:near"))],
        current=("download your list as it stands", reverse("occupations:own_list")),
    )


@limited_upload(LARGEST)
@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: ViewerRequest) -> HttpResponse:
    """Send a file of opportunities, to be looked at before anything is saved."""
    return bring_in_page(request, _pages(), services.near_list(request.viewer.school, _words()))


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def list_preview(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a file of opportunities would change; saved with one press."""
    keeper = services.near_list(request.viewer.school, _words())
    return preview_page(request, _pages(), keeper, pk)


@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_list(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put the list back as it was before the file saved last, after asking."""
    keeper = services.near_list(request.viewer.school, _words())
    return undo_page(request, _pages(), keeper, pk)


@page(CAREERS_LEADER)
@require_GET
def blank_list(request: ViewerRequest) -> HttpResponse:
    """An empty list with the right columns, to fill in."""
    return as_file("near-by", list(COLUMNS), [], CSV)


@page(CAREERS_LEADER)
@require_GET
def own_list(request: ViewerRequest) -> HttpResponse:
    """The school's list as it stands, in the columns in which it can be brought in again."""
    found = selectors.opportunities_of(request.viewer.school, timezone.localdate())
    return as_file("near-by", list(COLUMNS), presenters.list_rows(found, COLUMNS), CSV)


@page(CAREERS_LEADER)
@require_POST
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take an opportunity out of the list, after asking."""
    found = get_object_or_404(selectors.ever_in_list(request.viewer.school), pk=pk)
    if "sure" not in request.POST:
        context = {
            "title": f"Take out “{found}”?",
            "text": "Students do not see it any more. You can bring it back.",
            "fields": [("sure", "yes")],
            "submit_label": "Take it out",
            "warning": True,
            "cancel_url": reverse("occupations:near"),
        }
        return render(request, "web/confirm.html", context)
    services.take_out(opportunity=found, by=request.viewer.person)
    messages.success(request, f"“{found}” is out of the list. You can bring it back here.")
    return redirect("occupations:taken_out")


@page(CAREERS_LEADER)
@require_safe
def taken_out(request: ViewerRequest) -> HttpResponse:
    """What was taken out of the list, to bring it back."""
    found = selectors.taken_out(request.viewer.school, timezone.localdate())
    shown = page_of(request, found, PER_PAGE)
    context = {
        "title": "Taken out",
        "lede": "Students do not see these. What is over is not here any more.",
        "lines": taken_out_lines(shown),
        "shown": shown,
        "breadcrumbs": [("Near me", reverse("occupations:near"))],
    }
    return render(request, "pathways/taken_out.html", context)


@page(CAREERS_LEADER)
@require_POST
def bring_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put what was taken out into the list again."""
    found = get_object_or_404(selectors.ever_in_list(request.viewer.school), pk=pk)
    try:
        if services.bring_back(opportunity=found, by=request.viewer.person):
            messages.success(request, f"“{found}” is in the list again.")
    except services.StandsAgain as refusal:
        messages.error(request, str(refusal))
    return redirect("occupations:taken_out")
