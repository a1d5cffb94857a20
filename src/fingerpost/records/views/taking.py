"""Taking a record along: the student for themself, and staff for another school."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import GUIDANCE, STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.asking import myself
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at
from fingerpost.web.access import page
from fingerpost.web.downloads import file_answer

from ..permissions import may_read_in
from ..presenters import brought
from ..presenters.files import TYPES, as_file
from ..selectors.whole import brought_by, imports_for, school_source
from ..services.exporting import give_out


def _file(request: ViewerRequest, student: Any, form: str, *, own: bool) -> HttpResponse:
    if form not in TYPES:
        raise Http404("There is no such file.")
    record = give_out(student=student, form=form, own=own, by=request.viewer.person)
    name = f"record-{timezone.localdate().isoformat()}.zip" if form == "zip" else f"record.{form}"
    answer = file_answer(as_file(record, form, own=own), name, TYPES[form])
    answer["Cache-Control"] = "no-store"
    return answer


def _groups(student: Any, *, own: bool) -> list[brought.Group]:
    pieces = brought.brought_pieces(brought_by(student))
    return brought.groups(pieces, own=own, here=school_source(student.school))


@page(STUDENT)
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """A student's record to take along, and what they brought with them."""
    student = myself(request)
    context = {
        "title": "Take my record with me",
        "breadcrumbs": [("What I have done", "/my-record/")],
        "groups": _groups(student, own=True),
    }
    return render(request, "records/mine.html", context)


@page(STUDENT)
@require_safe
def my_file(request: ViewerRequest, form: str) -> HttpResponse:
    """A student's own record as a file."""
    return _file(request, myself(request), form, own=True)


@page(GUIDANCE)
@require_safe
def student(request: ViewerRequest, pk: int) -> HttpResponse:
    """A student's record to send to another school, and what they brought from one."""
    viewer = request.viewer
    found = get_object_or_404(guidance_students(viewer).select_related("school"), pk=pk)
    looked_at(student=found, by=viewer.person)
    context = {
        "title": f"Record of {found.name} for another school",
        "breadcrumbs": [(found.name, f"/students/{found.pk}/")],
        "student": found,
        "groups": _groups(found, own=False),
        "may_read_in": may_read_in(viewer, found),
        "imports": brought.imports_table(imports_for(found))
        if viewer.has(Role.CAREERS_LEADER)
        else None,
    }
    return render(request, "records/student.html", context)


@page(GUIDANCE)
@require_safe
def file(request: ViewerRequest, pk: int, form: str) -> HttpResponse:
    """A student's record as a file that staff send to another school."""
    viewer = request.viewer
    found = get_object_or_404(guidance_students(viewer).select_related("school"), pk=pk)
    return _file(request, found, form, own=False)
