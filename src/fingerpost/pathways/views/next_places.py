"""What could I do with what I have and like? Nothing typed here is kept unless it is saved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from .. import bridge
from ..forms.next_places import NextPlacesForm
from ..presenters import next_places as presenters
from ..presenters.courses import course_cards, own_cards, sources_of
from ..presenters.opportunities import route_labels
from ..selectors import about_me, courses
from ..selectors.given import routes_named
from ..selectors.here import here_of
from ..selectors.ideas import saved_by
from ..selectors.opportunities import near
from ..services import ideas as services

# Of each route: eleven routes are a long page on a phone as it is.
EACH = 2
NEAR_CRUMB = ("Near me", "/occupations/near/")


@never_cache
@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def next_places(request: ViewerRequest) -> HttpResponse:
    """Grades, likes and how far one can go, and next places of every route for them."""
    myself(request)
    form = NextPlacesForm(request.POST if request.method == "POST" else None)
    is_asked = request.method == "POST" and form.is_valid()
    viewer = request.viewer
    liked = bridge.liked_sectors(about_me.answers_that_count(viewer), saved_by(viewer).occupations)
    found = _found(request, form, liked) if is_asked else {}
    if "save" in request.POST and found:
        found = _save(request, form, liked, found)
    context = {
        "title": "What could I do?",
        "form": form,
        "is_asked": is_asked,
        "likes": [presenters.sector_labels()[one] for one in liked],
        "breadcrumbs": [NEAR_CRUMB],
        **found,
    }
    status = 422 if request.method == "POST" and not is_asked else 200
    return render(request, "pathways/next_places.html", context, status=status)


def _found(request: ViewerRequest, form: NextPlacesForm, liked: list[str]) -> dict[str, Any]:
    viewer = request.viewer
    here = here_of(viewer, form.cleaned_data["place"])
    today = timezone.localdate()
    routes = tuple(route_labels())
    some = courses.some_of_each_route(today, here, form.reach, routes=routes, sectors=liked)
    if not some:
        some = courses.some_of_each_route(today, here, None, routes=routes, sectors=liked)
    own = near(viewer.school, today, only_courses=True)
    miles, saved = courses.miles_of(some, here), saved_by(viewer).names
    chosen = bridge.next_places(
        [
            *(bridge.Candidate(one, one.sector_for(liked), one.miles) for one in own),
            *(bridge.Candidate(one, one.sector, miles[one.pk]) for one in some),
        ],
        form.grades(),
        liked,
        reach=form.reach if here else None,
        each=EACH,
    )
    cards = presenters.next_place_cards(
        chosen,
        [*own_cards(own, saved), *course_cards(some, miles, here.name if here else "", saved)],
    )
    return {
        "cards": cards,
        "typed": form.typed().items(),
        "here": here.name if here else "",
        "unlisted": presenters.not_listed({one.place.route for one in chosen}),
        "sources": sources_of(card.course for card in cards),
    }


def _save(
    request: ViewerRequest, form: NextPlacesForm, liked: list[str], found: dict[str, Any]
) -> dict[str, Any]:
    """Save one of the places shown, with what it needs, and show them again."""
    card = next((one for one in found["cards"] if one.course.key == request.POST["save"]), None)
    if card is None:
        raise Http404("That place is not in the list.")
    named = routes_named(card.course.key, request.viewer.school)
    words = services.Words(
        title=card.course.name,
        kind=card.course.kind,
        note=card.note,
        source="What could I do?",
        source_url=card.course.link,
        routes=named.routes if named else (),
        sectors=named.sectors if named else (),
    )
    idea, is_new = services.save_idea(
        student=myself(request), words=words, by=request.viewer.person
    )
    if is_new:
        messages.success(request, f"“{idea.title}” is saved.")
    else:
        messages.info(request, f"You have “{idea.title}” in your ideas.")
    return _found(request, form, liked)
