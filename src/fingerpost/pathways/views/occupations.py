"""Pages to explore occupations: searching, browsing, one of them, two or three side by side."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import AT_A_SCHOOL
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from .. import bridge
from ..presenters import occupations as presenters
from ..presenters.areas import how_found
from ..presenters.courses import course_cards, own_cards, sources_of
from ..presenters.descriptions import described, preparation
from ..presenters.opportunities import route_labels
from ..presenters.way_back import needed_lines, routes_on_the_way, ways_back
from ..selectors import about_me, courses
from ..selectors.areas import SchoolArea, area_of_school
from ..selectors.descriptions import description_of
from ..selectors.grades import own_predicted
from ..selectors.here import here_of
from ..selectors.ideas import is_read, saved_by
from ..selectors.opportunities import near
from ..selectors.published import assessment_in_use
from ..selectors.reach import USUAL_MILES
from ..slots import NewsAsked, news

PER_PAGE, FOUND_AT_MOST = 20, 60
MOST_COMPARED = 3
NEAR_AT_MOST = 6
NEWS_PER_PAGE = 6
COURSES_SHOWN = 12
CRUMB = ("Explore jobs", "/occupations/")


def _occupation(slug: str) -> Any:
    found = bridge.base().by_slug.get(slug)
    if found is None:
        raise Http404("There is no such occupation here.")
    return found


@page(AT_A_SCHOOL)
@require_GET
def explore(request: ViewerRequest) -> HttpResponse:
    """Search for occupations, or look through a family of work."""
    words, field = request.GET.get("q", "").strip()[:200], request.GET.get("field", "")
    viewer = request.viewer
    context = {"title": "Explore jobs", "is_student": viewer.has(Role.STUDENT)}
    families = Counter(name for one in bridge.base().occupations for name in one.fields)
    if words:
        found = _searched(request, viewer, words)
        context |= found if found["cards"] else {**found, "families": sorted(families.items())}
    elif field in families:
        of_field = [one for one in bridge.base().occupations if field in one.fields]
        shown = page_of(request, of_field, PER_PAGE)
        context |= {
            "field": field,
            "found": shown,
            "cards": presenters.cards(shown, saved_by(viewer).occupations),
        }
    else:
        context |= {"families": sorted(families.items()), **_where_to_begin(viewer)}
    return render(request, "pathways/explore.html", context)


def _searched(request: ViewerRequest, viewer: Any, words: str) -> dict[str, Any]:
    """Occupations for these words, and on the first page courses."""
    shown, saved = page_of(request, bridge.search(words, FOUND_AT_MOST), PER_PAGE), saved_by(viewer)
    context = {
        "words": words,
        "found": shown,
        "cards": presenters.found_cards(shown, saved.occupations),
    }
    return context if shown.number > 1 else {**context, **_courses(viewer, words, saved.names)}


def _where_to_begin(viewer: Any) -> dict[str, Any]:
    """What a student has begun of the questions about themselves."""
    is_student = viewer.has(Role.STUDENT)
    return {
        "has_published": is_student and assessment_in_use() is not None,
        "has_begun": is_student and about_me.own_assessments(viewer).exists(),
    }


def _courses(viewer: Any, words: str, saved: Collection[str]) -> dict[str, Any]:
    """Courses for these words: those within reach, and where there are none, anywhere."""
    today, here = timezone.localdate(), here_of(viewer)
    routes = tuple(route_labels())
    found = courses.found_courses(
        words, today, here, USUAL_MILES, routes=routes, limit=COURSES_SHOWN
    )
    if not found and here is not None:
        found = courses.found_courses(words, today, here, routes=routes, limit=COURSES_SHOWN)
    cards = course_cards(found, courses.miles_of(found, here), here.name if here else "", saved)
    return {"courses": cards, "sources": sources_of(cards)}


@page(AT_A_SCHOOL)
@require_GET
def occupation(request: ViewerRequest, slug: str) -> HttpResponse:
    """One occupation: what one does for how much, the ways in, what is like it."""
    one = _occupation(slug)
    viewer = request.viewer
    here, found = here_of(viewer), area_of_school(viewer.school)
    area = _area(request, found)
    saved = saved_by(viewer).occupations
    context = {
        "title": one.title,
        **_way_back(viewer, one, here),
        "facts": presenters.facts(one, area),
        "pay_year": presenters.pay_year(),
        "pay_is_old": presenters.pay_is_old(),
        "described": described(description_of(slug)),
        "preparation": preparation(one),
        "related": presenters.cards(bridge.related(one), saved),
        "areas": bridge.areas().items(),
        "area": area,
        "area_found": how_found(found, bridge.base().areas[found.code])
        if area == found.code
        else "",
        "sources": presenters.source_words(),
        "news": page_of(request, news(NewsAsked(viewer, here, slug=slug)), NEWS_PER_PAGE, "news"),
        "slug": slug,
        "is_saved": slug in saved,
        "is_read": slug in saved and is_read(viewer, slug),
        "is_student": viewer.has(Role.STUDENT),
        "compare_with": [key for key in saved if key != slug][: MOST_COMPARED - 1],
        "breadcrumbs": [CRUMB],
    }
    return render(request, "pathways/occupation.html", context)


def _way_back(viewer: Any, one: Any, here: Any) -> dict[str, Any]:
    """What is needed for an occupation, with what is near by on each way."""
    today = timezone.localdate()
    found = courses.courses_for(
        one.title, today, here, USUAL_MILES,
        routes=routes_on_the_way(one), sectors=bridge.sectors_of(one),
    )  # fmt: skip
    name, saved = here.name if here else "", saved_by(viewer).names
    grades = own_predicted(viewer)
    own = near(viewer.school, today, routes=routes_on_the_way(one), sectors=bridge.sectors_of(one))
    to_learn = [place for place in own if place.is_course]
    places = [
        *zip((place.route for place in to_learn), own_cards(to_learn, saved, grades), strict=True),
        *zip(
            (course.route for course in found),
            course_cards(found, courses.miles_of(found, here), name, saved, grades),
            strict=True,
        ),
    ]
    back = ways_back(one, places, saved)
    shown = (card for way in back.ways for card in (*way.places, *way.places_before))
    straight = set(bridge.routes_of(one))
    beside = [place for place in own if place.route in straight][:NEAR_AT_MOST]
    return {
        "back": back,
        "sources_near": sources_of(shown),
        "near": own_cards(beside, saved, grades),
        "has_grades": bool(grades),
    }


def _area(request: ViewerRequest, found: SchoolArea) -> str:
    """The area asked for, else the one found for the school."""
    asked = request.GET.get("area", "")
    return asked if asked in bridge.areas() else found.code


@page(AT_A_SCHOOL)
@require_GET
def compare(request: ViewerRequest) -> HttpResponse:
    """Two or three occupations side by side."""
    base = bridge.base()
    asked = dict.fromkeys(request.GET.getlist("of"))
    slugs = [slug for slug in asked if slug in base.by_slug][:MOST_COMPARED]
    viewer = request.viewer
    area = _area(request, area_of_school(viewer.school))
    chosen = [presenters.facts(_occupation(slug), area) for slug in slugs]
    needed = [needed_lines(base.by_slug[slug]) for slug in slugs]
    context = {
        "title": "Side by side",
        "chosen": [(one, [slug for slug in slugs if slug != one.slug]) for one in chosen],
        "rows": [*presenters.compared(chosen), ("What you need", needed)],
        "can_add": len(chosen) < MOST_COMPARED,
        "to_add": [base.by_slug[one] for one in saved_by(viewer).occupations if one not in slugs],
        "slugs": slugs,
        "breadcrumbs": [CRUMB],
        "explore_url": reverse("occupations:explore"),
    }
    return render(request, "pathways/compare.html", context)
