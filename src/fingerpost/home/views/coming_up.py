"""What is coming up for a student, and whether their family sees it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.interviews.selectors.booking import upcoming
from fingerpost.places.presenters.start import to_do as places_to_do
from fingerpost.programme import bridge
from fingerpost.programme.presenters import coming_up as presenters
from fingerpost.programme.selectors import planned as selectors
from fingerpost.programme.selectors.audience import Audience
from fingerpost.students.permissions import own_student
from fingerpost.students.services.families import hide_coming, show_coming
from fingerpost.web.access import page

# A page for a phone: what is further away can wait.
SHOWN = 40


@page(STUDENT)
@require_safe
def coming_up(request: ViewerRequest) -> HttpResponse:
    """What a student is to answer, is down for, and can sign up for."""
    student, today = own_student(request.viewer), timezone.localdate()
    if student is None:
        return render(request, "home/no_role.html")
    offered = [
        session
        for session in selectors.not_yet_taken_up(student, today)[:SHOWN]
        if session.activity is None
        or bridge.is_for(student, Audience.stored(session.activity.audience), today)
    ]
    return render(
        request,
        "home/coming_up.html",
        {
            "title": "What is coming up",
            "lede": "Talks, visits and lessons about jobs and courses.",
            "places": places_to_do(student),
            "talks": upcoming(student)[:SHOWN],
            "coming": [
                presenters.down_for(row, today)
                for row in selectors.down_for(student, today)[:SHOWN]
            ],
            "offered": [presenters.on_offer(session) for session in offered],
            "family_sees": student.coming_shared_at is not None,
        },
    )


@page(STUDENT)
@require_POST
def show_family(request: ViewerRequest) -> HttpResponse:
    """Let the family see what the student is down for, or stop that (`to` is "hide")."""
    student = own_student(request.viewer)
    if student is None:
        return render(request, "home/no_role.html")
    if request.POST.get("to") == "hide":
        if hide_coming(student=student, by=request.user):
            messages.success(request, "Your family does not see this any more.")
    elif show_coming(student=student, by=request.user):
        messages.success(request, "Your family can see what you are down for.")
    return redirect("home:coming_up")
