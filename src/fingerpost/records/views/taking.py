"""Taking a record along: the student for themself, and staff for another school."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import GUIDANCE, STUDENT
from fingerpost.students.permissions import guidance_students, own_student
from fingerpost.students.services.looks import looked_at
from fingerpost.web.access import page

from ..permissions import may_read_in
from ..presenters import brought
from ..presenters.files import TYPES, as_file
from ..selectors.whole import brought_by, imports_for, school_source
from ..services.exporting import give_out


def _viewer(request: HttpRequest) -> Any:
    return request.viewer  # type: ignore[attr-defined]


def _me(request: HttpRequest) -> Any:
    student = own_student(_viewer(request))
    if student is None:
        raise Http404("You are not on the roll.")
    return student


def _file(request: HttpRequest, student: Any, form: str, *, own: bool) -> HttpResponse:
    if form not in TYPES:
        raise Http404("There is no such file.")
    record = give_out(student=student, form=form, own=own, by=_viewer(request).person)
    answer = HttpResponse(as_file(record, form, own=own), content_type=TYPES[form])
    name = f"record-{timezone.localdate().isoformat()}.zip" if form == "zip" else f"record.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _groups(student: Any, *, own: bool) -> list[brought.Group]:
    pieces = brought.brought_pieces(brought_by(student))
    return brought.groups(pieces, own=own, here=school_source(student.school))


@page(STUDENT)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """A student's record to take along, and what they brought with them."""
    student = _me(request)
    context = {
        "title": "Take my record with me",
        "breadcrumbs": [("What I have done", "/my-record/")],
        "groups": _groups(student, own=True),
    }
    return render(request, "records/mine.html", context)


@page(STUDENT)
@require_safe
def my_file(request: HttpRequest, form: str) -> HttpResponse:
    """A student's own record as a file."""
    return _file(request, _me(request), form, own=True)


@page(GUIDANCE)
@require_safe
def student(request: HttpRequest, pk: int) -> HttpResponse:
    """A student's record to send to another school, and what they brought from one."""
    viewer = _viewer(request)
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
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A student's record as a file that staff send to another school."""
    viewer = _viewer(request)
    found = get_object_or_404(guidance_students(viewer).select_related("school"), pk=pk)
    return _file(request, found, form, own=False)
