"""Pages for parents and carers: what their child shares, and nothing else."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from fingerpost.accounts.permissions import PARENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.permissions import children
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from ..permissions import shared_records
from ..presenters.family import ahead_lines
from ..presenters.words import route_words, sector_words
from ..selectors.family import ahead_of_child


@page(PARENT)
def shared(request: ViewerRequest, student_pk: int) -> HttpResponse:
    """The records that one child shares, with their actions."""
    viewer = request.viewer
    child = get_object_or_404(children(viewer), pk=student_pk)
    found = page_of(request, shared_records(viewer, child).prefetch_related("actions"))
    ahead = ahead_of_child(viewer, child)
    name = child.preferred_name or child.given_name
    context = {
        "title": f"{name}’s plan",
        "lede": f"This is what {name} has chosen to share with you.",
        "name": name,
        "ahead": None if ahead is None else ahead_lines(ahead),
        "found": found,
        "records": [
            (written, route_words(written.routes), sector_words(written.sectors))
            for written in found
        ],
    }
    return render(request, "interviews/family.html", context)
