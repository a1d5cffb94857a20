"""Pages about who has answered a round: for whoever runs it, and for tutors of theirs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import GUIDANCE, PLANNING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.keys import key_in
from fingerpost.web.paging import page_of

from ..enums import Phase
from ..forms.rankings import RankingForm
from ..forms.rounds import ListForm
from ..permissions import may_run
from ..presenters.rounds import students_table
from ..presenters.student import choice_cards
from ..selectors.answers import ANSWERS, answered, group_choices, narrowed, put_first, student_of
from ..selectors.rounds import choices_for, sessions_of
from ..services.errors import RoundError
from ..services.rankings import enter_ranking
from .reach import CRUMB, round_of

_TAKES_ANSWERS = (Phase.SOON, Phase.OPEN, Phase.CLOSED)


@page(GUIDANCE)
@require_GET
def students(request: ViewerRequest, pk: int) -> HttpResponse:
    """Whom a round is for, of the viewer's students, and what each has answered."""
    viewer, of = request.viewer, round_of(request, pk)
    rows = answered(viewer, of)
    groups = group_choices(one.student for one in rows)
    form = ListForm(request.GET, shows=list(ANSWERS.items()), groups=groups)
    asked = form.narrowed()
    show = asked.get("show") or "all"
    titles = {row.session_id: row.session.title for row in sessions_of(of)}
    found, heading = narrowed(rows, show, asked.get("group") or None), ANSWERS[show]
    first = key_in(request.GET.get("first", ""))
    if first in titles:
        found, heading = put_first(found, first), f"Put first: {titles[first]}"
    shown = page_of(request, found)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=f"{of.title}: {heading}",
        query=request.GET.urlencode(),
        students=len(found),
    )
    may_enter = may_run(viewer) and of.phase in _TAKES_ANSWERS
    context = {
        "title": heading,
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "filter_form": form,
        "total": len(found),
        "table": students_table(shown, of, titles, may_enter=may_enter),
        "found": shown,
    }
    return render(request, "places/students.html", context)


@page(PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: ViewerRequest, pk: int, student: int) -> HttpResponse:
    """Enter the choices of a student who cannot send them."""
    of, whose = round_of(request, pk), student_of(request.viewer, student)
    if whose is None or of.phase not in _TAKES_ANSWERS:
        raise Http404("There is nothing to enter.")
    ranking = of.rankings.filter(student=whose).first()
    choices = choices_for(of, whose)
    form = RankingForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        chosen=ranking.choices if ranking else (),
        version=ranking.version if ranking else 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            enter_ranking(
                of=of,
                student=whose,
                choices=form.ranked(),
                based_on=form.cleaned_data["version"],
                by=request.user,
            )
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The choices of {whose} are kept.")
            return redirect(_back(pk))
    context: dict[str, Any] = {
        "title": f"Choices of {whose}",
        "lede": "Enter what the student wants, first choice first. The list shows who entered it.",
        "breadcrumbs": [CRUMB, (of.title, reverse("places:round", args=[pk]))],
        "form": form,
        "cards": choice_cards(choices),
        "submit_label": "Keep these choices",
        "cancel_url": _back(pk),
    }
    return render(request, "places/rank.html", context)


def _back(pk: int) -> str:
    return f"{reverse('places:students', args=[pk])}?show=not_answered"
