"""What a student does about sessions: signing up and leaving again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.web.access import page

from ..selectors import planned as selectors
from ..services import participants as services


@page(STUDENT)
@require_POST
def sign_up(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a place in a session: first come, first served."""
    student, today = myself(request), timezone.localdate()
    session = get_object_or_404(selectors.open_to(student, today), pk=pk)
    try:
        new = services.sign_up(
            session=session, student=student, today=today, by=request.viewer.person
        )
    except services.SessionFull:
        messages.warning(request, f"“{session.title}” is full now. Someone took the last place.")
    except (services.NotOpen, services.AlreadyBusy, services.NotPlanned) as error:
        messages.warning(request, str(error))
    else:
        if new:
            messages.success(request, f"You have a place: {session.title}. You can leave again.")
    return redirect("home:coming_up")


@page(STUDENT)
@require_POST
def leave(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give up a place that the student took."""
    student = myself(request)
    row = selectors.down_for(student, timezone.localdate()).filter(session=pk).first()
    if row is None:
        raise Http404("You are not down for this.")
    try:
        left = services.leave(session=row.session, student=student, by=request.viewer.person)
    except services.NotPlanned as error:
        messages.warning(request, str(error))
    else:
        if left:
            messages.success(request, f"You have left: {row.session.title}.")
        else:
            messages.warning(request, "Staff put you down for this. Talk to your tutor.")
    return redirect("home:coming_up")
