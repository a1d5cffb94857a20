"""Pages for the student: my plan, my interviews, my records."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.pathways.selectors.ideas import my_ideas
from fingerpost.students.asking import myself
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words

from ..enums import ActionSource, ActionState, Owner
from ..forms.actions import AcknowledgeForm, DoneForm, OwnActionForm
from ..forms.booking import OwnBookingForm, OwnCancelForm, SlotForm
from ..permissions import own_actions, own_interviews, own_records, own_steps
from ..presenters.actions import OWNERS_FOR_STUDENTS, plan_of
from ..presenters.days import day_choice
from ..presenters.words import route_words, sector_words
from ..selectors.booking import Search, Slot, cancelled_ahead, free_slots, upcoming
from ..services.actions import ActionError, add_action, close_action, reopen_action
from ..services.booking import (
    BookingError,
    Particulars,
    SlotTaken,
    book_own,
    can_still_change,
    cancel_own,
    move_own,
)
from ..services.own_steps import own_to_change
from ..services.records import acknowledge, share_with_family, stop_sharing_with_family

PLAN = ("My plan", "/interviews/plan/")
TIMES_OFFERED = 2000
RECORDS_SHOWN = 20
ACTIONS_SHOWN = 100
# The day that is put down for a step of one's own until another is chosen.
SOON = dt.timedelta(days=14)


@page(STUDENT)
def plan(request: ViewerRequest) -> HttpResponse:
    """My plan: what I will do, my next interview, and what came of the last ones."""
    student = myself(request)
    coming = list(upcoming(student))
    actions = list(own_actions(student)[:ACTIONS_SHOWN])
    context = {
        "title": "My plan",
        "lede": "What you agreed to do, and what you talked about.",
        "coming": [(interview, can_still_change(interview)) for interview in coming],
        "cancelled": list(cancelled_ahead(student)[:5]),
        "plan": plan_of(actions),
        "may_change": own_to_change(actions, request.viewer.person),
        "owners": OWNERS_FOR_STUDENTS,
        "mine": {Owner.STUDENT, Owner.FAMILY, ""},
        "records": list(own_records(student)[:RECORDS_SHOWN]),
    }
    return render(request, "interviews/plan.html", context)


# Interviews ----------------------------------------------------------------------------------


def _open_slots(request: ViewerRequest) -> list[Slot]:
    student = myself(request)
    search = Search(since=timezone.now(), student_id=student.pk, open_to_students=True)
    return free_slots(student.school, search, limit=TIMES_OFFERED)


def _explain(form: SlotForm, error: BookingError) -> None:
    sentence = str(error)
    if isinstance(error, SlotTaken):
        sentence = "Someone has just taken that time. Choose another one."
    form.add_error("slot", sentence)


@page(STUDENT)
def book_own_interview(request: ViewerRequest) -> HttpResponse:
    """Choose a time to talk with a careers adviser."""
    student = myself(request)
    slots = _open_slots(request)
    days = day_choice(slots, request.GET)
    form = OwnBookingForm(request.POST or None, slots=slots, day=days.chosen)
    if request.method == "POST" and form.is_valid():
        particulars = Particulars(reason=form.cleaned_data["reason"])
        try:
            interview = book_own(
                student=student, slot=form.chosen, by=request.user, particulars=particulars
            )
        except BookingError as error:
            _explain(form, error)
        else:
            messages.success(request, f"You are booked: {moment_words(interview.starts_at)}.")
            return redirect("interviews:plan")
    context = {
        "title": "Book a talk with a careers adviser",
        "lede": "Choose a day, then a time. You can move or cancel it until the day before.",
        "breadcrumbs": [PLAN],
        "form": form,
        "slots": slots,
        "days": days,
        "coming": upcoming(student).first(),
        "submit_label": "Book this time",
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "interviews/own_booking.html", context)


@page(STUDENT)
def move_own_interview(request: ViewerRequest, pk: int) -> HttpResponse:
    """Choose another time."""
    interview = get_object_or_404(own_interviews(myself(request)), pk=pk)
    slots = _open_slots(request)
    days = day_choice(slots, request.GET)
    form = SlotForm(request.POST or None, slots=slots, day=days.chosen)
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_own(interview=interview, slot=form.chosen, by=request.user)
        except BookingError as error:
            _explain(form, error)
        else:
            messages.success(request, f"Your new time: {moment_words(moved.starts_at)}.")
            return redirect("interviews:plan")
    context = {
        "title": "Choose another time",
        "lede": f"Now: {moment_words(interview.starts_at)}.",
        "breadcrumbs": [PLAN],
        "form": form,
        "slots": slots,
        "days": days,
        "submit_label": "Move to this time",
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "interviews/own_booking.html", context)


@page(STUDENT)
def cancel_own_interview(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel my interview."""
    interview = get_object_or_404(own_interviews(myself(request)), pk=pk)
    form = OwnCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            cancel_own(interview=interview, because=because, by=request.user)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your talk is cancelled. You can book a new time.")
            return redirect("interviews:plan")
    context = {
        "title": "Cancel your talk?",
        "lede": moment_words(interview.starts_at),
        "breadcrumbs": [PLAN],
        "form": form,
        "submit_label": "Cancel it",
        "warning": True,
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "web/confirm.html", context)


