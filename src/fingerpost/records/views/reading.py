"""Reading a record in from another school: send, preview, read in, take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.record.reader import LARGEST
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at
from fingerpost.web.access import page
from fingerpost.web.uploads import larger_than, limited_upload, too_large

from ..enums import ImportState
from ..forms import RecordFileForm
from ..presenters import brought
from ..selectors.previews import imports_seen_by, preview_of
from ..selectors.whole import school_source
from ..services import reading


def _crumbs(student: Any) -> list[tuple[str, str]]:
    return [
        (student.name, f"/students/{student.pk}/"),
        ("Record", reverse("records:student", args=[student.pk])),
    ]


def _import_or_404(request: ViewerRequest, pk: int) -> Any:
    return get_object_or_404(
        imports_seen_by(request.viewer).select_related("student__school"), pk=pk
    )


@limited_upload(LARGEST)
@page(CAREERS_LEADER)
def send(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send a record file for a student; then its preview."""
    students = guidance_students(request.viewer).filter(left_on__isnull=True)
    student = get_object_or_404(students, pk=pk)
    form = RecordFileForm()
    if request.method == "POST":
        form = RecordFileForm(
            request.POST,
            request.FILES,
            refusal=larger_than(LARGEST) if too_large(request) else "",
        )
        made = _receive(request, form, student)
        if made is not None:
            return redirect("records:record_import", pk=made.pk)
    context = {
        "title": f"Read in a record for {student.name}",
        "lede": "You first see what would be added. Nothing changes until you say yes.",
        "breadcrumbs": _crumbs(student),
        "form": form,
        "submit_label": "Send the file",
        "cancel_url": reverse("records:student", args=[student.pk]),
    }
    return render(request, "records/send.html", context)


def _receive(request: ViewerRequest, form: RecordFileForm, student: Any) -> Any:
    """The preview of a form's file; None when the file was refused."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        return reading.preview(
            student=student, content=file.read(), file_name=file.name, by=request.user
        )
    except reading.NotARecord as refusal:
        form.refuse(refusal.sentences)
    except reading.ReadingError as refusal:
        form.refuse([str(refusal)])
    return None


@page(CAREERS_LEADER)
def record_import(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a record file would add, or what it added."""
    one = _import_or_404(request, pk)
    looked_at(student=one.student, by=request.user)
    if one.state == ImportState.PREVIEW:
        return _preview_page(request, one)
    pieces = brought.brought_pieces(one.pieces.all())
    context = {
        "title": f"Record from {one.issuer_name}",
        "breadcrumbs": _crumbs(one.student),
        "one": one,
        "state": ImportState(one.state).label,
        "came_of_it": brought.came_of_it(one),
        "groups": brought.groups(pieces, own=False, here=school_source(one.student.school)),
        "can_undo": one.state == ImportState.APPLIED,
    }
    return render(request, "records/result.html", context)


def _preview_page(request: ViewerRequest, one: Any, refusal: str = "") -> HttpResponse:
    preview = preview_of(one)
    context = {
        "title": f"What would be added for {one.student.name}",
        "lede": brought.made_by(preview.record),
        "breadcrumbs": _crumbs(one.student),
        "one": one,
        "preview": preview,
        "in_words": brought.number_of(preview.new),
        "groups": brought.groups(preview.new, own=False, here=preview.record.issuer),
        "refusal": refusal,
        "errors": [(refusal, "#is_theirs" if preview.differs else "")] if refusal else [],
    }
    return render(request, "records/preview.html", context)


@page(CAREERS_LEADER)
@require_POST
def read_in(request: ViewerRequest, pk: int) -> HttpResponse:
    """Add what is new in a previewed file."""
    one = _import_or_404(request, pk)
    theirs = request.POST.get("is_theirs") == "yes"
    try:
        done = reading.read_in(record_import=one, is_theirs=theirs, by=request.user)
    except reading.ReadingError as error:
        one = _import_or_404(request, pk)
        if one.state == ImportState.PREVIEW:
            return _preview_page(request, one, str(error))
        messages.error(request, str(error))
        return redirect("records:record_import", pk=pk)
    added = brought.counted(done.counts)
    messages.success(request, f"Read in: {added}." if added else "Nothing in it was new.")
    return redirect("records:record_import", pk=pk)


@page(CAREERS_LEADER)
@require_POST
def discard(request: ViewerRequest, pk: int) -> HttpResponse:
    """Throw a previewed file away."""
    one = _import_or_404(request, pk)
    reading.discard(record_import=one, by=request.user)
    messages.success(request, f"{one.file_name} was thrown away. Nothing was added.")
    return redirect("records:student", pk=one.student_id)


@page(CAREERS_LEADER)
def undo(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take back what a file added, after asking."""
    one = _import_or_404(request, pk)
    if request.method == "POST":
        try:
            done = reading.take_back(record_import=one, by=request.user)
        except reading.ReadingError as error:
            messages.error(request, str(error))
        else:
            left = f" {brought.came_of_it(done)}." if done.kept else ""
            messages.success(request, f"What the file added was taken back.{left}")
        return redirect("records:student", pk=one.student_id)
    context = {
        "title": f"Take back the record from {one.issuer_name}?",
        "text": (
            "What it added for this student goes. Actions and ideas that somebody has worked on "
            "since stay. You can read the file in again."
        ),
        "breadcrumbs": _crumbs(one.student),
        "submit_label": "Take it back",
        "warning": True,
        "cancel_url": reverse("records:record_import", args=[pk]),
    }
    return render(request, "web/confirm.html", context)
