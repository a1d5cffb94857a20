"""Planning the sessions of an activity: one or many, changing, moving, cancelling and undoing."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.schools.models import Room
from fingerpost.students.models import Student

from ..enums import PlacesBy, Reach, SessionState
from ..models import Activity, GroupSession, SessionStaff
from ..selectors.planned import reached
from .activities import TAKEN_OVER
from .letters import queue_notices
from .participants import NotPlanned, put_down
from .recording import AnotherSession


class NoDays(ValueError):
    """There is no day to plan a session on."""


class FewerPlaces(ValueError):
    """More students are down for the session than it would have places."""


@dataclass(frozen=True)
class Terms:
    """What is said about a session to come, apart from its day; fields as in `GroupSession`.

    staff: the keys of those who lead it or go along.
    """

    title: str = ""
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    room: Room | None = None
    where: str = ""
    places_by: str = PlacesBy.STAFF
    capacity: int | None = None
    minimum: int = 0
    pence: int | None = None
    staff: frozenset[int] = frozenset()

    def values(self) -> dict[str, Any]:
        """The terms as model fields, staff left out."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        del named["staff"]
        return named | {"minutes": minutes_between(self.starts_at, self.ends_at)}

    @classmethod
    def of(cls, session: GroupSession) -> "Terms":
        """The terms of a session now."""
        named = {each.name: getattr(session, each.name) for each in fields(cls)}
        people = session.staff.values_list("person_id", flat=True)
        return cls(**(named | {"staff": frozenset(people)}))


@dataclass(frozen=True)
class Occasion:
    """One day to plan a session on, with what is its own: the group it is for, staff beside those
    of the terms, and the students to put down at once.
    """

    on: dt.date
    group: str = ""
    staff: frozenset[int] = frozenset()
    students: tuple[Student, ...] = ()


def minutes_between(starts_at: dt.time | None, ends_at: dt.time | None) -> int | None:
    """How long a session is; None where its times are not known."""
    if starts_at is None or ends_at is None:
        return None
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute


def plan_sessions(
    *,
    activity: Activity,
    terms: Terms,
    occasions: Sequence[Occasion],
    form_key: uuid.UUID,
    by: Any,
) -> list[GroupSession]:
    """Plan a session of an activity on each occasion; several are a series.

    All of them or none. A second call with the same `form_key` returns those the first made.
    Raises NoDays, AnotherSession, SessionFull.
    """
    if not occasions:
        raise NoDays("There is no day to plan a session on.")
    keys = [_key(form_key, number) for number in range(len(occasions))]
    try:
        with transaction.atomic():
            return _plan_sessions(activity, terms, list(zip(keys, occasions, strict=True)), by)
    except IntegrityError:
        made = GroupSession.objects.filter(form_key__in=keys, activity=activity)
        if not made:
            raise AnotherSession("Open an empty form and plan the session again.") from None
        return list(made.order_by("on", "id"))


def _key(form_key: uuid.UUID, number: int) -> uuid.UUID:
    return uuid.uuid5(form_key, str(number)) if number else form_key


def _plan_sessions(
    activity: Activity, terms: Terms, keyed: Sequence[tuple[uuid.UUID, Occasion]], by: Any
) -> list[GroupSession]:
    common = {name: getattr(activity, name) for name in TAKEN_OVER} | terms.values()
    title = terms.title.strip() or activity.title
    common["minutes"] = common["minutes"] or activity.minutes
    series = keyed[0][0] if len(keyed) > 1 else None
    made = []
    for key, occasion in keyed:
        session = GroupSession.objects.create(
            school_id=activity.school_id,
            activity=activity,
            state=SessionState.PLANNED,
            on=occasion.on,
            form_key=key,
            series=series,
            recorded_by=by,
            **(common | {"title": _title(title, occasion.group)}),
        )
        _name_staff(session, terms.staff | occasion.staff)
        audit.record(by=by, deed=Deed.ADDED, subject=session, details={"on": f"{occasion.on}"})
        if occasion.students:
            put_down(session=session, students=occasion.students, by=by)
        made.append(session)
    return made


def _title(title: str, group: str) -> str:
    """The title of one of several sessions tells for which group it is."""
    if not group:
        return title
    longest = GroupSession._meta.get_field("title").max_length or 0
    return f"{title[: longest - len(group) - 2]}: {group}"


def _name_staff(session: GroupSession, wanted: Iterable[int]) -> bool:
    """Make these people the staff of a session; tells whether that changed anything."""
    wanted = set(wanted)
    now = set(session.staff.values_list("person_id", flat=True))
    session.staff.filter(person_id__in=now - wanted).delete()
    SessionStaff.objects.bulk_create(
        [SessionStaff(session=session, person_id=key) for key in sorted(wanted - now)]
    )
    return wanted != now


