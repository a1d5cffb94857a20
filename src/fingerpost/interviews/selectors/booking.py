"""Which times are free, and which interviews are booked."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.schools.models import School
from fingerpost.students.enums import YES, Characteristic
from fingerpost.students.models import CharacteristicValue, Student
from fingerpost.students.permissions import guidance_students

from ..enums import InterviewState
from ..models import TICK_MINUTES, Availability, Hold, Interview
from ..permissions import interviews_seen_by

LOOK_AHEAD = dt.timedelta(weeks=12)


@dataclass(frozen=True)
class Slot:
    """One time at which an adviser could see a student."""

    adviser_id: int
    adviser_name: str
    person_id: int
    room_id: int | None
    room_name: str
    is_confidential: bool
    starts_at: dt.datetime
    minutes: int

    @property
    def key(self) -> str:
        """The slot's name in a form: it stays the same as long as the adviser's time does."""
        return f"{self.adviser_id}-{self.starts_at:%Y%m%dT%H%M}-{self.minutes}"

    def resources(self) -> list[str]:
        """What an interview at this time would hold."""
        return held_by(self.person_id, self.room_id)


@dataclass(frozen=True)
class Search:
    """Which free times are looked for."""

    since: dt.datetime
    until_on: dt.date | None = None
    adviser_id: int | None = None
    student_id: int | None = None
    open_to_students: bool = False


def held_by(person_id: int, room_id: int | None, student_id: int | None = None) -> list[str]:
    """The names of what one interview holds.

    The adviser is held as a person, so that one who works at two schools is not in both at once.
    """
    names = [f"person:{person_id}"]
    if room_id:
        names.append(f"room:{room_id}")
    if student_id:
        names.append(f"student:{student_id}")
    return names


def ticks(starts_at: dt.datetime, minutes: int) -> list[dt.datetime]:
    """The five-minute ticks that an interview takes."""
    start = starts_at.astimezone(dt.UTC)
    step = dt.timedelta(minutes=TICK_MINUTES)
    return [start + step * number for number in range(-(-minutes // TICK_MINUTES))]


def _slots_of(availability: Availability) -> Iterator[Slot]:
    """A stretch of time cut into slots; what is left at its end is too short and is dropped."""
    zone = timezone.get_current_timezone()
    start = dt.datetime.combine(availability.on, availability.starts_at, tzinfo=zone)
    end = dt.datetime.combine(availability.on, availability.ends_at, tzinfo=zone)
    step = dt.timedelta(minutes=availability.slot_minutes)
    room = availability.room
    while start + step <= end:
        yield Slot(
            adviser_id=availability.adviser_id,
            adviser_name=str(availability.adviser.person),
            person_id=availability.adviser.person_id,
            room_id=room.pk if room else None,
            room_name=room.name if room else "",
            is_confidential=bool(room and room.is_confidential),
            starts_at=start,
            minutes=availability.slot_minutes,
        )
        start += step


def _availability(school: School, search: Search) -> QuerySet[Availability]:
    first = timezone.localdate(search.since)
    found = Availability.objects.filter(
        adviser__school=school,
        adviser__left_on__isnull=True,
        on__gte=first,
        on__lte=search.until_on or first + LOOK_AHEAD,
    )
    if search.adviser_id:
        found = found.filter(adviser=search.adviser_id)
    if search.open_to_students:
        found = found.filter(open_to_students=True)
    return found.select_related("adviser__person", "room").order_by("on", "starts_at", "id")


def free_slots(school: School, search: Search, limit: int = 400) -> list[Slot]:
    """Free times, soonest first: those of the advisers' availability that nothing holds.

    Takes two queries, whatever is booked.
    """
    slots = [slot for given in _availability(school, search) for slot in _slots_of(given)]
    slots = sorted(
        (slot for slot in slots if slot.starts_at >= search.since),
        key=lambda slot: (slot.starts_at, slot.adviser_name, slot.adviser_id),
    )
    if not slots:
        return []
    held = _held(slots, search.student_id)
    free: list[Slot] = []
    for slot in slots:
        names = slot.resources()
        if search.student_id:
            names.append(f"student:{search.student_id}")
        if any(
            (name, tick) in held for name in names for tick in ticks(slot.starts_at, slot.minutes)
        ):
            continue
        free.append(slot)
        if len(free) == limit:
            break
    return free


def _held(slots: Sequence[Slot], student_id: int | None) -> set[tuple[str, dt.datetime]]:
    names = {name for slot in slots for name in slot.resources()}
    if student_id:
        names.add(f"student:{student_id}")
    last = slots[-1]
    span = (slots[0].starts_at, last.starts_at + dt.timedelta(minutes=120))
    found = Hold.objects.filter(resource__in=names, tick__range=span).order_by()
    return set(found.values_list("resource", "tick"))


def slots_by_key(school: School, keys: Iterable[str]) -> dict[str, Slot]:
    """The slots that keys name, free or not; keys that name none are left out."""
    days = {day for key in keys if (day := _day_in(key))}
    given = (
        Availability.objects.filter(adviser__school=school, on__in=days)
        .select_related("adviser__person", "room")
        .order_by("on", "starts_at", "id")
    )
    wanted = set(keys)
    found = {slot.key: slot for item in given for slot in _slots_of(item)}
    return {key: slot for key, slot in found.items() if key in wanted}


def _day_in(key: str) -> dt.date | None:
    parts = key.split("-")
    try:
        # The day part of an ISO basic timestamp; the time of day is matched by the whole key.
        return dt.date.fromisoformat(parts[1][:8])
    except (IndexError, ValueError):
        return None


def upcoming(student: Student) -> QuerySet[Interview]:
    """A student's booked interviews that have not begun, soonest first."""
    return (
        Interview.objects.filter(
            student=student, state=InterviewState.BOOKED, starts_at__gte=timezone.now()
        )
        .select_related("adviser__person", "room")
        .order_by("starts_at", "id")
    )


