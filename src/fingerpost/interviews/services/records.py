"""The record of an interview: writing it, keeping what is typed, giving it to the student."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.ledger.services import Line, record, withdraw_about

from ..enums import ActionSource, ActionState, AskKind, InterviewState
from ..models import Action, Interview, InterviewRecord, RecordDraft
from ..selectors.asks import unread_records
from .actions import ActionDetails, agreed_line, correct_agreed_line, new_action
from .actions import about as about_action
from .asks import meet
from .attendance import mark_held, put_held_line
from .booking import BookingError


class StaleRecord(ValueError):
    """Someone else saved the record after this text was begun."""


class RecordError(ValueError):
    """The record cannot be written; says why in one sentence."""


@dataclass(frozen=True)
class RecordText:
    """What a record says. An action with an `id` is one that the record has already."""

    main_points: str
    routes: Sequence[str]
    sectors: Sequence[str]
    actions: Sequence[tuple[int | None, ActionDetails]]


def about(written: InterviewRecord) -> str:
    """How the ledger names a record."""
    return f"record:{written.pk}"


def record_of(interview: Interview) -> InterviewRecord:
    """The interview's record; an empty one of version 0 is made for the first who writes.

    Raises RecordError for a cancelled or missed interview.
    """
    if interview.state in (InterviewState.CANCELLED, InterviewState.MISSED):
        raise RecordError("This interview did not take place, so there is nothing to record.")
    written, _ = InterviewRecord.objects.get_or_create(
        interview=interview, defaults={"school_id": interview.school_id, "version": 0}
    )
    return written


@transaction.atomic
def keep_draft(
    *, interview: Interview, content: dict[str, Any], version: int, by: Any
) -> tuple[RecordDraft, bool]:
    """Keep what a person has typed so far, whatever state it is in; nothing typed is refused.

    Returns the draft, and whether someone else has saved the record since `version`.
    """
    written = record_of(interview)
    draft, _ = RecordDraft.objects.update_or_create(
        record=written, person=by, defaults={"based_on": version, "content": content}
    )
    return draft, version != written.version


@transaction.atomic
def discard_draft(*, interview: Interview, by: Any) -> None:
    """Throw away what a person typed and did not save."""
    RecordDraft.objects.filter(record__interview=interview, person=by).delete()


@transaction.atomic
def save_record(
    *, interview: Interview, text: RecordText, version: int, by: Any, finish: bool = False
) -> InterviewRecord:
    """Save a record; with `finish` also give it to the student.

    The ledger follows: finishing writes the interview, the sharing and the agreed actions;
    saving a finished record corrects those lines. Saving the same text again does nothing. What a
    student shows to their family is what they have read: a record that says something else now is
    theirs to show again.

    Raises StaleRecord when someone saved after `version`, and RecordError.
    """
    written = record_of(interview)
    says_more = not _says(written, text)
    saved = InterviewRecord.objects.filter(pk=written.pk, version=version).update(
        version=F("version") + 1,
        main_points=text.main_points,
        routes=list(text.routes),
        sectors=list(text.sectors),
        saved_at=timezone.now(),
        saved_by=by,
    )
    if not saved:
        if not _says_already(written, text, by, finish):
            raise StaleRecord
        return written
    written = InterviewRecord.objects.select_related("interview__student").get(pk=written.pk)
    _write_actions(written, text.actions, by)
    RecordDraft.objects.filter(record=written, person=by).delete()
    student = written.interview.student
    audit(by=by, deed=Deed.CHANGED, subject=written, student=student)
    if finish and not written.finished_at:
        _finish(written, by)
    elif written.finished_at:
        put_held_line(_fresh(interview), by)
        if says_more:
            stop_sharing_with_family(written=written, by=by)
    return written


def _says_already(written: InterviewRecord, text: RecordText, by: Any, finish: bool) -> bool:
    """Whether a form sent twice has been saved by its first sending."""
    if written.saved_by_id != by.pk or (finish and not written.finished_at):
        return False
    return _says(written, text)


def _says(written: InterviewRecord, text: RecordText) -> bool:
    actions = [_details(action) for action in written.actions.order_by("id")]
    wanted = [details for _, details in text.actions]
    says = (written.main_points, list(written.routes), list(written.sectors))
    return says == (text.main_points, list(text.routes), list(text.sectors)) and sorted(
        actions, key=repr
    ) == sorted(wanted, key=repr)


def _details(action: Action) -> ActionDetails:
    return ActionDetails(
        what=action.what,
        owner=action.owner,
        due_on=action.due_on,
        opportunity=action.opportunity,
        opportunity_url=action.opportunity_url,
        routes=tuple(action.routes),
    )


def _write_actions(
    written: InterviewRecord, rows: Sequence[tuple[int | None, ActionDetails]], by: Any
) -> None:
    """Add, change and take out the record's actions; closed ones stay."""
    standing = {action.pk: action for action in written.actions.select_related("student")}
    kept = set()
    for action_id, details in rows:
        action = standing.get(action_id) if action_id else None
        if action is None:
            _add(written, details, by)
            continue
        kept.add(action.pk)
        _change(written, action, details, by)
    for action in standing.values():
        if action.pk not in kept and action.state == ActionState.OPEN:
            if written.finished_at:
                withdraw_about(about_action(action), kind="action_agreed", by=by)
            action.delete()


