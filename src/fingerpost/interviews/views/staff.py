"""Pages for whoever books and runs interviews."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.common.days import day_words
from fingerpost.students.services.looks import looked_at, looked_at_list
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of

from ..forms.booking import (
    BookForm,
    CancelForm,
    InterviewListForm,
    MoveForm,
    ParticularsForm,
)
from ..permissions import is_open
from ..presenters.days import day_choice
from ..presenters.interviews import details_of, interviews_table
from ..selectors.advisers import adviser_of, register
from ..selectors.asks import interviews_asked_for
from ..selectors.booking import (
    ListFilter,
    already_booked,
    interview_with,
    interviews_between,
    may_need_an_adult,
    students_to_book,
)
from ..selectors.records import record_or_none
from ..services.attendance import (
    mark_held,
    mark_missed,
    set_accompanying_adult,
    set_minutes,
    unmark,
)
from ..services.booking import (
    Appointment,
    BookingError,
    Particulars,
    SlotTaken,
    book,
    cancel,
    move,
)
from .groups import book_group
from .reach import back_to, interview_of
from .times import free_times, kept, search_of

CRUMB = ("Interviews", "/interviews/")
# For one student a day is chosen first, so that there may be many.
TIMES_BY_DAY = 2000
# Requests beyond these come up as the first are booked.
ASKS_SHOWN = 20


@page(INTERVIEWS)
def interviews(request: ViewerRequest) -> HttpResponse:
    """Interviews of a day or a week: list, filter, print, mark who came."""
    viewer = request.viewer
    form = InterviewListForm(request.GET or None, school=viewer.school)
    wanted = _wanted(form)
    found = page_of(request, interviews_between(viewer, wanted))
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label="Interviews",
        query=request.GET.urlencode(),
        students=found.paginator.count,
    )
    one_day = wanted.first == wanted.last
    step = dt.timedelta(days=1 if one_day else 7)
    words = day_words(wanted.first)
    context = {
        "title": "Interviews",
        "lede": words if one_day else f"{words} to {day_words(wanted.last)}",
        "filter": form,
        "table": interviews_table(found),
        "found": found,
        "before": (wanted.first - step).isoformat(),
        "after": (wanted.first + step).isoformat(),
        "span": "day" if one_day else "week",
        "own": adviser_of(viewer),
        "asks": interviews_asked_for(viewer)[:ASKS_SHOWN],
        "no_advisers": not register(viewer.school).exists(),
        "back_to": request.get_full_path(),
    }
    return render(request, "interviews/list.html", context)


def _wanted(form: InterviewListForm) -> ListFilter:
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    day = data.get("day") or timezone.localdate()
    first = last = day
    if data.get("span") != "day":
        first = day - dt.timedelta(days=day.weekday())
        last = first + dt.timedelta(days=6)
    adviser = data.get("adviser")
    return ListFilter(first, last, adviser.pk if adviser else None, data.get("state", ""))


# Booking -------------------------------------------------------------------------------------


@page(INTERVIEWS)
def book_interviews(request: ViewerRequest) -> HttpResponse:
    """Book for the students the address names: one, several, or a tutor group."""
    viewer = request.viewer
    groups = keys_in(request.GET.get("tutor_group", ""))
    ids = keys_in(*request.GET.getlist("students"))
    students = students_to_book(viewer, ids, groups[0] if groups else None)
    came_from = request.GET.get("back_to", "")
    if not students and came_from.startswith("/choices/"):
        messages.warning(request, "Tick at least one student first.")
        return redirect(came_from)
    if not students:
        context = {"title": "Book interviews", "breadcrumbs": [CRUMB]}
        return render(request, "interviews/book_nobody.html", context)
    if len(students) == 1:
        return _book_one(request, students[0])
    return book_group(request, students)


def _follows(request: ViewerRequest, student: Any) -> Any:
    wanted = keys_in(request.GET.get("follows", ""))
    return interview_with(student, wanted[0]) if wanted else None


def _book_one(request: ViewerRequest, student: Any) -> HttpResponse:
    looked_at(student=student, by=request.user)
    find, search = search_of(request, student)
    follows = _follows(request, student)
    slots = free_times(request, search, TIMES_BY_DAY)
    days = day_choice(slots, request.GET)
    needs_adult = student.pk in may_need_an_adult([student.pk])
    initial = {"reason": "To follow up what we agreed" if follows else ""}
    form = BookForm(
        request.POST or None,
        slots=slots,
        day=days.chosen,
        needs_adult=needs_adult,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            interview = book(
                student=student,
                appointment=Appointment.at(form.chosen, data["channel"]),
                by=request.user,
                particulars=Particulars(data["reason"], data["accompanying_adult"], follows),
            )
        except BookingError as error:
            _explain(form, error)
        else:
            when = moment_words(interview.starts_at)
            messages.success(request, f"Interview booked for {student}: {when}.")
            return redirect("interviews:detail", pk=interview.pk)
    context = {
        "title": f"Book an interview for {student}",
        "breadcrumbs": [CRUMB],
        "form": form,
        "find": find,
        "slots": slots,
        "days": days,
        "follows": follows,
        "is_booked": student.pk in already_booked([student.pk]),
        "keep": kept(request, "students", "tutor_group", "follows"),
        "submit_label": "Book this time",
        "cancel_url": reverse("interviews:list"),
    }
    return render(request, "interviews/book_one.html", context)


def _explain(form: Any, error: BookingError) -> None:
    """A clash in words, with the next times that are free."""
    sentence = str(error)
    if isinstance(error, SlotTaken) and error.next_free:
        times = "; ".join(
            f"{moment_words(slot.starts_at)} with {slot.adviser_name}" for slot in error.next_free
        )
        sentence += f" The next free times are: {times}."
    form.add_error("slot" if "slot" in form.fields else None, sentence)


# One interview -------------------------------------------------------------------------------


@page(INTERVIEWS)
def detail(request: ViewerRequest, pk: int) -> HttpResponse:
    """One interview, and what can be done about it."""
    interview = interview_of(request, pk)
    looked_at(student=interview.student, by=request.user)
    initial = {
        "accompanying_adult": interview.accompanying_adult,
        "minutes": interview.minutes,
    }
    form = ParticularsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _change_particulars(request, interview, form.cleaned_data)
        except BookingError as error:
            _explain(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("interviews:detail", pk=pk)
    suggested = not interview.accompanying_adult and may_need_an_adult([interview.student_id])
    context = {
        "title": f"Interview with {interview.student}",
        "breadcrumbs": [CRUMB],
        "interview": interview,
        "rows": details_of(interview),
        "form": form,
        "can_change": is_open(interview),
        "can_mark": timezone.localdate(interview.starts_at) <= timezone.localdate()
        and interview.state != "cancelled",
        "record": record_or_none(interview),
        "suggest_adult": bool(suggested) and is_open(interview),
    }
    return render(request, "interviews/detail.html", context)


def _change_particulars(request: ViewerRequest, interview: Any, data: dict[str, Any]) -> None:
    name, minutes = data["accompanying_adult"], data["minutes"]
    if minutes != interview.minutes:
        set_minutes(interview=interview, minutes=minutes, by=request.user)
    if name != interview.accompanying_adult:
        set_accompanying_adult(interview=interview, name=name, by=request.user)


@page(INTERVIEWS)
def move_interview(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give an interview another time."""
    interview = interview_of(request, pk)
    looked_at(student=interview.student, by=request.user)
    find, search = search_of(request, interview.student)
    slots = free_times(request, search, TIMES_BY_DAY)
    days = day_choice(slots, request.GET)
    form = MoveForm(
        request.POST or None,
        slots=slots,
        day=days.chosen,
        initial={"channel": interview.channel},
    )
    if request.method == "POST" and form.is_valid():
        appointment = Appointment.at(form.chosen, form.cleaned_data["channel"])
        try:
            moved = move(interview=interview, appointment=appointment, by=request.user)
        except BookingError as error:
            _explain(form, error)
        else:
            messages.success(request, f"Moved to {moment_words(moved.starts_at)}.")
            return redirect("interviews:detail", pk=pk)
    context = {
        "title": f"Move the interview with {interview.student}",
        "lede": f"Now: {moment_words(interview.starts_at)}.",
        "breadcrumbs": [CRUMB],
        "form": form,
        "find": find,
        "slots": slots,
        "days": days,
        "submit_label": "Move it",
        "cancel_url": reverse("interviews:detail", args=[pk]),
    }
    return render(request, "interviews/book_one.html", context)


