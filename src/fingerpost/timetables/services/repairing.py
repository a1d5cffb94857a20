"""Repairing a published timetable: an adviser falls ill, and as few people move as possible."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Hold, Interview
from fingerpost.interviews.services.booking import (
    Appointment,
    BookingError,
    cancel,
    move,
)
from fingerpost.ledger.models import Channel

from .. import bridge
from ..enums import DraftState, SeatChange, SeatState
from ..models import Seat, Timetable, TimetableDraft
from ..selectors.timetables import seats_booked
from .making import TimetableError, next_number

_CHANGING = (SeatChange.REPLACED, SeatChange.MOVED, SeatChange.OTHER_ROOM)


@dataclass(frozen=True)
class Loss:
    """What a repair does without, from a day to a day; `name` as `bridge` writes it."""

    kind: str
    name: str
    first: dt.date
    last: dt.date

    def stored(self) -> dict[str, str]:
        """As `TimetableDraft.lost` holds it."""
        return {
            "kind": str(self.kind),
            "name": self.name,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


@transaction.atomic
def ask_for_repair(
    *, timetable: Timetable, losses: Iterable[Loss], seconds: int, by: Any
) -> TimetableDraft:
    """A draft of a repair, a seat for each interview that is booked; `tasks` mends it.

    Raises TimetableError.
    """
    published = timetable.drafts.filter(state=DraftState.PUBLISHED, repairs=None).first()
    if not timetable.is_published or published is None:
        raise TimetableError("Only a timetable that is published can be repaired.")
    now = list(seats_booked(timetable))
    if not now:
        raise TimetableError("None of its interviews is still to come: there is nothing to repair.")
    draft = TimetableDraft.objects.create(
        school=timetable.school,
        timetable=timetable,
        repairs=published,
        number=next_number(timetable),
        lost=[loss.stored() for loss in losses],
        seconds=seconds,
        made_by=by,
    )
    Seat.objects.bulk_create(_as_booked(draft, now), batch_size=200)
    audit(by=by, deed=Deed.ADDED, subject=draft, details={"lost": draft.lost})
    return draft


def _as_booked(draft: TimetableDraft, now: Sequence[Seat]) -> Iterable[Seat]:
    for seat in now:
        interview = seat.interview
        if interview is None:
            continue
        yield Seat(
            draft=draft,
            student_id=seat.student_id,
            number=seat.number,
            need=seat.need,
            is_neediest=seat.is_neediest,
            may_need_an_adult=seat.may_need_an_adult,
            accompanying_adult=interview.accompanying_adult,
            minutes=interview.minutes,
            interview=interview,
            was_at=interview.starts_at,
            was_adviser_id=interview.adviser_id,
            was_room_id=interview.room_id,
        )


# Publishing ------------------------------------------------------------------------------------


class _InTheWay(Exception):
    """One interview cannot be moved; the others are tried again without it."""

    def __init__(self, seat: Seat, because: str) -> None:
        super().__init__(because)
        self.seat, self.because = seat, because


def publish_repair(*, draft: TimetableDraft, told_without: str, by: Any) -> None:
    """Move the interviews of a repair and cancel those that have no time any more.

    told_without: what their students are told. All in one transaction; an interview that cannot
    be moved because something has changed meanwhile stays where it is, and its seat says why.
    Raises TimetableError. Publishing it again does nothing.
    """
    found = TimetableDraft.objects.get(pk=draft.pk)
    if found.state == DraftState.PUBLISHED:
        return
    faults = bridge.faults_of(found.problem or {}, found.result or {})
    if faults:
        raise TimetableError(f"The check found this wrong, so nothing is published: {faults[0]}")
    left: dict[int, str] = {}
    while True:
        try:
            _publish_all(found, left, told_without, by)
        except _InTheWay as one:
            # Each turn leaves at least one more where it is, so this ends.
            left[one.seat.pk] = one.because
        else:
            return


def _seats_as_they_are(draft: TimetableDraft) -> list[Seat]:
    """The seats to be published; nobody else moves or cancels their interviews meanwhile."""
    seats = draft.seats.filter(state__in=[SeatState.TIMED, SeatState.NO_TIME])
    interviews = Interview.objects.filter(pk__in=seats.values("interview")).order_by("pk")
    list(interviews.select_for_update(no_key=True).values_list("pk"))
    related = ("adviser__person", "interview__student", "interview__adviser__person")
    return list(seats.select_related(*related).order_by("starts_at", "id"))


def _changed_since(seats: Sequence[Seat]) -> dict[int, str]:
    """Seats whose interview is no longer what it was when the repair was made, with the reason."""
    left = {}
    for seat in seats:
        interview = seat.interview
        if interview is None or interview.state != InterviewState.BOOKED:
            left[seat.pk] = "The interview is over or cancelled."
        elif (interview.starts_at, interview.adviser_id) != (seat.was_at, seat.was_adviser_id):
            left[seat.pk] = "The interview has been moved meanwhile."
        elif seat.change in _CHANGING and (
            seat.starts_at is None or seat.starts_at <= timezone.now()
        ):
            left[seat.pk] = "The new time has passed."
    return left


@transaction.atomic
def _publish_all(draft: TimetableDraft, refused: dict[int, str], because: str, by: Any) -> None:
    """refused: seats that could not be moved in a try before, with the reason."""
    mine = TimetableDraft.objects.filter(pk=draft.pk, state=DraftState.READY)
    if not mine.update(
        state=DraftState.PUBLISHED,
        published_by=by,
        published_at=timezone.now(),
        told_without=because,
    ):
        raise TimetableError("This repair has been published already, or it is gone.")
    seats = _seats_as_they_are(draft)
    left = _changed_since(seats) | refused
    going = [seat for seat in seats if seat.pk not in left]
    for seat in going:
        if seat.change == SeatChange.LOST and seat.interview:
            cancel(interview=seat.interview, because=because, by=by)
            seat.state = SeatState.CANCELLED
        else:
            seat.state = SeatState.BOOKED
    _move_all([seat for seat in going if seat.change in _CHANGING], by)
    for seat in seats:
        if seat.pk in left:
            seat.state, seat.because = SeatState.REFUSED, left[seat.pk][:300]
    Seat.objects.bulk_update(seats, ["state", "because"], batch_size=200)
    details = {"problem": draft.problem_hash, "seed": draft.seed, "left": len(left)}
    audit(by=by, deed=Deed.SHARED, subject=draft, details=details)


def _move_all(seats: Sequence[Seat], by: Any) -> None:
    """Let go of all their times first: one may move to where another one was."""
    Hold.objects.filter(interview__in=[seat.interview_id for seat in seats]).delete()
    for seat in seats:
        if seat.adviser is None or seat.starts_at is None or seat.interview is None:
            raise _InTheWay(seat, "The adviser is not on the register any more.")
        at = Appointment(
            adviser=seat.adviser,
            starts_at=seat.starts_at,
            minutes=seat.minutes,
            room_id=seat.room_id,
            channel=Channel.IN_PERSON if seat.room_id else Channel.VIDEO,
        )
        try:
            with transaction.atomic():
                move(interview=_fresh(seat.interview), appointment=at, by=by)
        except BookingError as error:
            raise _InTheWay(seat, str(error)) from error


def _fresh(interview: Interview) -> Interview:
    """As the database has it: a try before may have changed the object and been undone."""
    return Interview.objects.select_related("student", "adviser__person").get(pk=interview.pk)
