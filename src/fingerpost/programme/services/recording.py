"""Recording what groups did: the session, who was there, and a ledger line for each of them."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger
from fingerpost.students.models import Student

from ..enums import ABOUT, SessionState
from ..models import Attendance, GroupSession
from ..selectors.recording import checklist_items, group_kinds, kind_of


class NobodyThere(ValueError):
    """A session without a single student who was there."""


class NotForGroups(ValueError):
    """The kind is not one that a group can have on that day."""


class AlreadyWithdrawn(ValueError):
    """The session was withdrawn before this change arrived."""


class NotHeld(ValueError):
    """The session is planned or cancelled: nothing has happened that could be put right."""


class AnotherSession(ValueError):
    """The form's key belongs to a session of somebody else."""


@dataclass(frozen=True)
class Details:
    """What is said about a session, apart from who was there; fields as in `GroupSession`."""

    kind: str
    on: dt.date
    title: str = ""
    purpose: str = ""
    minutes: int | None = None
    channel: str = "in_person"
    organisation: str = ""
    subject: str = ""
    in_school_hours: bool = True
    routes: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """The details as model fields."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def about(session: GroupSession) -> str:
    """How the ledger and feedback name a session."""
    return f"{ABOUT}:{session.pk}"


def _checked(details: Details) -> dict[str, Any]:
    kind = next((kind for kind in group_kinds(details.on) if kind.name == details.kind), None)
    if kind is None:
        raise NotForGroups("Choose what the group did from the list.")
    return details.values() | {"title": details.title.strip() or kind.label}


def _is_meaningful(session: GroupSession) -> bool | None:
    """Every question answered with yes; None while none has been answered."""
    found = checklist_items(kind_of(session), session.on)
    if found is None or not session.checklist:
        return None
    return all(session.checklist.get(item.name) is True for item in found[1])


def line(session: GroupSession, student: Student) -> ledger.Line:
    """What the ledger says of a student who was at a session."""
    return ledger.Line(
        student=student,
        kind=session.kind,
        happened_on=session.on,
        channel=session.channel,
        minutes=session.minutes,
        organisation=session.organisation,
        subject=session.subject,
        in_school_hours=session.in_school_hours,
        is_meaningful=_is_meaningful(session),
        routes=list(session.routes),
        sectors=list(session.sectors),
        about=about(session),
        summary=session.title,
    )


def record_session(
    *,
    school: Any,
    details: Details,
    students: Sequence[Student],
    absent: Collection[int],
    form_key: uuid.UUID,
    by: Any,
) -> GroupSession:
    """Enter a session with who was down for it; everyone not in `absent` was there.

    A second call with the same `form_key` returns the session that the first one made and writes
    nothing. Raises NobodyThere, NotForGroups, AnotherSession.
    """
    try:
        with transaction.atomic():
            return _record_session(school, details, students, set(absent), form_key, by)
    except IntegrityError:
        made = GroupSession.objects.filter(form_key=form_key, school=school, recorded_by=by).first()
        if made is None:
            raise AnotherSession("Open an empty form and enter the session again.") from None
        return made


def _record_session(
    school: Any,
    details: Details,
    students: Sequence[Student],
    absent: set[int],
    form_key: uuid.UUID,
    by: Any,
) -> GroupSession:
    there = [student for student in students if student.pk not in absent]
    if not there:
        raise NobodyThere("Nobody was there. Leave at least one student unticked.")
    values = _checked(details)
    session = GroupSession.objects.create(
        school=school, form_key=form_key, recorded_by=by, **values
    )
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, student=student, was_present=student.pk not in absent)
            for student in students
        ],
        batch_size=500,
    )
    ledger.record([line(session, student) for student in there], by=by)
    audit.record(
        by=by,
        deed=Deed.ADDED,
        subject=session,
        details={"present": [student.pk for student in there], "absent": sorted(absent)},
    )
    return session


def _held(session: GroupSession) -> GroupSession:
    """The session as it is now, locked where the database can, held and not withdrawn."""
    held = GroupSession.objects.select_for_update().get(pk=session.pk)
    if not held.is_held:
        raise NotHeld("This session has not been held.")
    if held.withdrawn_at is not None:
        raise AlreadyWithdrawn("This session has been taken back. Bring it back first.")
    return held


@transaction.atomic
def change_details(*, session: GroupSession, details: Details, by: Any) -> GroupSession:
    """Put right what is said about a session; each student's ledger line is corrected.

    Raises NotForGroups, AlreadyWithdrawn, NotHeld.
    """
    held = _held(session)
    values = _checked(details)
    changed = sorted(name for name, value in values.items() if getattr(held, name) != value)
    if not changed:
        return held
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=changed)
    _rewrite_lines(held, by)
    audit.record(by=by, deed=Deed.CHANGED, subject=held, details={"changed": changed})
    return held


@transaction.atomic
def judge(*, session: GroupSession, answers: dict[str, bool], by: Any) -> GroupSession:
    """Keep the answers to the checklist of what makes the encounter meaningful."""
    held = _held(session)
    if held.checklist == answers:
        return held
    held.checklist = dict(answers)
    held.save(update_fields=["checklist"])
    _rewrite_lines(held, by)
    audit.record(by=by, deed=Deed.CHANGED, subject=held, details={"checklist": answers})
    return held


def _rewrite_lines(session: GroupSession, by: Any) -> None:
    entries = ledger.standing_about(about(session))
    ledger.correct_many([(entry, line(session, entry.student)) for entry in entries], by=by)


@transaction.atomic
def withdraw(*, session: GroupSession, by: Any) -> bool:
    """Take a session back with all its ledger lines; False when that was done before."""
    # The condition, not a lock, keeps two clicks from withdrawing the lines twice.
    taken = GroupSession.objects.filter(
        pk=session.pk, state=SessionState.HELD, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    if not taken:
        return False
    standing = ledger.standing_about(about(session))
    ledger.correct_many([(entry, None) for entry in standing], by=by)
    audit.record(by=by, deed=Deed.REMOVED, subject=session)
    return True


@transaction.atomic
def bring_back(*, session: GroupSession, by: Any) -> bool:
    """Undo `withdraw`: the session counts again; False when it was not withdrawn."""
    back = GroupSession.objects.filter(pk=session.pk, withdrawn_at__isnull=False).update(
        withdrawn_at=None
    )
    if not back:
        return False
    session.refresh_from_db()
    there = Student.objects.filter(
        attendance__session=session, attendance__was_present=True
    ).order_by("pk")
    ledger.record([line(session, student) for student in there], by=by)
    audit.record(by=by, deed=Deed.UNDID, subject=session)
    return True
