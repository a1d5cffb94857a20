"""Pages of feedback: a student's short questions, and what staff read of the answers."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import GUIDANCE, STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.programme.permissions import held_sessions
from fingerpost.students.asking import myself
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from .. import forms, selectors
from ..presenters import results as presenters
from ..services import students as services

PER_PAGE = 50
# Each is a fold with its questions inside.
GROUPS_PER_PAGE = 25


@page(STUDENT)
@require_GET
def waiting(request: ViewerRequest) -> HttpResponse:
    """What the student may say what they thought of."""
    context = {
        "title": "What did you think?",
        "waiting": selectors.feedback_waiting(myself(request)),
    }
    return render(request, "evaluation/waiting.html", context)


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ViewerRequest, what: str, pk: int) -> HttpResponse:
    """The short questions about one interview or session."""
    student = myself(request)
    if selectors.has_answered(student, what, pk):
        messages.info(request, "You have told us what you thought. Thank you.")
        return redirect("evaluation:waiting")
    one = selectors.waiting_for(student, what, pk)
    questions = selectors.question_set_after(what, timezone.localdate())
    if one is None or questions is None:
        raise Http404("There is nothing to answer here.")
    form = forms.FeedbackForm(
        request.POST if request.method == "POST" else None, questions=questions
    )
    if request.method == "POST" and form.is_valid():
        services.give_feedback(
            student=student,
            what=what,
            pk=pk,
            questions=questions,
            answers=form.cleaned_data,
            by=request.viewer.person,
        )
        messages.success(request, "Thank you for telling us what you thought.")
        return redirect("evaluation:waiting")
    context = {"title": questions.student_title, "form": form, "one": one}
    return render(request, "evaluation/answer.html", context)


@page(GUIDANCE)
@require_GET
def results(request: ViewerRequest) -> HttpResponse:
    """What students said, counted."""
    form = forms.ResultsForm(request.GET)
    by = (form.cleaned_data["by"] if form.is_valid() else "") or "kind"
    found = selectors.results(request.viewer, by)
    listed = presenters.in_order(found.groups)
    shown = page_of(request, listed, GROUPS_PER_PAGE)
    return render(
        request,
        "evaluation/results.html",
        {
            "title": "Feedback",
            "filter_form": form,
            "heading": "By adviser" if by == "adviser" else f"By {by}, least liked first",
            "summary": presenters.summary(found),
            "answered": presenters.who_answered(request.viewer) if found.groups else None,
            "page_of": shown,
            "shown": [presenters.shown(tally) for tally in shown],
            "held": presenters.held_back(found.groups),
            "fewest": selectors.fewest_shown(),
        },
    )


@page(GUIDANCE)
@require_GET
def answers(request: ViewerRequest) -> HttpResponse:
    """The answers behind a figure, without names; or, apart from them, what students wrote."""
    asked = {key: request.GET.get(key, "") for key in ("set", "question", "answer")}
    group = selectors.Group(request.GET.get("by", ""), request.GET.get("of", ""))
    tally = selectors.group_results(request.viewer, group)
    context = {
        "title": "What students answered",
        "tally": tally,
        "name": presenters.name_of(tally, day=False),
        "group_url": presenters.answers_url(group),
        "back_url": f"{reverse('evaluation:results')}?{urlencode({'by': group.by})}",
    }
    if request.GET.get("show") == "comments":
        shown = page_of(request, presenters.comments_written(tally.comments), PER_PAGE)
        context |= {
            "title": "In students’ own words",
            "total": len(tally.comments),
            "page_of": shown,
        }
        return render(request, "evaluation/comments.html", context)
    if not asked["question"]:
        total = 0 if tally.too_few else tally.responses
        context |= {"total": total, "one": presenters.shown(tally)}
        return render(request, "evaluation/answers.html", context)
    context |= presenters.question_answered(tally, asked)
    return render(request, "evaluation/question.html", context)


@page(GUIDANCE)
@require_GET
def session_summary(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the viewer's students thought of one session; with ?part=1 only the part itself."""
    session = get_object_or_404(held_sessions(request.viewer), pk=pk)
    context = {
        "title": "Feedback",
        "session": session,
        "one": presenters.shown(selectors.session_results(request.viewer, pk)),
        "fewest": selectors.fewest_shown(),
    }
    part = request.GET.get("part") == "1"
    name = "tally" if part else "session_summary"
    return render(request, f"evaluation/{name}.html", context)
