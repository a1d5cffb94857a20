"""Sending a roll file: columns, preview, apply, undo, history."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import ROLL
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.jobs.enums import JobState
from fingerpost.jobs.services import begin
from fingerpost.jobs.views import go_on
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.paging import page_of
from fingerpost.web.uploads import limited_upload, too_large

from ..enums import RollImportState
from ..forms.imports import ColumnsForm, RollFileForm
from ..presenters import imports as presenter
from ..selectors import roll_imports, students_by_key
from ..services import roll, waiting_files
from ..services.looks import looked_at_list
from ..services.plan import Plan

PER_PAGE = 50
UPLOAD = ("Load a roll", "/roll/import/")
REJECTED = ("Row", "Where", "Column", "What is wrong")
CRUMBS = [("Roll", "/roll/"), UPLOAD]


def _import_or_404(request: ViewerRequest, pk: int) -> Any:
    """An import of the viewer's own school."""
    return get_object_or_404(roll_imports(request.viewer.school), pk=pk)


@limited_upload(waiting_files.LARGEST)
@page(ROLL)
def upload(request: ViewerRequest) -> HttpResponse:
    """Send a file; then its columns or its preview."""
    form = RollFileForm()
    if request.method == "POST":
        refusal = waiting_files.TOO_LARGE if too_large(request) else ""
        form = RollFileForm(request.POST, request.FILES, refusal=refusal)
        job = _receive(request, form)
        if job is not None:
            return go_on(request, job)
    school = request.viewer.school
    context = {
        "title": "Load a roll",
        "lede": "Nothing changes until you have seen what would change and said yes.",
        "breadcrumbs": CRUMBS[:1],
        "form": form,
        "submit_label": "Send the file",
        "newest": roll.newest_applied(school.pk),
    }
    return render(request, "students/upload.html", context)


def _receive(request: ViewerRequest, form: RollFileForm) -> Any:
    """The job that reads the file of a form; None when the file was refused."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        stored_as = waiting_files.keep(file.chunks(), file.name)
    except UnreadableFile as refusal:
        form.add_error("file", refusal.sentence)
        return None
    job = begin(
        function="fingerpost.students.tasks.read_file",
        title=f"Reading {file.name}"[:200],
        by=request.user,
        school=request.viewer.school.pk,
        stored_as=stored_as,
        file_name=file.name,
    )
    if job.state == JobState.REFUSED:
        form.add_error("file", job.outcome["sentence"])
        return None
    return job


@page(ROLL)
def columns(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what each column of a spreadsheet holds."""
    roll_import = _import_or_404(request, pk)
    if roll_import.state not in roll.WAITING or roll_import.format != "spreadsheet":
        return redirect("students:import", pk=pk)
    try:
        table = roll.waiting_columns(roll_import)
    except UnreadableFile as refusal:
        messages.error(request, refusal.sentence)
        return redirect("students:upload")
    suggested = (
        roll_import.mapping
        or roll.remembered_mapping(roll_import.school, table.headings)
        or table.suggested
    )
    form = ColumnsForm(
        request.POST or None,
        headings=table.headings,
        suggested=suggested,
        sample=table.sample,
    )
    if request.method == "POST" and form.is_valid():
        job = begin(
            function="fingerpost.students.tasks.match_columns",
            title=f"Reading {roll_import.file_name}"[:200],
            by=request.user,
            roll_import=pk,
            mapping=form.mapping,
        )
        if job.state != JobState.REFUSED:
            return go_on(request, job)
        form.add_error(None, job.outcome["sentence"])
    context = {
        "title": "What is in each column?",
        "lede": (
            f"{roll_import.file_name}: check what each column holds. "
            "Next time a file with these headings needs no asking."
        ),
        "breadcrumbs": CRUMBS,
        "form": form,
        "submit_label": "Show what would change",
        "cancel_url": reverse("students:upload"),
    }
    return render(request, "web/form_page.html", context)