@page(INTERVIEWS)
def cancel_interview(request: ViewerRequest, pk: int) -> HttpResponse:
    """Cancel an interview, with the reason."""
    interview = interview_of(request, pk)
    looked_at(student=interview.student, by=request.user)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel(interview=interview, because=form.cleaned_data["because"], by=request.user)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The interview is cancelled. The time is free again.")
            return redirect("interviews:detail", pk=pk)
    context = {
        "title": f"Cancel the interview with {interview.student}",
        "lede": moment_words(interview.starts_at),
        "breadcrumbs": [CRUMB],
        "form": form,
        "submit_label": "Cancel the interview",
        "warning": True,
        "cancel_url": reverse("interviews:detail", args=[pk]),
    }
    return render(request, "web/confirm.html", context)


_MARKS = {"held": mark_held, "missed": mark_missed, "booked": unmark}
_MARK_WORDS = {"held": "marked as held", "missed": "marked as missed", "booked": "unmarked"}


@page(INTERVIEWS)
@require_POST
def attendance(request: ViewerRequest) -> HttpResponse:
    """Mark interviews as held or missed, or take a mark back."""
    chosen = keys_in(*request.POST.getlist("interviews"))
    mark = request.POST.get("mark", "")
    if mark not in _MARKS or not chosen:
        messages.info(request, "Tick the interviews you want to mark.")
        return redirect(back_to(request, "interviews:list"))
    found = [interview_of(request, pk) for pk in dict.fromkeys(chosen)][:PAGE_LIMIT]
    done = 0
    for interview in found:
        try:
            _MARKS[mark](interview=interview, by=request.user)
        except BookingError as error:
            messages.warning(request, f"{interview.student}: {error}")
        else:
            done += 1
    if done:
        count = "1 interview" if done == 1 else f"{done} interviews"
        messages.success(request, f"{count} {_MARK_WORDS[mark]}.")
    return redirect(back_to(request, "interviews:list"))


PAGE_LIMIT = 100
