"""Taking the register: who of those down for a session was there, and a ledger line for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger
from fingerpost.students.models import Student

from ..enums import SessionState
from ..models import Attendance, GroupSession
from .recording import AlreadyWithdrawn, NobodyThere, about, line


class TooEarly(ValueError):
    """The session is still to come."""


class IsCancelled(ValueError):
    """The session was cancelled."""


@dataclass(frozen=True)
class Taken:
    """What became of marks: how many changed the register; the students somebody else has marked
    otherwise meanwhile, whose mark stands."""

    changed: int = 0
    overtaken: tuple[Student, ...] = ()


@transaction.atomic
def take_register(
    *,
    session: GroupSession,
    marks: Mapping[int, bool],
    by: Any,
    seen: Mapping[int, bool] | None = None,
) -> Taken:
    """Mark students (by id) as there or not.

    seen: the marks that stood when `by` made theirs; what has been marked otherwise since stands.
    Without it theirs goes before. Those who are not down for the session are passed over, and
    others stay as they are, so that several people can take parts of one register. With the first
    student who was there a planned session is held. Raises NobodyThere, TooEarly, IsCancelled,
    AlreadyWithdrawn.
    """
    held = _open(session)
    rows = {row.student_id: row for row in held.attendance.select_related("student")}
    differ = [
        rows[pk]
        for pk, present in marks.items()
        if pk in rows and rows[pk].was_present is not present
    ]
    overtaken = [
        row
        for row in differ
        if seen is not None and row.was_present is not seen.get(row.student_id)
    ]
    changed = [row for row in differ if row not in overtaken]
    left = tuple(row.student for row in overtaken)
    if not changed:
        return Taken(overtaken=left)
    for row in changed:
        row.was_present = marks[row.student_id]
    Attendance.objects.bulk_update(changed, ["was_present"])
    _settle(held, rows.values())
    _follow(held, changed, by)
    return Taken(len(changed), left)


@transaction.atomic
def add_walk_in(*, session: GroupSession, student: Student, by: Any) -> bool:
    """Note that somebody came who was not down for it; False when they are on the register.

    Who came is a fact: the session's number of places does not forbid it. Raises as
    `take_register` does.
    """
    held = _open(session)
    _, is_new = Attendance.objects.get_or_create(session=held, student=student)
    take_register(session=held, marks={student.pk: True}, by=by)
    return is_new


@transaction.atomic
def add_walk_ins(*, session: GroupSession, students: Iterable[Student], by: Any) -> list[Student]:
    """The same for several, told of later; those on the register already stay as they are marked.

    Returns who is new on the register. Raises as `take_register` does.
    """
    held = _open(session)
    wanted = {student.pk: student for student in students}
    there = held.attendance.filter(student__in=wanted).values_list("student_id", flat=True)
    new = [wanted[pk] for pk in sorted(wanted.keys() - set(there))]
    for student in new:
        add_walk_in(session=held, student=student, by=by)
    return new


def _open(session: GroupSession) -> GroupSession:
    """The session as it is now, locked where the database can, its register open."""
    held = GroupSession.objects.select_for_update().get(pk=session.pk)
    if held.withdrawn_at is not None:
        raise AlreadyWithdrawn("This session has been taken back. Bring it back first.")
    if held.state == SessionState.CANCELLED:
        raise IsCancelled("This session was cancelled. Undo that first if it took place.")
    if held.on > timezone.localdate():
        raise TooEarly(f"The register opens on the day of the session, {held.on:%d %B %Y}.")
    return held


def _settle(session: GroupSession, rows: Iterable[Attendance]) -> None:
    """A session where somebody was there is held; one that was held keeps somebody."""
    somebody = any(row.was_present for row in rows)
    if session.state == SessionState.HELD:
        if not somebody:
            raise NobodyThere("Nobody would be left. Take the session back instead.")
        return
    if somebody:
        session.state = SessionState.HELD
        session.save(update_fields=["state"])


def _follow(session: GroupSession, changed: Iterable[Attendance], by: Any) -> None:
    """Ledger lines for those now there, none for those who were not, and a line in the log."""
    standing = {entry.student_id: entry for entry in ledger.standing_about(about(session))}
    there = [row.student for row in changed if row.was_present]
    absent = [row.student_id for row in changed if not row.was_present]
    ledger.correct_many([(standing[pk], None) for pk in absent if pk in standing], by=by)
    ledger.record([line(session, one) for one in there if one.pk not in standing], by=by)
    audit.record(
        by=by,
        deed=Deed.CHANGED,
        subject=session,
        details={"now_present": sorted(s.pk for s in there), "now_absent": sorted(absent)},
    )