@page(ROLL)
def roll_import(request: ViewerRequest, pk: int) -> HttpResponse:
    """What a file would change, or what it changed."""
    one = _import_or_404(request, pk)
    if one.state == RollImportState.COLUMNS:
        return redirect("students:import_columns", pk=pk)
    if one.state == RollImportState.PREVIEW:
        return _preview_page(request, one)
    counts = one.plan.get("counts", {})
    newest = roll.newest_applied(one.school_id)
    context = {
        "title": one.file_name,
        "breadcrumbs": CRUMBS,
        "roll_import": one,
        "counts": counts,
        "tiles": presenter.tiles(counts, can_open=False),
        "notes": one.plan.get("notes", []),
        "can_undo": newest is not None and newest.pk == one.pk,
        "total": counts.get("rejected", 0),
        **_rejected_part(request, one.plan.get("rejected", [])),
    }
    return render(request, "students/import_result.html", context)


def _rejected_part(request: ViewerRequest, rejected: list[Any]) -> dict[str, Any]:
    shown = page_of(request, rejected, PER_PAGE)
    table = presenter.section_table("rejected", list(shown), {})
    return {"shown": shown, "table": table if rejected else None}


def _preview_page(request: ViewerRequest, one: Any, refusal: str = "") -> HttpResponse:
    plan = Plan.read(one.plan)
    section = presenter.first_section(plan.counts, request.GET.get("show", ""))
    items = presenter.list_of(plan, section)
    shown = page_of(request, items, PER_PAGE)
    students = students_by_key(presenter.keys_of(list(shown)))
    looked_at_list(
        by=request.user,
        school=one.school,
        label=f"What {one.file_name} would change",
        query=f"show={section}",
        students=len(items) if section != "rejected" else 0,
    )
    target = "#leavers_confirmed" if plan.needs_confirmation else ""
    context = {
        "title": "What would change",
        "lede": f"{one.file_name}: nothing has been changed yet.",
        "breadcrumbs": CRUMBS,
        "roll_import": one,
        "plan": plan,
        "counts": plan.counts,
        "leaving": f"{len(plan.leavers):,} of {plan.on_roll:,}",
        "tiles": presenter.tiles(plan.counts, can_open=True),
        "notes": plan.notes,
        "section": section,
        "shown": shown,
        "table": presenter.section_table(section, list(shown), students) if items else None,
        "total": plan.counts.get(section, 0),
        "refusal": refusal,
        "errors": [(refusal, target)] if refusal else [],
    }
    return render(request, "students/import_preview.html", context)


@page(ROLL)
@require_POST
def apply(request: ViewerRequest, pk: int) -> HttpResponse:
    """Put a previewed file on the roll."""
    one = _import_or_404(request, pk)
    job = begin(
        function="fingerpost.students.tasks.apply_file",
        title=f"Putting {one.file_name} on the roll"[:200],
        by=request.user,
        roll_import=pk,
        leavers_confirmed=request.POST.get("leavers_confirmed") == "yes",
    )
    if job.state == JobState.REFUSED:
        return _preview_page(request, _import_or_404(request, pk), job.outcome["sentence"])
    return go_on(request, job)


@page(ROLL)
@require_POST
def discard(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give up a waiting file."""
    one = _import_or_404(request, pk)
    roll.discard_import(roll_import=one, by=request.user)
    messages.success(request, f"{one.file_name} was thrown away. The roll is as it was.")
    return redirect("students:upload")


@page(ROLL)
def undo(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take the newest applied file back, after asking."""
    one = _import_or_404(request, pk)
    if request.method == "POST":
        job = begin(
            function="fingerpost.students.tasks.undo_file",
            title=f"Undoing {one.file_name}"[:200],
            by=request.user,
            roll_import=pk,
        )
        return go_on(request, job)
    context = {
        "title": f"Undo {one.file_name}?",
        "text": "The roll goes back to how it was before this file. You can send the file again.",
        "submit_label": "Undo it",
        "warning": True,
        "cancel_url": reverse("students:import", args=[pk]),
    }
    return render(request, "web/confirm.html", context)


@page(ROLL)
def rejected(request: ViewerRequest, pk: int) -> HttpResponse:
    """The rejected rows as a CSV file."""
    one = _import_or_404(request, pk)
    rows = [[str(cell) for cell in row] for row in one.plan.get("rejected", [])]
    return as_file("rejected-rows", REJECTED, rows, CSV)


@page(ROLL)
def history(request: ViewerRequest) -> HttpResponse:
    """The files sent so far."""
    found = roll_imports(request.viewer.school).defer("undo")
    shown = page_of(request, found, 20)
    context = {
        "title": "Files sent",
        "breadcrumbs": CRUMBS,
        "shown": shown,
        "table": presenter.history_table(shown),
    }
    return render(request, "students/history.html", context)
