"""Reading a record in from another school: preview, read in, take back."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.choices.models import (
    Application,
    Document,
    PredictedGrade,
    Reasons,
    Responsibility,
)
from fingerpost.choices.services.grades import tell_good
from fingerpost.destinations.models import Intention
from fingerpost.exchange.record.comparing import new_pieces
from fingerpost.exchange.record.reader import NotARecord, read_record
from fingerpost.exchange.record.writer import plain
from fingerpost.interviews.enums import ActionState
from fingerpost.interviews.models import Action
from fingerpost.ledger import services as ledger
from fingerpost.ledger.models import Entry
from fingerpost.pathways.models import Idea, SelfAssessment

from ..enums import ImportState, Sort
from ..models import BroughtPiece, RecordImport
from ..selectors.previews import differs_from, record_in
from ..selectors.whole import keys_of, record_of
from ..stored import piece_of
from .writing import write_pieces

__all__ = ["NotARecord", "ReadingError", "discard", "preview", "read_in", "take_back"]


_CHOICES: dict[str, Any] = {
    Sort.REASONS: Reasons,
    Sort.APPLICATION: Application,
    Sort.PREDICTED_GRADE: PredictedGrade,
    Sort.RESPONSIBILITY: Responsibility,
    Sort.DOCUMENT: Document,
}


# A roll file waits as long.
DAYS_KEPT_WAITING = 7


class ReadingError(ValueError):
    """The record cannot be read in, or not be taken back; says why in one sentence."""


def preview(*, student: Any, content: bytes, file_name: str, by: Any) -> RecordImport:
    """Keep a record file until somebody decides on it; nothing of it is added yet.

    A file that waits for the same student is thrown away. Raises NotARecord, with every reason,
    and ReadingError for a student who has left.
    """
    if student.left_on is not None:
        raise ReadingError(f"{student.name} is no longer on the roll.")
    text, record = read_record(content, today=timezone.localdate())
    with transaction.atomic():
        for waiting in RecordImport.objects.filter(student=student, state=ImportState.PREVIEW):
            discard(record_import=waiting, by=by)
        made = RecordImport.objects.create(
            school_id=student.school_id,
            student=student,
            file_name=file_name[:255],
            document=text,
            issuer_id=record.issuer.id,
            issuer_name=record.issuer.name,
            issued_at=record.made_at,
            differs=differs_from(record, student),
            made_by=by,
        )
        audit.record(by=by, deed=Deed.ADDED, subject=made, student=student)
    return made


def read_in(*, record_import: RecordImport, is_theirs: bool, by: Any) -> RecordImport:
    """Add what is new in a record file to its student, all of it or nothing.

    is_theirs: somebody has said that the record is this student's although it names another.
    Doing it twice changes nothing. Raises ReadingError.
    """
    try:
        return _read_in(record_import, is_theirs, by)
    except IntegrityError:
        raise ReadingError(
            "Something of this record has just been read in by somebody else. Look again."
        ) from None


@transaction.atomic
def _read_in(record_import: RecordImport, is_theirs: bool, by: Any) -> RecordImport:
    claimed = RecordImport.objects.filter(pk=record_import.pk, state=ImportState.PREVIEW).update(
        state=ImportState.APPLIED, decided_at=timezone.now()
    )
    now = RecordImport.objects.select_related("student__school").get(pk=record_import.pk)
    if not claimed:
        if now.state == ImportState.APPLIED:
            return now
        raise ReadingError("This file was decided on already. Send it again.")
    student = now.student
    if student.left_on is not None:
        raise ReadingError(f"{student.name} is no longer on the roll.")
    record = record_in(now)
    now.differs = differs_from(record, student)
    if now.differs and not is_theirs:
        raise ReadingError("Say that this is the student's record, or throw the file away.")
    rows = write_pieces(record_import=now, new=new_pieces(record, keys_of(student)), by=by)
    now.counts = dict(Counter(row.sort for row in rows))
    now.document = ""
    now.save(update_fields=["differs", "counts", "document"])
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        subject=now,
        student=student,
        details={
            "from": now.issuer_id,
            "issued_at": now.issued_at.isoformat(),
            "pieces": now.counts,
            "named_another": bool(now.differs),
        },
    )
    return now


@transaction.atomic
def discard(*, record_import: RecordImport, by: Any) -> bool:
    """Throw a waiting file away; False when it was decided on before."""
    done = RecordImport.objects.filter(pk=record_import.pk, state=ImportState.PREVIEW).update(
        state=ImportState.DISCARDED, document="", decided_at=timezone.now()
    )
    if done:
        student = record_import.student
        audit.record(by=by, deed=Deed.REMOVED, subject=record_import, student=student)
    return bool(done)


def discard_old() -> int:
    """Throw away what has waited so long that nobody will come back for it; how many."""
    before = timezone.now() - dt.timedelta(days=DAYS_KEPT_WAITING)
    waiting = RecordImport.objects.filter(state=ImportState.PREVIEW, made_at__lt=before)
    return sum(discard(record_import=one, by=None) for one in waiting.select_related("student"))


@transaction.atomic
def take_back(*, record_import: RecordImport, by: Any) -> RecordImport:
    """Undo `read_in`: what it added goes, but for what people have worked on since.

    Doing it twice changes nothing. Raises ReadingError for a file that was not read in.
    """
    claimed = RecordImport.objects.filter(pk=record_import.pk, state=ImportState.APPLIED).update(
        state=ImportState.UNDONE, decided_at=timezone.now()
    )
    now = RecordImport.objects.select_related("student").get(pk=record_import.pk)
    if not claimed:
        if now.state == ImportState.UNDONE:
            return now
        raise ReadingError("This file was not read in.")
    rows = list(now.pieces.all())
    as_it_is = {one.id: plain(one) for one in record_of(now.student, own=True).pieces}
    going = [row for row in rows if not _is_worked_on(row, as_it_is)]
    _withdraw(going, by)
    _delete_rows(going)
    if any(row.sort == Sort.PREDICTED_GRADE for row in going):
        tell_good(students={now.student_id: now.student}, by=by)
    BroughtPiece.objects.filter(pk__in=[row.pk for row in going]).delete()
    now.kept = len(rows) - len(going)
    now.save(update_fields=["kept"])
    details = {"pieces": len(going), "kept": now.kept}
    audit.record(by=by, deed=Deed.UNDID, subject=now, student=now.student, details=details)
    return now


def _key(row: BroughtPiece) -> int:
    return int(row.about.partition(":")[2])


def _is_worked_on(row: BroughtPiece, now: dict[str, Any]) -> bool:
    """Whether somebody here has changed what became of a piece, or has built on it.

    now: the student's record as it is, by identifier.
    """
    if row.about and row.sort == Sort.ACTION:
        return _is_changed_action(row)
    if row.about and row.sort == Sort.IDEA:
        return _is_changed_idea(row)
    if row.about and row.sort in _CHOICES:
        return _said(row.said) != _said(now.get(row.said["id"], row.said))
    return False


def _said(piece: dict[str, Any]) -> dict[str, Any]:
    """What a piece says, whichever school it comes from."""
    return {name: value for name, value in piece.items() if name != "source"}


def _is_changed_action(row: BroughtPiece) -> bool:
    said, action = piece_of(row), Action.objects.filter(pk=_key(row)).first()
    if action is None:
        return False
    then = (said.what, said.who, said.due_on, ActionState.OPEN, None)
    now = (action.what, action.owner, action.due_on, action.state, action.asked_due_on)
    return then != now


def _is_changed_idea(row: BroughtPiece) -> bool:
    said, idea = piece_of(row), Idea.objects.filter(pk=_key(row)).first()
    if idea is None:
        return False
    then = (said.kind, said.title, said.note, said.put_away_on is None, None)
    away = idea.dropped_at is None
    now = (idea.kind, idea.title, idea.note, away, idea.shared_with_family_at)
    return then != now or idea.actions.exists()


def _withdraw(rows: Iterable[BroughtPiece], by: Any) -> None:
    lines = [key for row in rows for key in row.lines]
    standing = Entry.objects.filter(pk__in=lines, superseded_by__isnull=True, is_void=False)
    found = standing.select_related("student").order_by("pk")
    ledger.correct_many([(entry, None) for entry in found], by=by)


def _delete_rows(rows: Iterable[BroughtPiece]) -> None:
    models: dict[str, Any] = {
        Sort.ACTION: Action,
        Sort.IDEA: Idea,
        Sort.INTENTION: Intention,
        Sort.SELF_ASSESSMENT: SelfAssessment,
        **_CHOICES,
    }
    for sort, model in models.items():
        keys = [_key(row) for row in rows if row.sort == sort and row.about]
        model.objects.filter(pk__in=keys).delete()
