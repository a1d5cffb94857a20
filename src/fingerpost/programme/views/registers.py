"""The register of a session: who was there, on a phone that may have no connection."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import RECORDING
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.selectors import named_students, search_roll
from fingerpost.web.access import page
from fingerpost.web.keys import key_in

from .. import permissions
from ..forms.registers import REST_THERE, NamesForm, RegisterForm, WalkInForm, shown_by
from ..presenters.recording import register_is_open
from ..presenters.registers import names_words, overtaken_words, saved_words
from ..presenters.words import when
from ..selectors import recording as selectors
from ..services import registers
from ..services.recording import AlreadyWithdrawn, NobodyThere
from .looks import WHO_WAS_THERE, note_look

REFUSED = (NobodyThere, AlreadyWithdrawn, registers.TooEarly, registers.IsCancelled)
FOUND_AT_MOST = 10


def _session(request: ViewerRequest, pk: int) -> Any:
    viewer = request.viewer
    return get_object_or_404(permissions.visible_sessions(viewer), pk=pk)


@page(RECORDING)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ViewerRequest, pk: int) -> HttpResponse:
    """Mark who was there. A script sends what is ticked as it goes, and asks for JSON."""
    viewer = request.viewer
    session = _session(request, pk)
    if request.method != "POST" and not register_is_open(session):
        raise Http404("The register of this session is not open.")
    rows = list(selectors.attendance_of(viewer, session))
    note_look(request, WHO_WAS_THERE, {"session": [pk]}, len(rows))
    form = RegisterForm(request.POST if request.method == "POST" else None, rows)
    taken = registers.Taken()
    if request.method == "POST" and form.is_valid():
        try:
            taken = registers.take_register(
                session=session, marks=form.marks(), by=viewer.person, seen=form.seen()
            )
        except REFUSED as error:
            form.add_error(None, str(error))
    if request.method != "POST":
        return _register_page(request, session, form)
    now = list(selectors.attendance_of(viewer, session))
    overtaken = overtaken_words(taken.overtaken, now)
    if _is_script(request):
        return _answer_script(form, now, overtaken)
    if form.is_valid():
        messages.success(request, saved_words(now))
        if overtaken:
            messages.warning(request, overtaken)
        return redirect("programme:session", session.pk)
    return _register_page(request, session, form)


def _is_script(request: ViewerRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _answer_script(form: RegisterForm, rows: list[Any], overtaken: str) -> JsonResponse:
    """What stands now: the page of whoever sent marks takes over those of others."""
    if form.is_valid():
        return JsonResponse(
            {
                "saved_at": timezone.now().isoformat(),
                "fields": {"shown": shown_by(rows)},
                "notice": overtaken,
            }
        )
    message = (
        " ".join(str(error) for error in form.non_field_errors()) or "Look at the marks again."
    )
    return JsonResponse({"message": message}, status=422)


def _register_page(request: ViewerRequest, session: Any, form: RegisterForm) -> HttpResponse:
    viewer = request.viewer
    search = WalkInForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    down = {row.student_id for row in form.rows}
    shown: list[Any] = []
    if words:
        found = search_roll(viewer, session.on, {"q": words}).exclude(pk__in=down)
        shown = list(found[: FOUND_AT_MOST + 1])
    return render(
        request,
        "programme/register.html",
        {
            "title": "Register",
            "session": session,
            "when": when(session),
            "now": timezone.now(),
            "form": form,
            "rest_there": REST_THERE,
            "search": search,
            "words": words,
            "found": shown[:FOUND_AT_MOST],
            "more": len(shown) > FOUND_AT_MOST,
        },
    )


@page(RECORDING)
@require_POST
def walk_in(request: ViewerRequest, pk: int) -> HttpResponse:
    """Note that somebody came who was not down for the session."""
    viewer = request.viewer
    session = _session(request, pk)
    students = search_roll(viewer, session.on, {})
    student = get_object_or_404(students, pk=key_in(request.POST.get("student", "")))
    try:
        registers.add_walk_in(session=session, student=student, by=viewer.person)
    except REFUSED as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{student.name} is on the register, marked as here.")
    return redirect("programme:register", session.pk)


@page(RECORDING)
@require_POST
def names_came(request: ViewerRequest, pk: int) -> JsonResponse:
    """Names noted without a connection, for a script: those that are clear go on the register."""
    viewer = request.viewer
    session = _session(request, pk)
    form = NamesForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": "That is too much at once."}, status=422)
    found, unclear = named_students(viewer, session.on, form.cleaned_data["came"])
    try:
        new = registers.add_walk_ins(session=session, students=found, by=viewer.person)
    except REFUSED as error:
        return JsonResponse({"message": str(error)}, status=422)
    told = names_words(new, unclear)
    if unclear:
        # Refused as it stands: the device keeps the names until somebody has looked.
        return JsonResponse({"message": told}, status=422)
    return JsonResponse({"saved_at": timezone.now().isoformat(), "notice": told})


@page(RECORDING)
@require_GET
def worker(request: ViewerRequest) -> HttpResponse:
    """The script that keeps an open register on this device, for when there is no connection.

    Served from here because a browser lets it speak only for pages below its own address.
    """
    script = Path(str(finders.find("web/register-worker.js")))
    return HttpResponse(script.read_bytes(), content_type="text/javascript")
