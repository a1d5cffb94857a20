"""Asking an adviser, or a student, for a next step that is theirs to take."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import GUIDANCE, INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.keys import keys_in

from ..enums import AskKind
from ..selectors.asks import interviews_asked_for, with_unread_records
from ..selectors.booking import students_to_book
from ..services.asks import ask_for, meet


def _students(request: ViewerRequest) -> list[Any]:
    ids = keys_in(*request.GET.getlist("students"))
    return students_to_book(request.viewer, ids, None)


def _whom(students: list[Any]) -> str:
    return str(students[0]) if len(students) == 1 else f"{len(students)} students"


def _back(students: list[Any]) -> str:
    if len(students) == 1:
        return reverse("home:guidance_record", args=[students[0].pk])
    return reverse("signposting:group")


def _ask(request: ViewerRequest, students: list[Any], kind: str, words: tuple[str, str]) -> Any:
    """A question before, for whoever comes by a link; the deed for whoever presses a button."""
    question, done = words
    if not students:
        messages.info(request, "There is nobody to ask for.")
        return redirect(_back(students))
    if request.method == "POST":
        new = ask_for(students=students, kind=kind, by=request.user)
        messages.success(request, done if new else "That has been asked already.")
        return redirect(_back(students))
    context = {"title": question, "submit_label": "Ask", "cancel_url": _back(students)}
    return render(request, "web/confirm.html", context)


@page(GUIDANCE)
def ask_for_interview(request: ViewerRequest) -> HttpResponse:
    """Ask the careers advisers to see students."""
    students = _students(request)
    words = (
        f"Ask the careers advisers to see {_whom(students)}?" if students else "",
        "Asked. The careers advisers see it on their list.",
    )
    return _ask(request, students, AskKind.INTERVIEW, words)


@page(GUIDANCE)
def ask_to_read(request: ViewerRequest) -> HttpResponse:
    """Ask students to read the record of their interview."""
    students = with_unread_records(_students(request))
    words = (
        f"Ask {_whom(students)} to read the interview record?" if students else "",
        "Asked. Students see it on their start page.",
    )
    return _ask(request, students, AskKind.READ_RECORD, words)


@page(INTERVIEWS)
@require_POST
def ask_settled(request: ViewerRequest, pk: int) -> HttpResponse:
    """An interview that was asked for is not needed: take it off the list."""
    ask = get_object_or_404(interviews_asked_for(request.viewer), pk=pk)
    meet(student=ask.student, kind=AskKind.INTERVIEW, by=request.user)
    messages.success(request, f"Off the list: {ask.student}.")
    return redirect("interviews:list")
