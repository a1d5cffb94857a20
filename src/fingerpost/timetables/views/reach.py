"""What several pages about timetables ask first."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.jobs.services import begin
from fingerpost.programme.bridge import measures_by_name
from fingerpost.students.selectors import tutor_groups
from fingerpost.students.services.looks import looked_at_list

from ..permissions import visible_drafts, visible_timetables
from ..services.making import note_job

PER_PAGE = 50


def timetable_of(request: ViewerRequest, pk: int) -> Any:
    """A timetable of the viewer's school."""
    return get_object_or_404(visible_timetables(request.viewer), pk=pk)


def draft_of(request: ViewerRequest, pk: int) -> Any:
    """A draft of a timetable of the viewer's school."""
    return get_object_or_404(visible_drafts(request.viewer), pk=pk)


def crumbs(timetable: Any = None, draft: Any = None) -> list[tuple[str, str]]:
    """The way back from a page under these."""
    found = [("Timetables", reverse("timetables:list"))]
    if timetable is not None:
        found.append((str(timetable), reverse("timetables:timetable", args=[timetable.pk])))
    if draft is not None:
        found.append((draft.name, reverse("timetables:draft", args=[draft.pk])))
    return found


def labels(request: ViewerRequest) -> tuple[dict[int, str], dict[str, Any]]:
    """What audiences are written with: names of tutor groups by key, measures by name."""
    groups = {group.pk: group.name for group in tutor_groups(request.viewer.school)}
    return groups, measures_by_name(timezone.localdate())


def note_look(request: ViewerRequest, label: str, draft: Any, students: int) -> None:
    """Note a look at students by name."""
    viewer = request.viewer
    query = f"draft={draft.pk}&{request.GET.urlencode()}"
    looked_at_list(
        by=viewer.person, school=viewer.school, label=label, query=query, students=students
    )


def begin_making(request: ViewerRequest, draft: Any) -> None:
    """Begin the work that makes a draft; its page says how far it is."""
    job = begin(
        function="fingerpost.timetables.tasks.make_draft",
        title=f"Making a timetable: {draft.timetable}",
        by=request.user,
        draft=draft.pk,
    )
    note_job(draft=draft, job=job.pk)
