"""Pages for whoever runs the lesson: start it, show its slides, see what came of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import LOCAL_MARKET, RECORDING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.pathways.bridge import areas
from fingerpost.programme.presenters.words import when
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page

from .. import bridge, permissions
from ..forms.lessons import AreaForm, StartForm
from ..presenters import results as results_page
from ..presenters import slides
from ..presenters.taught import area_words, taught
from ..selectors import lessons as selectors
from ..selectors.entries import shown_entries
from ..services import lessons as services
from .asking import lesson_of

LATEST_SHOWN = 20


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def lessons(request: ViewerRequest) -> HttpResponse:
    """Start a lesson for a group, or go back to one."""
    viewer, today = request.viewer, timezone.localdate()
    chosen, how = _area_to_start_with(viewer.school)
    form = StartForm(
        request.POST if request.method == "POST" else None,
        groups=selectors.groups_for(viewer, today),
        areas=areas(),
        how=how,
        initial={"area": chosen},
    )
    if request.method == "POST" and form.is_valid():
        lesson, _ = services.start_lesson(
            school=viewer.school,
            area=form.cleaned_data["area"],
            by=viewer.person,
            **form.chosen(),
        )
        return redirect("lessons:slide", lesson.pk, 1)
    context = {
        "title": "Labour market lesson",
        "lede": "This group’s own ideas, the jobs near here, and one step for everybody. "
        "Nothing to prepare: start it on the projector.",
        "form": form,
        "has_groups": bool(form.groups or form.years),
        "latest": selectors.latest_lessons(viewer, today, LATEST_SHOWN),
        "keeps_entries": viewer.has(*LOCAL_MARKET.roles),
    }
    return render(request, "lessons/lessons.html", context)


def _area_to_start_with(school: Any) -> tuple[str, str]:
    """The area that is chosen before anybody chooses, and how that was found."""
    chosen, found = selectors.area_to_start_with(school)
    how = area_words(chosen, found, bridge.area_name(found.code))
    return chosen, f"{how} What you choose stays chosen for the next lesson."


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def for_session(request: ViewerRequest, pk: int) -> HttpResponse:
    """Start the lesson for those who are down for a session, or go back to one."""
    viewer, today = request.viewer, timezone.localdate()
    session = get_object_or_404(permissions.sessions_to_teach(viewer), pk=pk)
    may_teach = permissions.may_teach(viewer, session)
    chosen, how = _area_to_start_with(viewer.school)
    form = AreaForm(
        request.POST if request.method == "POST" else None,
        areas=areas(),
        how=how,
        initial={"area": chosen},
    )
    if request.method == "POST" and may_teach and form.is_valid():
        lesson, _ = services.start_lesson(
            school=viewer.school,
            area=form.cleaned_data["area"],
            by=viewer.person,
            session=session,
        )
        return redirect("lessons:slide", lesson.pk, 1)
    context = {
        "title": "Labour market lesson",
        "lede": f"For those who are down for {session.title}, {when(session)}.",
        "form": form,
        "has_groups": may_teach,
        "session": session,
        "is_another_day": session.on != today,
        "latest": selectors.latest_of_session(session),
        "breadcrumbs": [(session.title, reverse("programme:session", args=[session.pk]))],
    }
    return render(request, "lessons/lessons.html", context)


@page(RECORDING)
@require_GET
def slide(request: ViewerRequest, pk: int, number: int) -> HttpResponse:
    """One slide, for a projector. It names no student."""
    titles = slides.titles()
    if number not in titles:
        raise Http404("There is no such slide.")
    lesson = lesson_of(request, pk)
    shown = slides.slide(_material(request, lesson), number)
    context = {
        "title": shown.title,
        "lesson": lesson,
        "number": number,
        "last": len(titles),
        "titles": titles.items(),
        "slide_template": f"lessons/slides/{shown.name}.html",
        "previous": number - 1,
        "next": number + 1 if number < len(titles) else 0,
        "phone_address": request.get_host() + reverse("lessons:today"),
        **shown.context,
    }
    return render(request, "lessons/slide.html", context)


def _material(request: ViewerRequest, lesson: Any) -> slides.Material:
    viewer, today = request.viewer, timezone.localdate()
    students = permissions.counted_on_slides(viewer, lesson, today)
    return slides.Material(
        size=students.count(),
        area=lesson.area,
        turn=lesson.pk,
        threshold=bridge.small_group(today),
        looked=selectors.looked_at(students),
        entries=shown_entries(viewer.school, today),
    )


@page(RECORDING)
@require_GET
def results(request: ViewerRequest, pk: int) -> HttpResponse:
    """What came of a lesson: who wrote a step, who did not, how ideas moved."""
    lesson, viewer, today = lesson_of(request, pk), request.viewer, timezone.localdate()
    among = permissions.students_of(viewer, lesson, today)
    students = list(among)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"Steps of the {str(lesson)[0].lower()}{str(lesson)[1:]}",
        query="",
        students=len(students),
    )
    steps = selectors.steps_written(lesson, students)
    before, since = selectors.before_and_since(lesson, selectors.looked_at(among))
    context = {
        "title": f"Lesson of {lesson.group_name}",
        "lesson": lesson,
        "of": len(students),
        "wrote": len(steps),
        "wrote_table": results_page.wrote_table(students, steps),
        "without_table": results_page.without_table(students, steps),
        "moved": results_page.moved(before, since, len(students), bridge.small_group(today)),
        "taught": taught(lesson, permissions.recorded_as(viewer, lesson)),
        "area": bridge.area_name(lesson.area),
        "area_form": AreaForm(areas=areas(), initial={"area": lesson.area}),
        "breadcrumbs": [("Labour market lesson", reverse("lessons:lessons"))],
    }
    return render(request, "lessons/results.html", context)


@page(RECORDING)
@require_POST
def area(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say of which area a lesson tells the openings."""
    lesson = lesson_of(request, pk)
    form = AreaForm(request.POST, areas=areas())
    if form.is_valid():
        services.set_area(lesson=lesson, area=form.cleaned_data["area"], by=request.viewer.person)
        messages.success(request, "The lesson now shows the jobs of this area.")
    else:
        messages.error(request, "Choose an area from the list.")
    return redirect("lessons:results", lesson.pk)


@page(RECORDING)
@require_POST
def take_back(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take back a lesson that was started by mistake."""
    lesson = lesson_of(request, pk)
    services.take_back_lesson(lesson=lesson, by=request.viewer.person)
    messages.success(request, "The lesson is taken back. Steps that were written stay in plans.")
    return redirect("lessons:lessons")