@dataclass(frozen=True)
class _Staff:
    """Who is newly named and who is taken off."""

    named: frozenset[int]
    off: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.named or self.off)


@transaction.atomic
def change_sessions(
    *, session: GroupSession, on: dt.date, terms: Terms, reach: str = Reach.ONE, by: Any
) -> int:
    """Move a planned session or change its terms; tells how many sessions changed.

    With a `reach`, the others of its series move by as many days, and what changed in this
    session's terms changes in theirs: who was named or taken off, and of a title what does not
    tell the group. Those held or cancelled stay. Raises FewerPlaces, NotPlanned.
    """
    now = GroupSession.objects.get(pk=session.pk)
    before, days = Terms.of(now), on - now.on
    changed = {
        name: value
        for name, value in terms.values().items()
        if value != getattr(now, name) and (name != "minutes" or value is not None)
    }
    staff = _Staff(terms.staff - before.staff, before.staff - terms.staff)
    targets = [one for one in reached(now, reach) if one.is_planned]
    if now.pk not in {one.pk for one in targets}:
        raise NotPlanned(f"“{now.title}” has been held or cancelled.")
    if not days and not changed and not staff:
        return 0
    _tell_of(targets, changed, days, by)
    for one in targets:
        values = changed | {"on": one.on + days}
        if "title" in changed:
            values["title"] = _title_of_another(one.title, now.title, terms.title)
        _change(one, values, staff)
        named = sorted([*changed, *(["on"] if days else []), *(["staff"] if staff else [])])
        audit.record(by=by, deed=Deed.CHANGED, subject=one, details={"changed": named})
    return len(targets)


def _title_of_another(own: str, before: str, wanted: str) -> str:
    """What another session of a series is called when one is renamed from `before` to `wanted`.

    A title that tells a group goes on to tell it; one that is of its own stays.
    """
    if own == before:
        return wanted
    stem, _, group = before.rpartition(": ")
    own_stem, _, own_group = own.rpartition(": ")
    if not stem or own_stem != stem:
        return own
    return _title(wanted.removesuffix(f": {group}"), own_group)


def _tell_of(
    targets: Sequence[GroupSession], changed: dict[str, Any], days: dt.timedelta, by: Any
) -> None:
    if days or changed.keys() & {"starts_at", "ends_at", "room", "where"}:
        queue_notices(sessions=[one.pk for one in targets], by=by)


def _change(session: GroupSession, values: dict[str, Any], staff: _Staff) -> None:
    # The conditions, not a lock, keep a place from being given while places become fewer.
    planned = GroupSession.objects.filter(pk=session.pk, state=SessionState.PLANNED)
    capacity = values.get("capacity")
    fits = planned.filter(taken__lte=capacity) if capacity is not None else planned
    if not fits.update(**values):
        if planned.exists():
            raise FewerPlaces(
                f"More than {capacity} students are down for “{session.title}”. "
                "Take some off first."
            )
        raise NotPlanned(f"“{session.title}” has been held or cancelled.")
    if staff:
        now = session.staff.values_list("person_id", flat=True)
        _name_staff(session, (set(now) - staff.off) | staff.named)


@transaction.atomic
def cancel_sessions(*, session: GroupSession, because: str, reach: str = Reach.ONE, by: Any) -> int:
    """Cancel a planned session, or also the later ones or all of its series; tells how many.

    Who was down for it stays on record, so that it can be undone. Held ones stay.
    """
    cancelled = 0
    for one in reached(session, reach).filter(state=SessionState.PLANNED):
        queue_notices(sessions=[one.pk], by=by)
        cancelled += _turn(one, SessionState.PLANNED, SessionState.CANCELLED, because.strip())
        audit.record(by=by, deed=Deed.REMOVED, subject=one)
    return cancelled


@transaction.atomic
def plan_again(*, session: GroupSession, reach: str = Reach.ONE, by: Any) -> int:
    """Undo a cancel, of one session or also of others of its series; tells how many."""
    planned = 0
    for one in reached(session, reach).filter(state=SessionState.CANCELLED):
        queue_notices(sessions=[one.pk], by=by)
        planned += _turn(one, SessionState.CANCELLED, SessionState.PLANNED, "")
        audit.record(by=by, deed=Deed.UNDID, subject=one)
    return planned


def _turn(session: GroupSession, before: str, after: str, because: str) -> int:
    standing = GroupSession.objects.filter(Q(pk=session.pk, state=before))
    return standing.update(state=after, cancelled_because=because)
