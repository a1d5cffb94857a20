"""The interviews of drafts as they stand, and how far the making of a draft is."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When

from fingerpost.accounts.viewer import Viewer
from fingerpost.interviews.enums import InterviewState
from fingerpost.jobs.models import Job
from fingerpost.jobs.selectors import progress_of
from fingerpost.students.permissions import guidance_students

from ..enums import IN_THE_MAKING, DraftState, SeatState
from ..models import Seat, TimetableDraft
from ..permissions import visible_seats


def seats_of(viewer: Viewer, draft: TimetableDraft) -> list[Seat]:
    """The interviews of a draft of the viewer's students, by time.

    Of a draft that is published, what its interviews have become since: moved ones at their new
    time, cancelled ones cancelled.
    """
    found = list(visible_seats(viewer, draft))
    if draft.state == DraftState.PUBLISHED and not draft.is_repair:
        for seat in found:
            _bring_up_to_date(seat)
        found.sort(key=lambda seat: (seat.starts_at is None, seat.starts_at or 0, seat.pk))
    return found


def _bring_up_to_date(seat: Seat) -> None:
    interview = seat.interview
    if interview is None:
        return
    if interview.starts_at != seat.starts_at:
        seat.missed = ""
    seat.starts_at, seat.minutes = interview.starts_at, interview.minutes
    seat.adviser, seat.room = interview.adviser, interview.room
    seat.accompanying_adult = interview.accompanying_adult
    if interview.state == InterviewState.CANCELLED:
        seat.state, seat.starts_at = SeatState.CANCELLED, None
        seat.because = interview.cancelled_because


def states_of(viewer: Viewer, drafts: Iterable[TimetableDraft]) -> dict[int, dict[str, int]]:
    """Draft to how many seats of the viewer's students are in each state, as `seats_of` has it."""
    cancelled = When(
        interview__state=InterviewState.CANCELLED, then=Value(str(SeatState.CANCELLED))
    )
    return _counted(viewer, drafts, Case(cancelled, default=F("state")))


def changes_of(viewer: Viewer, drafts: Iterable[TimetableDraft]) -> dict[int, dict[str, int]]:
    """Repair to how many seats of the viewer's students have each change."""
    return _counted(viewer, drafts, F("change"))


def _counted(
    viewer: Viewer, drafts: Iterable[TimetableDraft], what: Any
) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows: QuerySet[Any] = (
        Seat.objects.filter(
            draft__in=[draft.pk for draft in drafts], student__in=guidance_students(viewer)
        )
        .order_by()
        .annotate(fate=what)
        .values_list("draft", "fate")
        .annotate(Count("pk"))
    )
    for draft, fate, number in rows:
        found.setdefault(draft, {})[fate] = number
    return found


def making_of(draft: TimetableDraft) -> dict[str, Any]:
    """How far a draft is that is in the making: `progress`, or why it `stopped`; else empty."""
    if draft.state not in IN_THE_MAKING:
        return {}
    job = Job.objects.filter(pk=draft.job).first() if draft.job else None
    if job is None or job.has_ended:
        return {"stopped": (job.outcome if job else {}).get("sentence") or "The work stopped."}
    return {"progress": progress_of(job)}
