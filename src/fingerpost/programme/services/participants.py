"""Who is down for a planned session. No session is ever over its capacity, whatever comes at once:
the database counts up `taken` only while there is room, and refuses to keep more.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.students.models import Student

from ..enums import SessionState
from ..models import Attendance, GroupSession


class SessionFull(ValueError):
    """There are fewer places left than students who want one."""


class NotPlanned(ValueError):
    """The session has been held or cancelled: who is down for it stands."""


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
    planned = _alone_with(session)
    gone = [student.pk for student in students]
    count, _ = session.attendance.filter(student__in=gone).delete()
    if not count:
        return 0
    planned.update(taken=F("taken") - count)
    audit.record(by=by, deed=Deed.CHANGED, subject=session, details={"off": sorted(gone)})
    return count


def _alone_with(session: GroupSession) -> QuerySet[GroupSession]:
    """The planned session as a query. Nobody else changes who is down for it until this
    transaction ends: touching its row makes them wait, on every database.
    """
    planned = GroupSession.objects.filter(pk=session.pk, state=SessionState.PLANNED)
    if not planned.update(taken=F("taken")):
        raise NotPlanned(f"“{session.title}” has been held or cancelled.")
    return planned
