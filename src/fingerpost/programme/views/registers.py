"""The register of a session: who was there, on a phone that may have no connection."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import RECORDING
from fingerpost.students.selectors import search_roll
from fingerpost.web.access import page

from .. import permissions
from ..forms.registers import REST_THERE, RegisterForm, WalkInForm
from ..presenters.recording import register_is_open
from ..selectors import recording as selectors
from ..services import registers
from ..services.recording import AlreadyWithdrawn, NobodyThere
from .looks import WHO_WAS_THERE, note_look

REFUSED = (NobodyThere, AlreadyWithdrawn, registers.TooEarly, registers.IsCancelled)
FOUND_AT_MOST = 10


def _open_session(request: HttpRequest, pk: int) -> Any:
    viewer = request.viewer  # type: ignore[attr-defined]
    found = get_object_or_404(permissions.visible_sessions(viewer), pk=pk)
    if not register_is_open(found):
        raise Http404("The register of this session is not open.")
    return found


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark who was there. A script sends what is ticked as it goes, and asks for JSON."""
    viewer = request.viewer  # type: ignore[attr-defined]
    session = _open_session(request, pk)
    rows = list(selectors.attendance_of(viewer, session))
    note_look(request, WHO_WAS_THERE, {"session": [pk]}, len(rows))
    form = RegisterForm(request.POST if request.method == "POST" else None, rows)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            registers.take_register(session=session, marks=form.marks(), by=viewer.person)
        except REFUSED as error:
            refusal = str(error)
            form.add_error(None, refusal)
    if request.method == "POST" and request.accepts("application/json") and _is_script(request):
        return _answer_script(form)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _what_is_saved(rows, form.marks()))
        return redirect("programme:session", session.pk)
    return _register_page(request, session, form)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _answer_script(form: RegisterForm) -> JsonResponse:
    if form.is_valid():
        return JsonResponse({"saved_at": timezone.localtime().isoformat()})
    message = (
        " ".join(str(error) for error in form.non_field_errors()) or "Look at the marks again."
    )
    return JsonResponse({"message": message}, status=422)


def _what_is_saved(rows: list[Any], marks: dict[int, bool]) -> str:
    marked = {row.student_id: row.was_present for row in rows} | dict(marks)
    here = sum(mark is True for mark in marked.values())
    missing = sum(mark is None for mark in marked.values())
    rest = f" {missing} not marked yet." if missing else ""
    return f"The register is saved: {here} of {len(marked)} here.{rest}"


def _register_page(request: HttpRequest, session: Any, form: RegisterForm) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    search = WalkInForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    down = {row.student_id for row in form.rows}
    found = list(search_roll(viewer, session.on, {"q": words})[:FOUND_AT_MOST]) if words else []
    return render(
        request,
        "programme/register.html",
        {
            "title": "Register",
            "session": session,
            "form": form,
            "rest_there": REST_THERE,
            "search": search,
            "words": words,
            "found": [one for one in found if one.pk not in down],
        },
    )


@page(RECORDING)
@require_POST
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that somebody came who was not down for the session."""
    viewer = request.viewer  # type: ignore[attr-defined]
    session = _open_session(request, pk)
    chosen = request.POST.get("student", "")
    students = search_roll(viewer, session.on, {})
    student = get_object_or_404(students, pk=int(chosen) if chosen.isdecimal() else 0)
    try:
        registers.add_walk_in(session=session, student=student, by=viewer.person)
    except REFUSED as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{student.name} is on the register, marked as here.")
    return redirect("programme:register", session.pk)


@page(RECORDING)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps an open register on this device, for when there is no connection.

    Served from here because a browser lets it speak only for pages below its own address.
    """
    script = Path(str(finders.find("web/register-worker.js")))
    return HttpResponse(script.read_bytes(), content_type="text/javascript")
