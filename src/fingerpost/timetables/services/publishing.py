"""Publishing a draft: its interviews are booked, and whoever cannot be is told of."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.selectors.booking import already_booked
from fingerpost.interviews.services.booking import Appointment, BookingError, Particulars, book
from fingerpost.interviews.services.group_bookings import cancel_booked
from fingerpost.ledger.models import Channel

from .. import bridge
from ..enums import DraftState, SeatState, TimetableState
from ..models import Seat, Timetable, TimetableDraft
from .making import TimetableError

# So many are booked in one transaction: others who write wait no longer for it.
PORTION = 10
Tell = Callable[[str, int, int], None]


@transaction.atomic
def publish(*, draft: TimetableDraft, by: Any) -> None:
    """Say that this draft is the timetable; `book_seats` then books its interviews.

    What the independent checker finds wrong is not published. Raises TimetableError. Publishing
    the same draft again does nothing.
    """
    found = TimetableDraft.objects.get(pk=draft.pk)
    if found.state == DraftState.PUBLISHED:
        return
    faults = bridge.faults_of(found.problem or {}, found.result or {})
    if faults:
        raise TimetableError(f"The check found this wrong, so nothing is published: {faults[0]}")
    first = Timetable.objects.filter(pk=draft.timetable_id, state=TimetableState.DRAFT)
    mine = TimetableDraft.objects.filter(pk=draft.pk, state=DraftState.READY, repairs=None)
    if not first.update(state=TimetableState.PUBLISHED) or not mine.update(
        state=DraftState.PUBLISHED, published_by=by, published_at=timezone.now()
    ):
        raise TimetableError("Another draft of this timetable is published, or this one is gone.")
    details = {"problem": found.problem_hash, "seed": found.seed, "status": found.status}
    audit(by=by, deed=Deed.SHARED, subject=draft, details=details)


def book_seats(*, draft: TimetableDraft, by: Any, tell: Tell) -> None:
    """Book every interview of a published draft that is not booked yet, some at a time.

    A time that somebody has taken meanwhile is not replaced: its seat says so. Safe to repeat,
    and to do twice at once: each seat is claimed in the transaction that books it.
    """
    waiting = draft.seats.filter(state=SeatState.TIMED).order_by("number", "starts_at", "id")
    seats = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(seats), PORTION):
        tell(f"{start:,} of {len(seats):,} interviews booked …", start, len(seats))
        _book_portion(draft, seats[start : start + PORTION], by)


@transaction.atomic
def _book_portion(draft: TimetableDraft, keys: Sequence[int], by: Any) -> None:
    seats = list(
        draft.seats.filter(pk__in=keys)
        .select_related("student", "adviser__person")
        .order_by("number", "starts_at", "id")
    )
    ahead = already_booked(seat.student_id for seat in seats if seat.number == 1)
    for seat in seats:
        # Claimed: another run of the same job waits here, and then finds nothing to do.
        mine = Seat.objects.filter(pk=seat.pk, state=SeatState.TIMED)
        if not mine.update(state=SeatState.AHEAD):
            continue
        if seat.number > 1 or seat.student_id not in ahead:
            _settle(draft, seat, by)


def _settle(draft: TimetableDraft, seat: Seat, by: Any) -> None:
    seat.state = SeatState.BOOKED
    try:
        seat.interview = _book(draft, seat, by)
    except BookingError as error:
        seat.state, seat.because = SeatState.REFUSED, str(error)[:300]
    seat.save(update_fields=["state", "because", "interview"])


def _book(draft: TimetableDraft, seat: Seat, by: Any) -> Any:
    if seat.adviser is None or seat.starts_at is None:
        raise BookingError("The adviser is not on the register any more.")
    if seat.starts_at <= timezone.now():
        raise BookingError("That time has passed.")
    follows = None
    if seat.number > 1:
        first = draft.seats.filter(student=seat.student_id, number=seat.number - 1).first()
        follows = first.interview if first else None
        if follows is None:
            raise BookingError("The first interview could not be booked.")
    return book(
        student=seat.student,
        appointment=Appointment(
            adviser=seat.adviser,
            starts_at=seat.starts_at,
            minutes=seat.minutes,
            room_id=seat.room_id,
            channel=Channel.IN_PERSON if seat.room_id else Channel.VIDEO,
        ),
        by=by,
        particulars=Particulars(
            reason=draft.timetable.title,
            accompanying_adult=seat.accompanying_adult,
            follows=follows,
        ),
    )


# Taking it back --------------------------------------------------------------------------------


@transaction.atomic
def withdraw(*, timetable: Timetable, by: Any) -> None:
    """Cancel a published timetable; `cancel_seats` cancels its interviews. Safe to repeat."""
    withdrawn = Timetable.objects.filter(pk=timetable.pk, state=TimetableState.PUBLISHED).update(
        state=TimetableState.CANCELLED
    )
    if withdrawn:
        details = {"state": "cancelled"}
        audit(by=by, deed=Deed.CHANGED, subject=timetable, details=details)


def cancel_seats(*, timetable: Timetable, because: str, by: Any, tell: Tell) -> int:
    """Cancel those of a timetable's interviews that are still to come; how many."""
    booked = Seat.objects.filter(
        draft__timetable=timetable,
        interview__state=InterviewState.BOOKED,
        interview__starts_at__gt=timezone.now(),
    ).order_by("interview")
    keys = list(booked.values_list("interview", flat=True).distinct())
    return cancel_booked(interviews=keys, because=because, by=by, tell=tell)
