"""Pages of the questions about oneself, and of what they lead to."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from .. import bridge
from ..forms.about_me import StatementsForm
from ..presenters import about_me as presenters
from ..presenters import occupations
from ..presenters.about_me import SUGGESTED
from ..selectors import about_me as selectors
from ..selectors.ideas import saved_by
from ..services import about_me as services
from .occupations import CRUMB
from .sheets import go_on

# Statements on one page: what a thumb gets through in two minutes.
ON_A_PAGE = 12


@dataclass(frozen=True)
class _Sheet:
    """One page of statements."""

    part: Any
    statements: tuple[Any, ...]


def _sheets() -> list[_Sheet]:
    return [
        _Sheet(part, part.statements[begin : begin + ON_A_PAGE])
        for part in bridge.questions().parts
        for begin in range(0, len(part.statements), ON_A_PAGE)
    ]


@page(STUDENT)
@require_GET
def begin(request: ViewerRequest) -> HttpResponse:
    """Go on where the student stopped, or begin."""
    said = selectors.open_answers(request.viewer)
    for number, sheet in enumerate(_sheets(), start=1):
        if any(one.key not in said for one in sheet.statements):
            return redirect("occupations:about_me_sheet", number)
    return redirect("occupations:for_me")


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: ViewerRequest, number: int) -> HttpResponse:
    """One page of statements; each page is kept as it is sent."""
    sheets = _sheets()
    if not 1 <= number <= len(sheets):
        raise Http404("There is no such page of questions.")
    here = sheets[number - 1]
    form = StatementsForm(
        request.POST if request.method == "POST" else None,
        statements=here.statements,
        words=here.part.answers,
        said=selectors.open_answers(request.viewer),
    )
    if request.method == "POST" and form.is_valid():
        return _keep(request, form, number)
    context = {
        "title": here.part.title,
        "asks": here.part.asks,
        "form": form,
        "number": number,
        "many": len(sheets),
        "words": here.part.answers,
        "breadcrumbs": [CRUMB],
    }
    return render(request, "pathways/about_me.html", context)


def _keep(request: ViewerRequest, form: StatementsForm, number: int) -> HttpResponse:
    kept = services.answer(
        student=myself(request), answers=form.answers(), by=request.viewer.person
    )
    if kept.finished_at:
        messages.success(request, "All done. Here is what may fit you.")
        return redirect("occupations:for_me")
    return go_on(
        request,
        pages=[one.statements for one in _sheets()],
        said=kept.answers,
        number=number,
        name="occupations:about_me_sheet",
    )


@page(STUDENT)
@require_GET
def for_me(request: ViewerRequest) -> HttpResponse:
    """Occupations to explore for what the student answered, and why each."""
    viewer = request.viewer
    said = selectors.answers_that_count(viewer)
    suggested = bridge.suggestions(said, SUGGESTED) if said else []
    saved = saved_by(viewer).occupations
    context = {
        "title": "Jobs that may fit me",
        "cards": occupations.suggested_cards(suggested, saved),
        "is_open": bool(selectors.open_answers(viewer)),
        "changes": presenters.changes(selectors.finished(viewer)),
        "strongest": bridge.strongest(said, "interests", 3) if said else (),
        "breadcrumbs": [CRUMB],
    }
    return render(request, "pathways/for_me.html", context)
