"""Booking interviews for many students at one press, in the background."""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.ledger.models import Channel
from fingerpost.schools.models import School
from fingerpost.students.models import Student

from ..enums import InterviewState, PlaceState
from ..models import GroupBooking, GroupPlace, Interview
from ..selectors.booking import (
    Search,
    Slot,
    already_booked,
    free_slots,
    slots_by_key,
    ticks,
)
from .booking import Appointment, BookingError, Particulars, SlotTaken, book, cancel

# So many are booked or cancelled in one transaction: others who write wait no longer for it.
PORTION = 10
# More free times than anybody books at once.
TIMES = 2000
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Wish:
    """One student to book for: at a chosen time, or at the next one that is free."""

    student: Student
    slot: str = ""
    accompanying_adult: str = ""


@dataclass(frozen=True)
class Terms:
    """What holds for all interviews of a group booking."""

    since: dt.datetime
    adviser_id: int | None = None
    channel: str = Channel.IN_PERSON
    reason: str = ""


# Which time for whom -------------------------------------------------------------------------


def propose(
    students: Sequence[Student], slots: Iterable[Slot]
) -> list[tuple[Student, Slot | None]]:
    """Students in the order given, each with the next free time; None for those left over."""
    given = _apart(slots)
    return [(student, next(given, None)) for student in students]


def _apart(slots: Iterable[Slot]) -> Iterator[Slot]:
    """Those that can all be given: no two need the same adviser or room at the same time."""
    held: set[tuple[str, dt.datetime]] = set()
    for slot in slots:
        times = ticks(slot.starts_at, slot.minutes)
        wanted = {(name, tick) for name in slot.resources() for tick in times}
        if held.isdisjoint(wanted):
            held |= wanted
            yield slot


# Booking -------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_group(*, wishes: Sequence[Wish], terms: Terms, school: School, by: Any) -> GroupBooking:
    """Write down who is to be booked for; `book_places` does it. Chosen times come first."""
    group = GroupBooking.objects.create(
        school=school,
        booked_by=by,
        channel=terms.channel,
        reason=terms.reason,
        adviser_id=terms.adviser_id,
        since=terms.since,
    )
    ordered = sorted(wishes, key=lambda wish: not wish.slot)
    GroupPlace.objects.bulk_create(
        GroupPlace(
            group=group,
            student=wish.student,
            position=number,
            slot=wish.slot,
            accompanying_adult=wish.accompanying_adult,
        )
        for number, wish in enumerate(ordered, start=1)
    )
    details = {"students": len(ordered)}
    audit(by=by, deed=Deed.ADDED, subject=group, details=details)
    return group


def book_places(*, group: GroupBooking, by: Any, tell: Tell) -> None:
    """Book for everybody who still waits in a group booking, some at a time.

    A student with an interview ahead is passed over. A chosen time that somebody else has taken
    meanwhile is not replaced: its student is told of. Safe to repeat, and to do twice at once:
    each place is claimed in the transaction that books it.
    """
    waiting = list(group.places.filter(state=PlaceState.WAITING).values_list("pk", flat=True))
    total = group.places.count()
    booking = _GroupInHand(group, by)
    for start in range(0, len(waiting), PORTION):
        done = total - len(waiting) + start
        tell(f"Booked for {done:,} of {total:,} students …", done, total)
        booking.book_portion(waiting[start : start + PORTION])


class _GroupInHand:
    """A group booking while it is made: the times chosen, and those still to be given."""

    def __init__(self, group: GroupBooking, by: Any) -> None:
        self.group, self.by = group, by
        keys = set(group.places.values_list("slot", flat=True))
        self.chosen = slots_by_key(group.school, keys)
        self._next: deque[Slot] | None = None

    @transaction.atomic
    def book_portion(self, places: Sequence[int]) -> None:
        found = GroupPlace.objects.filter(pk__in=places).select_related("student")
        ahead = already_booked(place.student_id for place in found)
        for place in found:
            # Claimed: another run of the same job waits here, and then finds nothing to do.
            mine = GroupPlace.objects.filter(pk=place.pk, state=PlaceState.WAITING)
            if mine.update(state=PlaceState.ALREADY) and place.student_id not in ahead:
                self._settle(place)

    def _settle(self, place: GroupPlace) -> None:
        place.state = PlaceState.BOOKED
        try:
            place.interview = self._book(place)
        except BookingError as error:
            place.state, place.because = PlaceState.REFUSED, str(error)[:200]
        else:
            if place.interview is None:
                place.state = PlaceState.NO_TIME
        place.save(update_fields=["state", "because", "interview"])

    def _book(self, place: GroupPlace) -> Interview | None:
        if not place.slot:
            return self._book_next_free(place)
        if place.slot not in self.chosen:
            raise BookingError("That time is no longer given.")
        return self._book_at(place, self.chosen[place.slot])

    def _book_at(self, place: GroupPlace, slot: Slot) -> Interview:
        return book(
            student=place.student,
            appointment=Appointment.at(slot, self.group.channel),
            by=self.by,
            particulars=Particulars(self.group.reason, place.accompanying_adult),
        )

    def _book_next_free(self, place: GroupPlace) -> Interview | None:
        while self._times:
            try:
                interview = self._book_at(place, self._times[0])
            except SlotTaken:
                self._times.popleft()
                continue
            self._times.popleft()
            return interview
        return None

    @property
    def _times(self) -> deque[Slot]:
        """The free times; looked up when the chosen ones have been booked."""
        if self._next is None:
            since = max(self.group.since, timezone.now())
            search = Search(since=since, adviser_id=self.group.adviser_id)
            self._next = deque(_apart(free_slots(self.group.school, search, limit=TIMES)))
        return self._next


# Taking it back ------------------------------------------------------------------------------


def cancel_booked(*, interviews: Sequence[int], because: str, by: Any, tell: Tell) -> int:
    """Cancel those of these interviews that are booked and still to come; how many.

    Safe to repeat: what is cancelled already stays as it is.
    """
    cancelled = 0
    for start in range(0, len(interviews), PORTION):
        tell(f"{start:,} of {len(interviews):,} done …", start, len(interviews))
        cancelled += _cancel_portion(interviews[start : start + PORTION], because, by)
    return cancelled


@transaction.atomic
def _cancel_portion(interviews: Sequence[int], because: str, by: Any) -> int:
    found = Interview.objects.filter(
        pk__in=interviews, state=InterviewState.BOOKED, starts_at__gt=timezone.now()
    ).select_related("student__person", "adviser__person", "school")
    for interview in found:
        cancel(interview=interview, because=because, by=by)
    return len(found)