def _add(written: InterviewRecord, details: ActionDetails, by: Any) -> None:
    interview = written.interview
    action = new_action(
        student=interview.student,
        details=details,
        source=ActionSource.INTERVIEW,
        by=by,
        of=written,
        agreed_on=min(timezone.localdate(interview.starts_at), timezone.localdate()),
    )
    action.save()
    if written.finished_at:
        record([agreed_line(action)], by=by)


def _change(written: InterviewRecord, action: Action, details: ActionDetails, by: Any) -> None:
    if _details(action) == details:
        return
    if details.due_on != action.due_on:
        # Another date answers the student who asked for one.
        action.asked_due_on, action.asked_because, action.refused_on = None, "", None
    for name in ActionDetails.__dataclass_fields__:
        setattr(action, name, getattr(details, name))
    action.routes = list(details.routes)
    action.save()
    if written.finished_at:
        correct_agreed_line(action, by)


def _fresh(interview: Interview) -> Interview:
    return Interview.objects.select_related("adviser__person", "student", "record").get(
        pk=interview.pk
    )


def _finish(written: InterviewRecord, by: Any) -> None:
    InterviewRecord.objects.filter(pk=written.pk).update(finished_at=timezone.now())
    written.refresh_from_db()
    interview = _fresh(written.interview)
    try:
        mark_held(interview=interview, by=by)
    except BookingError as error:
        raise RecordError(str(error)) from error
    shared = Line(
        student=interview.student,
        kind="record_shared_with_student",
        happened_on=timezone.localdate(),
        about=about(written),
        deliverer=f"adviser:{interview.adviser_id}",
    )
    actions = written.actions.select_related("student").order_by("id")
    record([shared, *(agreed_line(action) for action in actions)], by=by)
    audit(by=by, deed=Deed.SHARED, subject=written, student=interview.student)


# By the student ------------------------------------------------------------------------------


@transaction.atomic
def acknowledge(*, written: InterviewRecord, comment: str, by: Any) -> None:
    """The student has read their record, and may say something to it. Once is enough."""
    done = InterviewRecord.objects.filter(
        pk=written.pk, finished_at__isnull=False, acknowledged_at__isnull=True
    ).update(acknowledged_at=timezone.now(), student_comment=comment)
    if not done:
        return
    student = written.interview.student
    line = Line(
        student=student,
        kind="record_acknowledged",
        happened_on=timezone.localdate(),
        about=about(written),
    )
    record([line], by=by)
    audit(by=by, deed=Deed.CHANGED, subject=written, student=student, details={"read": True})
    if not unread_records(student).exists():
        meet(student=student, kind=AskKind.READ_RECORD, by=by)


@transaction.atomic
def share_with_family(*, written: InterviewRecord, by: Any) -> None:
    """The student lets their family see one record and its actions."""
    done = InterviewRecord.objects.filter(
        pk=written.pk, finished_at__isnull=False, shared_with_family_at__isnull=True
    ).update(shared_with_family_at=timezone.now())
    if not done:
        return
    student = written.interview.student
    line = Line(
        student=student,
        kind="shared_with_family",
        happened_on=timezone.localdate(),
        about=about(written),
    )
    record([line], by=by)
    audit(by=by, deed=Deed.SHARED, subject=written, student=student, details={"with": "family"})


@transaction.atomic
def stop_sharing_with_family(*, written: InterviewRecord, by: Any) -> None:
    """Take the sharing of one record back: the student does, or whoever changes what it says."""
    done = InterviewRecord.objects.filter(
        pk=written.pk, shared_with_family_at__isnull=False
    ).update(shared_with_family_at=None)
    if not done:
        return
    withdraw_about(about(written), kind="shared_with_family", by=by)
    student = written.interview.student
    audit(by=by, deed=Deed.UNDID, subject=written, student=student, details={"with": "family"})