def cancelled_ahead(student: Student) -> QuerySet[Interview]:
    """A student's interviews that were to come and have been cancelled, soonest first."""
    return (
        Interview.objects.filter(
            student=student, state=InterviewState.CANCELLED, starts_at__gte=timezone.now()
        )
        .select_related("adviser__person")
        .order_by("starts_at", "id")
    )


def interview_with(student: Student, pk: int) -> Interview | None:
    """One of a student's interviews."""
    return Interview.objects.filter(pk=pk, student=student).first()


def already_booked(student_ids: Iterable[int]) -> set[int]:
    """Those students who have a booked interview ahead of them."""
    found = Interview.objects.filter(
        student_id__in=list(student_ids),
        state=InterviewState.BOOKED,
        starts_at__gte=timezone.now(),
    )
    return set(found.order_by().values_list("student_id", flat=True))


def students_to_book(
    viewer: Viewer, ids: Sequence[int], tutor_group_id: int | None
) -> list[Student]:
    """The students asked for whom the viewer may see and who are on the roll.

    Named students keep the order given. A whole tutor group comes with those first who have had
    no interview, then those whose last one is longest ago.
    """
    today = timezone.localdate()
    seen = guidance_students(viewer).filter(Q(left_on__isnull=True) | Q(left_on__gt=today))
    seen = seen.select_related("tutor_group")
    if ids:
        found = {student.pk: student for student in seen.filter(pk__in=ids)}
        return [found[pk] for pk in dict.fromkeys(ids) if pk in found]
    if not tutor_group_id:
        return []
    held = Q(interviews__state=InterviewState.HELD)
    return list(
        seen.filter(tutor_group=tutor_group_id)
        .annotate(
            had=Count("interviews", filter=held), last=Max("interviews__starts_at", filter=held)
        )
        .order_by("had", "last", "family_name", "given_name", "id")
    )


_NEED_AN_ADULT = (
    Q(
        kind__in=[Characteristic.EHC_PLAN, Characteristic.DISABILITY, Characteristic.IN_CARE],
        value=YES,
    )
    | Q(kind=Characteristic.YOUNG_CARER, value=YES)
    | Q(kind=Characteristic.SEN_PROVISION, value__in=["K", "E"])
)


def may_need_an_adult(student_ids: Iterable[int]) -> set[int]:
    """Students for whom an accompanying adult is suggested (Ofsted 2013, paragraph 34)."""
    found = CharacteristicValue.objects.filter(
        _NEED_AN_ADULT, student_id__in=list(student_ids), until_on__isnull=True
    )
    return set(found.order_by().values_list("student_id", flat=True))


@dataclass(frozen=True)
class ListFilter:
    """Which interviews the list shows."""

    first: dt.date
    last: dt.date
    adviser_id: int | None = None
    state: str = ""


def interviews_between(viewer: Viewer, wanted: ListFilter) -> QuerySet[Interview]:
    """The viewer's interviews on the days from `first` to `last`, by time."""
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(wanted.first, dt.time.min, tzinfo=zone)
    until = dt.datetime.combine(wanted.last + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    found = interviews_seen_by(viewer).filter(starts_at__gte=since, starts_at__lt=until)
    if wanted.adviser_id:
        found = found.filter(adviser=wanted.adviser_id)
    if wanted.state:
        found = found.filter(state=wanted.state)
    return found.select_related("record").order_by("starts_at", "id")
