"""Which free times a page of staff looks for, as its address says."""

import datetime as dt
from typing import Any

from django.utils import timezone

from fingerpost.accounts.viewer import ViewerRequest

from ..forms.booking import FindTimesForm
from ..selectors.booking import Search, Slot, free_slots


def search_of(request: ViewerRequest, student: Any = None) -> tuple[FindTimesForm, Search]:
    """The form that narrows the times, and what it asks for."""
    form = FindTimesForm(request.GET, school=request.viewer.school)
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    now = timezone.now()
    since = now
    if data.get("since"):
        zone = timezone.get_current_timezone()
        since = max(now, dt.datetime.combine(data["since"], dt.time.min, tzinfo=zone))
    adviser = data.get("adviser")
    search = Search(
        since=since,
        adviser_id=adviser.pk if adviser else None,
        student_id=student.pk if student else None,
    )
    return form, search


def free_times(request: ViewerRequest, search: Search, limit: int) -> list[Slot]:
    """Free times at the viewer's school, soonest first."""
    return free_slots(request.viewer.school, search, limit=limit)


def kept(request: ViewerRequest, *names: str) -> list[tuple[str, str]]:
    """What a form that narrows must send on."""
    return [(name, value) for name in names for value in request.GET.getlist(name)]
