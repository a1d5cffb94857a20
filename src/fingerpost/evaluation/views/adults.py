"""Pages on which staff and guests say how a group session went, and what was worth it."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost import walls
from fingerpost.accounts.permissions import ANYONE, GUIDANCE, RECORDING, STEERING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.common.academic_year import AcademicYear
from fingerpost.programme.forms.planner import year_asked
from fingerpost.programme.permissions import visible_sessions
from fingerpost.web.access import page
from fingerpost.web.refusals import too_fast

from ..enums import Side
from ..forms import FeedbackForm, GuestFeedbackForm
from ..presenters import worth as worth_presenter
from ..selectors import adults as selectors
from ..selectors.worth import worth as worth_of_year
from ..services import adults as services


@page(RECORDING)
@require_GET
def to_say(request: ViewerRequest) -> HttpResponse:
    """Sessions that the viewer led of late and has said nothing about."""
    viewer = request.viewer
    context = {"title": "How did it go?", "sessions": selectors.sessions_to_say(viewer)}
    return render(request, "evaluation/to_say.html", context)


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: ViewerRequest, pk: int) -> HttpResponse:
    """A few questions to whoever led a session."""
    viewer = request.viewer
    session = get_object_or_404(selectors.led_by(viewer), pk=pk)
    questions = selectors.questions_for(Side.STAFF)
    if questions is None:
        raise Http404("There is nothing to answer here.")
    before = selectors.own_adult_feedback(session, Side.STAFF, viewer.person)
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        questions=questions,
        initial=_said_before(questions, before),
    )
    if request.method == "POST" and form.is_valid():
        services.give_adult_feedback(
            session=session,
            side=Side.STAFF,
            questions=questions,
            answers=form.cleaned_data,
            by=viewer.person,
        )
        messages.success(request, "Thank you. Your answers are kept.")
        return redirect("programme:session", session.pk)
    context = {"title": questions.student_title, "form": form, "session": session}
    return render(request, "evaluation/say.html", context)


@never_cache
@page(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """A guest says what they thought, by a signed link, without an account."""
    try:
        school_id, session_id = services.session_in(token)
    except services.LinkOver as error:
        return render(request, "evaluation/guest_over.html", {"title": str(error)}, status=410)
    if not ratelimit.consume(request, action="guest", key=str(session_id)):
        return too_fast(request)
    with walls.one_school(school_id):
        return _guest_page(request, school_id, session_id)


def _guest_page(request: HttpRequest, school_id: int, session_id: int) -> HttpResponse:
    sessions = selectors.held_sessions().select_related("school")
    session = get_object_or_404(sessions, pk=session_id, school=school_id)
    questions = selectors.questions_for(Side.GUEST)
    if questions is None:
        raise Http404("There is nothing to answer here.")
    before = selectors.own_adult_feedback(session, Side.GUEST, None)
    form = GuestFeedbackForm(
        request.POST if request.method == "POST" else None,
        questions=questions,
        initial=_said_before(questions, before),
    )
    context = {"title": questions.student_title, "form": form, "session": session}
    if request.method == "POST" and form.is_valid():
        services.give_adult_feedback(
            session=session,
            side=Side.GUEST,
            questions=questions,
            answers=form.cleaned_data,
            by=None,
            guest_name=form.cleaned_data["guest_name"],
        )
        return render(request, "evaluation/guest_thanks.html", context | {"title": "Thank you"})
    return render(request, "evaluation/guest.html", context)


def _said_before(questions: Any, before: Any) -> dict[str, str]:
    if before is None:
        return {}
    free = next((q.name for q in questions.questions if not q.answers), "")
    return before.answers | {free: before.comment, "guest_name": before.guest_name}


@page(GUIDANCE)
@require_GET
def session_adults(request: ViewerRequest, pk: int) -> HttpResponse:
    """What staff and guests said of a session, and the link for a guest; ?part=1 the part only."""
    viewer = request.viewer
    session = get_object_or_404(visible_sessions(viewer), pk=pk)
    address = reverse("evaluation:guest", args=[services.guest_token(session)])
    led = selectors.led_by(viewer).filter(pk=pk).exists()
    feedback = selectors.adult_feedback(session)
    context = {
        "title": "What adults thought",
        "session": session,
        "said": [worth_presenter.said(one) for one in feedback],
        "has_said": any(one.person_id == viewer.person.pk for one in feedback),
        "guest_url": request.build_absolute_uri(address) if session.organisation else "",
        "link_days": services.LINK_DAYS,
        "may_say": led and viewer.has(*RECORDING.roles),
    }
    part = request.GET.get("part") == "1"
    name = "parts/adults" if part else "session_adults"
    return render(request, f"evaluation/{name}.html", context)


@page(STEERING)
@require_GET
def worth(request: ViewerRequest) -> HttpResponse:
    """What each activity of a year was worth: useful to how many, for how much time and money."""
    viewer = request.viewer
    year = year_asked(request.GET, AcademicYear.of(timezone.localdate()))
    found = worth_of_year(viewer, year.starts_on, year.ends_on)
    context = {
        "title": "What was worth it",
        "year": year,
        "table": worth_presenter.table(found, year.start),
        "earlier": year.previous,
        "later": year.next if year < AcademicYear.of(timezone.localdate()) else None,
    }
    return render(request, "evaluation/worth.html", context)


@page(STEERING)
@require_GET
def worth_of(request: ViewerRequest) -> HttpResponse:
    """The sessions of one activity in one year: what its figures are made of."""
    viewer = request.viewer
    year = year_asked(request.GET, AcademicYear.of(timezone.localdate()))
    asked = request.GET.get("activity", ""), request.GET.get("title", "")
    found = worth_of_year(viewer, year.starts_on, year.ends_on)
    one = next((one for one in found if (str(one.activity or ""), one.title) == asked), None)
    context = {
        "title": one.title if one else "What was worth it",
        "year": year,
        "total": len(one.sessions) if one else 0,
        "table": worth_presenter.sessions_table(one) if one else None,
    }
    return render(request, "evaluation/worth_of.html", context)
