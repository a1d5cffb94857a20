"""Pages for the student: what is coming up, signing up and leaving again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fingerpost.accounts.permissions import STUDENT
from fingerpost.web.access import page

from .. import bridge
from ..presenters import coming_up as presenters
from ..selectors import planned as selectors
from ..selectors.audience import Audience
from ..services import participants as services
from .reach import myself, viewer_of

# A page for a phone: what is further away can wait.
SHOWN = 40


@page(STUDENT)
@require_safe
def coming_up(request: HttpRequest) -> HttpResponse:
    """What a student is down for, and what they can sign up for."""
    student, today = myself(request), timezone.localdate()
    offered = [
        session
        for session in selectors.not_yet_taken_up(student, today)[:SHOWN]
        if session.activity is None
        or bridge.is_for(student, Audience.stored(session.activity.audience), today)
    ]
    return render(
        request,
        "programme/coming_up.html",
        {
            "title": "What is coming up",
            "lede": "Talks, visits and lessons about jobs and courses.",
            "coming": [
                presenters.down_for(row, today)
                for row in selectors.down_for(student, today)[:SHOWN]
            ],
            "offered": [presenters.on_offer(session) for session in offered],
        },
    )


@page(STUDENT)
@require_POST
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place in a session: first come, first served."""
    student, today = myself(request), timezone.localdate()
    session = get_object_or_404(selectors.open_to(student, today), pk=pk)
    try:
        new = services.sign_up(
            session=session, student=student, today=today, by=viewer_of(request).person
        )
    except services.SessionFull:
        messages.warning(request, f"“{session.title}” is full now. Someone took the last place.")
    except (services.NotOpen, services.AlreadyBusy, services.NotPlanned) as error:
        messages.warning(request, str(error))
    else:
        if new:
            messages.success(request, f"You have a place: {session.title}. You can leave again.")
    return redirect("programme:coming_up")


@page(STUDENT)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a place that the student took."""
    student = myself(request)
    row = selectors.down_for(student, timezone.localdate()).filter(session=pk).first()
    if row is None:
        raise Http404("You are not down for this.")
    try:
        left = services.leave(session=row.session, student=student, by=viewer_of(request).person)
    except services.NotPlanned as error:
        messages.warning(request, str(error))
    else:
        if left:
            messages.success(request, f"You have left: {row.session.title}.")
        else:
            messages.warning(request, "Staff put you down for this. Talk to your tutor.")
    return redirect("programme:coming_up")
