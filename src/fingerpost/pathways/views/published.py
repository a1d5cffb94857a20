"""Pages of the published assessment of interests, where the installation has loaded it."""

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from .. import bridge
from ..forms.about_me import StatementsForm
from ..presenters import occupations
from ..presenters.about_me import SUGGESTED
from ..selectors import published as selectors
from ..selectors.ideas import saved_by
from ..services import published as services
from .about_me import ON_A_PAGE
from .occupations import CRUMB
from .sheets import go_on

TITLE = "What do you like to do?"
ANSWERS = ("Not at all", "Not much", "Not sure", "Yes", "Very much")


def _assessment() -> Any:
    found = selectors.assessment_in_use()
    if found is None:
        raise Http404("These questions are not here.")
    return found


def _sheets(assessment: Any) -> list[list[SimpleNamespace]]:
    asked = [
        SimpleNamespace(key=str(number), text=one["text"])
        for number, one in enumerate(assessment.statements)
    ]
    return [asked[begin : begin + ON_A_PAGE] for begin in range(0, len(asked), ON_A_PAGE)]


def _open(request: ViewerRequest, assessment: Any) -> dict[str, int]:
    found = selectors.own_answers(request.viewer, assessment).filter(finished_at__isnull=True)
    first = found.first()
    return dict(first.answers) if first else {}


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def published_sheet(request: ViewerRequest, number: int) -> HttpResponse:
    """One page of the published statements; each page is kept as it is sent."""
    assessment = _assessment()
    sheets = _sheets(assessment)
    if not 1 <= number <= len(sheets):
        raise Http404("There is no such page of questions.")
    form = StatementsForm(
        request.POST if request.method == "POST" else None,
        statements=sheets[number - 1],
        words=ANSWERS,
        said=_open(request, assessment),
    )
    if request.method == "POST" and form.is_valid():
        kept = services.answer_published(
            student=myself(request),
            assessment=assessment,
            answers=form.answers(),
            by=request.viewer.person,
        )
        return _on(request, kept, number, sheets)
    context = {
        "title": TITLE,
        "asks": "These questions are from the National Careers Service.",
        "form": form,
        "number": number,
        "many": len(sheets),
        "words": ANSWERS,
        "not_ours": True,
        "breadcrumbs": [CRUMB],
    }
    return render(request, "pathways/about_me.html", context)


def _on(
    request: ViewerRequest, kept: Any, number: int, sheets: list[list[SimpleNamespace]]
) -> HttpResponse:
    if kept.finished_at:
        messages.success(request, "All done. Here is what may fit you.")
        return redirect("occupations:published_for_me")
    return go_on(
        request,
        pages=sheets,
        said=kept.answers,
        number=number,
        name="occupations:published_sheet",
    )


@page(STUDENT)
@require_GET
def published_for_me(request: ViewerRequest) -> HttpResponse:
    """What the student's answers lead to by the published keys, and what they led to before."""
    assessment = _assessment()
    times = list(
        selectors.own_answers(request.viewer, assessment).filter(finished_at__isnull=False)
    )
    traits = bridge.strongest_traits(assessment, times[0].answers) if times else ()
    meanings = {one["name"]: one["meaning"] for one in assessment.traits}
    suggested = bridge.led_to(assessment, traits, SUGGESTED)
    context = {
        "title": "Jobs from these questions",
        "traits": [(name, meanings[name]) for name in traits],
        "has_answered": bool(times),
        "cards": occupations.led_to_cards(suggested, saved_by(request.viewer).occupations),
        "before": [
            (
                timezone.localdate(one.finished_at),
                ", ".join(bridge.strongest_traits(assessment, one.answers)) or "everything alike",
            )
            for one in times[1:]
        ],
        "breadcrumbs": [CRUMB],
    }
    return render(request, "pathways/published_for_me.html", context)
