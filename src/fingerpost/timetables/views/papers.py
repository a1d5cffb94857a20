"""A draft as a file, and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, FORMATS, as_file

from ..presenters import lists, week
from ..selectors.seats import seats_of
from .reach import crumbs, draft_of, note_look

BY = {"adviser": "One sheet for each adviser and day", "group": "One sheet for each tutor group"}


@page(INTERVIEWS)
@require_safe
def download(request: ViewerRequest, pk: int) -> HttpResponse:
    """The interviews of a draft as a file for a spreadsheet."""
    viewer, found = request.viewer, draft_of(request, pk)
    seats = seats_of(viewer, found)
    record_deed(
        by=viewer.person,
        deed=Deed.EXPORTED,
        subject=found,
        school=viewer.school,
        details={"students": len(seats)},
    )
    wanted = request.GET.get("format", CSV)
    rows = lists.file_rows(seats)
    return as_file(f"timetable-{pk}", lists.HEADINGS, rows, wanted if wanted in FORMATS else CSV)


@page(INTERVIEWS)
@require_safe
def printed(request: ViewerRequest, pk: int) -> HttpResponse:
    """The interviews of a draft on paper: a sheet for each adviser and day, or tutor group."""
    viewer, found = request.viewer, draft_of(request, pk)
    by = request.GET.get("by", "")
    by = by if by in BY else "adviser"
    seats = seats_of(viewer, found)
    note_look(request, "Timetable to print", found, len(seats))
    context = {
        "title": f"To print: {found.timetable}",
        "lede": BY[by],
        "breadcrumbs": crumbs(found.timetable, found),
        "sheets": week.sheets(seats, by),
        "by": by,
        "choices": BY.items(),
        "is_published": bool(found.published_at),
    }
    return render(request, "timetables/print.html", context)
