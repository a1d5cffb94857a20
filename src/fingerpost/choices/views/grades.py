"""Bringing in predicted grades."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.accounts.permissions import CAREERS_LEADER
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.grades import COLUMNS, LARGEST, read
from fingerpost.students.permissions import guidance_students
from fingerpost.web.access import page
from fingerpost.web.bringing import Bringing, bring_in_page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.uploads import limited_upload

from ..services.grades import bring_in


@limited_upload(LARGEST)
@page(CAREERS_LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def grades(request: ViewerRequest) -> HttpResponse:
    """Read a file of predicted grades: good lines are kept, bad ones told."""
    bringing = Bringing(
        title="Bring in predicted grades",
        template="choices/grades.html",
        columns=COLUMNS,
        then="choices:grades",
        breadcrumbs=[("Choices and applications", reverse("choices:school"))],
        more={"blank_url": reverse("choices:blank_grades")},
    )
    return bring_in_page(request, bringing, lambda data: _keep(request, data))


def _keep(request: ViewerRequest, data: bytes) -> list[str]:
    viewer = request.viewer
    found = read(data, timezone.localdate())
    wanted = {row.upn for row in found.rows}
    students: dict[str, Any] = {
        one.upn: one for one in guidance_students(viewer).exclude(upn="") if one.upn in wanted
    }
    unknown = [
        f"Line {row.line}: nobody on the roll has the UPN “{row.upn}”."
        for row in found.rows
        if row.upn not in students
    ]
    rows = [(students[row.upn], row) for row in found.rows if row.upn in students]
    if rows:
        new, again = bring_in(school=viewer.school, rows=rows, by=viewer.person)
        messages.success(request, f"{new} new or changed, {again} there before.")
    return sorted([*found.problems, *unknown], key=_line_of)


def _line_of(problem: str) -> int:
    return int(problem.removeprefix("Line ").split(":")[0])


@page(CAREERS_LEADER)
@require_GET
def blank_grades(request: ViewerRequest) -> HttpResponse:
    """An empty list with the right columns, to fill in."""
    return as_file("predicted-grades", list(COLUMNS), [], CSV)