# Records -------------------------------------------------------------------------------------


@page(STUDENT)
def own_record(request: ViewerRequest, pk: int) -> HttpResponse:
    """What we talked about, my steps, and whether I have read it."""
    written = get_object_or_404(own_records(myself(request)), pk=pk)
    form = AcknowledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acknowledge(written=written, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, "Thank you. Your adviser can see that you have read it.")
        return redirect("interviews:own_record", pk=pk)
    context = {
        "title": "What we talked about",
        "lede": f"{moment_words(written.interview.starts_at)}, with {written.interview.adviser}",
        "breadcrumbs": [PLAN],
        "record": written,
        "form": form,
        "routes": route_words(written.routes, for_students=True),
        "sectors": sector_words(written.sectors, for_students=True),
        "actions": list(written.actions.all()),
        "owners": OWNERS_FOR_STUDENTS,
        "is_changed": bool(written.acknowledged_at and written.saved_at > written.acknowledged_at),
    }
    return render(request, "interviews/own_record.html", context)


@page(STUDENT)
@require_POST
def share_record(request: ViewerRequest, pk: int) -> HttpResponse:
    """Let my family see one record and its steps."""
    written = get_object_or_404(own_records(myself(request)), pk=pk)
    share_with_family(written=written, by=request.user)
    messages.success(request, "Your family can see this now. You can stop sharing at any time.")
    return redirect("interviews:own_record", pk=pk)


@page(STUDENT)
@require_POST
def stop_sharing_record(request: ViewerRequest, pk: int) -> HttpResponse:
    """Stop letting my family see a record."""
    written = get_object_or_404(own_records(myself(request)), pk=pk)
    stop_sharing_with_family(written=written, by=request.user)
    messages.success(request, "Your family cannot see this any more.")
    return redirect("interviews:own_record", pk=pk)


# Steps ---------------------------------------------------------------------------------------


@page(STUDENT)
def own_action_add(request: ViewerRequest) -> HttpResponse:
    """Add a step of my own."""
    student = myself(request)
    form = OwnActionForm(request.POST or None, initial={"due_on": timezone.localdate() + SOON})
    if request.method == "POST" and form.is_valid():
        add_action(
            student=student, details=form.details(), source=ActionSource.STUDENT, by=request.user
        )
        messages.success(request, "Added to your plan.")
        return redirect("interviews:plan")
    context = {
        "title": "Add a step",
        "breadcrumbs": [PLAN],
        "form": form,
        "submit_label": "Add it",
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "web/form_page.html", context)


@page(STUDENT)
def action_from_idea(request: ViewerRequest, pk: int) -> HttpResponse:
    """Make one of my ideas a step of my plan."""
    student = myself(request)
    idea = get_object_or_404(my_ideas(request.viewer), pk=pk)
    initial = {
        "what": f"Find out more about {idea.title}",
        "due_on": timezone.localdate() + SOON,
        "opportunity_url": idea.source_url,
    }
    form = OwnActionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        add_action(
            student=student,
            details=form.details(),
            source=ActionSource.IDEA,
            by=request.user,
            idea=idea,
        )
        messages.success(request, "Your idea is a step in your plan now.")
        return redirect("interviews:plan")
    context = {
        "title": "Make it a step",
        "lede": idea.title,
        "breadcrumbs": [PLAN],
        "form": form,
        "submit_label": "Add to my plan",
        "cancel_url": reverse("pathways:ideas"),
    }
    return render(request, "web/form_page.html", context)


@page(STUDENT)
def own_action_done(request: ViewerRequest, pk: int) -> HttpResponse:
    """I have done a step."""
    action = get_object_or_404(own_steps(myself(request)), pk=pk)
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_action(
                action=action,
                state=ActionState.DONE,
                by=request.user,
                what_came_of_it=form.cleaned_data["what_came_of_it"],
            )
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Well done. Your plan shows it.")
            return redirect("interviews:plan")
    context = {
        "title": "You did it",
        "lede": action.what,
        "breadcrumbs": [PLAN],
        "form": form,
        "submit_label": "Mark as done",
        "cancel_url": reverse("interviews:plan"),
    }
    return render(request, "web/form_page.html", context)


@page(STUDENT)
@require_POST
def own_action_reopen(request: ViewerRequest, pk: int) -> HttpResponse:
    """I marked the wrong step: open it again."""
    action = get_object_or_404(own_steps(myself(request)), pk=pk, state=ActionState.DONE)
    reopen_action(action=action, by=request.user)
    messages.success(request, "It is open again.")
    return redirect("interviews:plan")
