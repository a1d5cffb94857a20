"""Who is down for a planned session. No session is ever over its capacity, whatever comes at once:
the database counts up `taken` only while there is room, and refuses to keep more. It is counted
down where a line goes (`models.sessions`), on whatever way that is.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.students.models import Student

from .. import bridge
from ..enums import Consent, PlacesBy, SessionState
from ..models import Attendance, GroupSession
from ..selectors.audience import Audience
from ..selectors.busy import busy_at


class SessionFull(ValueError):
    """There are fewer places left than students who want one."""


class NotPlanned(ValueError):
    """The session has been held or cancelled: who is down for it stands."""


class NotOpen(ValueError):
    """Students do not sign up for the session themselves, or not this one."""


class AlreadyBusy(ValueError):
    """The student is down for something else at the time."""


@transaction.atomic
def put_down(*, session: GroupSession, students: Sequence[Student], by: Any) -> int:
    """Put students down for a session; those who are down already stay. Tells how many are new.

    All of them or none. Raises SessionFull, NotPlanned.
    """
    planned = _alone_with(session)
    wanted = {student.pk for student in students}
    before = session.attendance.filter(student__in=wanted).values_list("student_id", flat=True)
    new = sorted(wanted - set(before))
    if not new:
        return 0
    room = planned.filter(Q(capacity__isnull=True) | Q(capacity__gte=F("taken") + len(new)))
    if not room.update(taken=F("taken") + len(new)):
        raise SessionFull(f"“{session.title}” has no place left.")
    Attendance.objects.bulk_create([Attendance(session=session, student_id=pk) for pk in new])
    audit.record(by=by, deed=Deed.CHANGED, subject=session, details={"down": new})
    return len(new)


@transaction.atomic
def take_off(*, session: GroupSession, students: Sequence[Student], by: Any) -> int:
    """Take students off a planned session; tells how many were down for it. Raises NotPlanned."""
    _alone_with(session)
    gone = [student.pk for student in students]
    count, _ = session.attendance.filter(student__in=gone).delete()
    if not count:
        return 0
    audit.record(by=by, deed=Deed.CHANGED, subject=session, details={"off": sorted(gone)})
    return count


@transaction.atomic
def sign_up(*, session: GroupSession, student: Student, today: dt.date, by: Any) -> bool:
    """A student takes a place of their own accord; False when they are down for it already.

    Raises NotOpen, AlreadyBusy, SessionFull, NotPlanned.
    """
    # One place at a time: of two sessions at once, the second finds the student busy.
    Student.objects.select_for_update(no_key=True).get(pk=student.pk)
    _alone_with(session)
    if session.attendance.filter(student=student).exists():
        return False
    if session.places_by != PlacesBy.FIRST_COME or session.on < today:
        raise NotOpen(f"You cannot sign up for “{session.title}”.")
    activity = session.activity
    if activity and not bridge.is_for(student, Audience.stored(activity.audience), today):
        raise NotOpen(f"“{session.title}” is for other students.")
    busy = busy_at(session.school_id, session.on, session.starts_at, session.ends_at)
    if student.pk in busy.students:
        raise AlreadyBusy(f"You have {busy.students[student.pk]} at that time.")
    put_down(session=session, students=[student], by=by)
    session.attendance.filter(student=student).update(signed_up=True)
    return True


def leave(*, session: GroupSession, student: Student, by: Any) -> bool:
    """Undo `sign_up`; False where the student did not sign up. Raises NotPlanned."""
    if not session.attendance.filter(student=student, signed_up=True).exists():
        return False
    return bool(take_off(session=session, students=[student], by=by))


@transaction.atomic
def set_consent(
    *, session: GroupSession, students: Sequence[Student], consent: str, by: Any
) -> int:
    """Keep whether parents and carers agreed that these students go; tells for how many it is
    new. Raises NotPlanned.
    """
    _alone_with(session)
    rows = session.attendance.filter(student__in=students).exclude(consent=consent)
    changed = sorted(rows.values_list("student_id", flat=True))
    if changed:
        rows.update(consent=Consent(consent))
        audit.record(
            by=by, deed=Deed.CHANGED, subject=session, details={"consent": consent, "of": changed}
        )
    return len(changed)


@transaction.atomic
def note_needs(*, session: GroupSession, student: Student, needs: str, by: Any) -> bool:
    """Keep what a student needs to take part; False where nothing is new. Raises NotPlanned."""
    _alone_with(session)
    rows = session.attendance.filter(student=student).exclude(needs=needs.strip())
    if not rows.update(needs=needs.strip()):
        return False
    audit.record(by=by, deed=Deed.CHANGED, subject=session, student=student)
    return True


def _alone_with(session: GroupSession) -> QuerySet[GroupSession]:
    """The planned session as a query. Nobody else changes who is down for it until this
    transaction ends: touching its row makes them wait, on every database.
    """
    planned = GroupSession.objects.filter(pk=session.pk, state=SessionState.PLANNED)
    if not planned.update(taken=F("taken")):
        raise NotPlanned(f"“{session.title}” has been held or cancelled.")
    return planned
