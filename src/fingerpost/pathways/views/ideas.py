"""Pages of a student's ideas, and of what families are shown of them."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import PARENT, STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file, file_answer
from fingerpost.web.paging import page_of

from .. import bridge, permissions
from ..forms import ideas as forms
from ..presenters import ideas as presenters
from ..presenters.occupations import cards as occupation_cards
from ..selectors import ideas as selectors
from ..selectors.given import routes_named
from ..services import ideas as services
from .occupations import MOST_COMPARED

PER_PAGE = 20
# How many occupations are offered for an idea in own words.
OFFERED = 3


def _my_idea(request: ViewerRequest, pk: int) -> Any:
    return get_object_or_404(permissions.own_ideas(request.viewer), pk=pk)


@page(STUDENT)
@require_GET
def ideas(request: ViewerRequest) -> HttpResponse:
    """A student's ideas, newest first."""
    dropped = request.GET.get("show") == "dropped"
    found = selectors.my_ideas(request.viewer, dropped=dropped)
    jobs = selectors.saved_by(request.viewer).occupations
    return render(
        request,
        "pathways/ideas.html",
        {
            "title": "Ideas you put away" if dropped else "My ideas",
            "page_of": page_of(request, found, PER_PAGE),
            "dropped": dropped,
            "beside": jobs[:MOST_COMPARED] if len(jobs) > 1 and not dropped else [],
        },
    )


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Save an idea."""
    student = myself(request)
    form = forms.IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        idea, is_new = services.save_idea(
            student=student, words=form.words(), by=request.viewer.person
        )
        _say_saved(request, idea, is_new)
        if is_new and selectors.is_job_in_own_words(idea) and bridge.search(idea.title, 1):
            return redirect("pathways:which_job", idea.pk)
        return redirect("pathways:ideas")
    context = {"title": "Save an idea", "form": form, "submit_label": "Save idea"}
    return render(request, "pathways/idea_form.html", context)


def _say_saved(request: ViewerRequest, idea: Any, is_new: bool) -> None:
    if is_new:
        messages.success(request, f"“{idea.title}” is saved.")
    else:
        messages.info(request, f"You have “{idea.title}” in your ideas.")


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def which_job(request: ViewerRequest, pk: int) -> HttpResponse:
    """Which occupation an idea in own words is, so that its figures and ways in are at hand."""
    idea = _my_idea(request, pk)
    found = [one.occupation for one in bridge.search(idea.title, OFFERED)]
    if request.method == "POST":
        chosen = next((one for one in found if one.slug == request.POST.get("occupation")), None)
        if chosen is None:
            raise Http404("That job is not in the list.")
        services.name_occupation(idea=idea, slug=chosen.slug, by=request.viewer.person)
        return redirect("occupations:occupation", chosen.slug)
    context = {"title": "Is it one of these?", "idea": idea, "cards": occupation_cards(found, [])}
    return render(request, "pathways/which_job.html", context)


@page(STUDENT)
@require_POST
def quick_add(request: ViewerRequest) -> HttpResponse:
    """Save an idea with one press on another page, and stay there.

    Takes `title` and optionally kind, note, source, source_url, `of` (the key of a course or
    opportunity) and `next`, the page to go back to.
    """
    student = myself(request)
    form = forms.QuickIdeaForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "pathways/idea_form.html",
            {
                "title": "Save an idea",
                "form": form,
                "submit_label": "Save idea",
                "action": "/ideas/add/",
            },
            status=422,
        )
    words = form.words()
    if named := routes_named(request.POST.get("of", ""), request.viewer.school):
        words = replace(words, routes=named.routes, sectors=named.sectors)
    idea, is_new = services.save_idea(student=student, words=words, by=request.viewer.person)
    if getattr(request, "htmx", False):
        context = {"idea": idea, "is_new": is_new, "is_read": words.is_read}
        return render(request, "pathways/quick_saved.html", context)
    _say_saved(request, idea, is_new)
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("pathways:ideas")


def _changed(form: forms.IdeaForm, idea: Any) -> services.Words:
    """What the form says; the same job as before unless it has another name."""
    words = form.words()
    is_same = words.title.casefold() == idea.title.casefold()
    return replace(words, occupation=idea.occupation if is_same else "")


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Change an idea or its note."""
    idea = _my_idea(request, pk)
    initial = {name: getattr(idea, name) for name in forms.IdeaForm.base_fields}
    form = forms.IdeaForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_idea(idea=idea, words=_changed(form, idea), by=request.viewer.person)
        except services.AlreadyHave as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, "Your change is saved.")
            return redirect("pathways:ideas")
    context = {"title": "Change your idea", "form": form, "submit_label": "Save"}
    return render(request, "pathways/idea_form.html", context)


@page(STUDENT)
@require_POST
def share(request: ViewerRequest, pk: int) -> HttpResponse:
    """Let the family see an idea."""
    if services.share(idea=_my_idea(request, pk), by=request.viewer.person):
        messages.success(request, "Your family can see this idea now.")
    return redirect("pathways:ideas")


@page(STUDENT)
@require_POST
def stop_sharing(request: ViewerRequest, pk: int) -> HttpResponse:
    """No longer let the family see an idea."""
    if services.stop_sharing(idea=_my_idea(request, pk), by=request.viewer.person):
        messages.success(request, "Your family can no longer see this idea.")
    return redirect("pathways:ideas")


@page(STUDENT)
@require_POST
def drop(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put an idea away; it can be brought back."""
    if services.drop(idea=_my_idea(request, pk), by=request.viewer.person):
        messages.success(request, "Your idea is put away. You can bring it back.")
    return redirect("pathways:ideas")


@page(STUDENT)
@require_POST
def pick_up(request: ViewerRequest, pk: int) -> HttpResponse:
    """Bring back an idea that was put away."""
    try:
        if services.pick_up(idea=_my_idea(request, pk), by=request.viewer.person):
            messages.success(request, "Your idea is back.")
    except services.AlreadyHave as error:
        messages.warning(request, str(error))
    return redirect("pathways:ideas")


@page(STUDENT)
@require_GET
def export(request: ViewerRequest, form: str) -> HttpResponse:
    """All of a student's ideas as a file to keep, in JSON or CSV."""
    if form not in {"json", CSV}:
        raise Http404("Ideas leave as json or csv.")
    found = selectors.all_my_ideas(request.viewer)
    if form == CSV:
        return as_file("my-ideas", presenters.COLUMNS, presenters.as_rows(found), CSV)
    body = presenters.as_json(found)
    return file_answer(body, "my-ideas.json", "application/json; charset=utf-8")


@page(PARENT)
@require_GET
def shared(request: ViewerRequest) -> HttpResponse:
    """What the viewer's children share of their ideas."""
    found = selectors.ideas_shared_with(request.viewer)
    return render(
        request,
        "pathways/shared.html",
        {
            "title": "Ideas shared with you",
            "page_of": page_of(request, found, PER_PAGE),
        },
    )
