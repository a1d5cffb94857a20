"""The actions of a student's plan: adding, doing, dropping and chasing them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.ledger.models import Entry
from fingerpost.ledger.services import Line, correct, record, withdraw_about
from fingerpost.students.models import Student

from ..enums import ActionSource, ActionState, Owner
from ..models import Action, InterviewRecord

_KIND_OF_STATE = {ActionState.DONE: "action_done", ActionState.DROPPED: "action_dropped"}

# Steps that students set themselves: they need nobody's leave for another date.
OWN_SOURCES = (ActionSource.STUDENT, ActionSource.IDEA)


class ActionError(ValueError):
    """The action cannot be changed; says why in one sentence."""


@dataclass(frozen=True)
class ActionDetails:
    """What is to be done, by whom, by when, and the real thing it is about."""

    what: str
    owner: str = Owner.STUDENT
    due_on: dt.date | None = None
    opportunity: str = ""
    opportunity_url: str = ""
    routes: Sequence[str] = ()


def about(action: Action) -> str:
    """How the ledger names an action."""
    return f"action:{action.pk}"


def agreed_line(action: Action) -> Line:
    """The ledger's line of an action that was agreed."""
    return Line(
        student=action.student,
        kind="action_agreed",
        happened_on=action.agreed_on,
        routes=list(action.routes),
        about=about(action),
        due_on=action.due_on,
        summary=action.what[:200],
    )


@transaction.atomic
def add_action(
    *, student: Student, details: ActionDetails, source: str, by: Any, idea: Any = None
) -> Action:
    """Add an agreed action to a student's plan, outside an interview's record.

    `source` is one of `ActionSource`; `idea` is the idea it came from. An open action with the
    same words, date and source is returned instead of added again.
    """
    same = Action.objects.filter(
        student=student,
        what=details.what,
        due_on=details.due_on,
        source=source,
        idea=idea,
        state=ActionState.OPEN,
        record__isnull=True,
    ).first()
    if same:
        return same
    action = new_action(student=student, details=details, source=source, by=by)
    action.idea = idea
    action.save()
    record([agreed_line(action)], by=by)
    audit(by=by, deed=Deed.ADDED, subject=action, student=student)
    return action


def new_action(
    *,
    student: Student,
    details: ActionDetails,
    source: str,
    by: Any,
    of: InterviewRecord | None = None,
    agreed_on: dt.date | None = None,
) -> Action:
    """An action that is not saved yet."""
    return Action(
        school_id=student.school_id,
        student=student,
        record=of,
        source=source,
        what=details.what,
        owner=details.owner,
        due_on=details.due_on,
        opportunity=details.opportunity,
        opportunity_url=details.opportunity_url,
        routes=list(details.routes),
        agreed_on=agreed_on or timezone.localdate(),
        added_by=by,
    )


@transaction.atomic
def close_action(
    *, action: Action, state: str, by: Any, what_came_of_it: str = "", on: dt.date | None = None
) -> None:
    """Mark an open action done, or no longer needed. Doing it twice changes nothing.

    Raises ActionError when the action is closed in the other way already.
    """
    on = on or timezone.localdate()
    closed = Action.objects.filter(pk=action.pk, state=ActionState.OPEN).update(
        state=state, closed_on=on, closed_by=by, what_came_of_it=what_came_of_it
    )
    if not closed:
        now = Action.objects.get(pk=action.pk)
        if now.state == state:
            return
        raise ActionError(f"“{now.what}” is closed already: {now.get_state_display().lower()}.")
    action.state = state
    line = Line(
        student=action.student,
        kind=_KIND_OF_STATE[ActionState(state)],
        happened_on=on,
        routes=list(action.routes),
        about=about(action),
        due_on=action.due_on,
        summary=(what_came_of_it or action.what)[:200],
    )
    record([line], by=by)
    audit(
        by=by, deed=Deed.CHANGED, subject=action, student=action.student, details={"state": state}
    )


@transaction.atomic
def reopen_action(*, action: Action, by: Any) -> None:
    """Open a closed action again; the ledger's line of its closing is withdrawn."""
    was = action.state
    opened = (
        Action.objects.filter(pk=action.pk)
        .exclude(state=ActionState.OPEN)
        .update(state=ActionState.OPEN, closed_on=None, closed_by=None)
    )
    if not opened:
        return
    withdraw_about(about(action), kind=_KIND_OF_STATE[ActionState(was)], by=by)
    audit(by=by, deed=Deed.UNDID, subject=action, student=action.student, details={"state": "open"})


@transaction.atomic
def ask_for_date(*, action: Action, due_on: dt.date, because: str, by: Any) -> None:
    """A student asks for another date. A step that they set themselves has it at once.

    Raises ActionError when the action is closed, or the day has passed.
    """
    _to_come(due_on)
    if action.source in OWN_SOURCES:
        set_date(action=action, due_on=due_on, by=by)
        return
    asked = Action.objects.filter(pk=action.pk, state=ActionState.OPEN).update(
        asked_due_on=due_on, asked_because=because, refused_on=None
    )
    if not asked:
        raise ActionError(f"“{action.what}” is closed already.")
    details = {"asked_due_on": due_on.isoformat()}
    audit(by=by, deed=Deed.CHANGED, subject=action, student=action.student, details=details)


@transaction.atomic
def set_date(*, action: Action, due_on: dt.date, by: Any) -> None:
    """Give an open action another date, which also answers a student who asked for one.

    The ledger's line of the agreement is corrected. Giving it the date it has changes nothing
    but that. Raises ActionError when the action is closed, or the day has passed.
    """
    before = action.due_on
    if due_on != before:
        _to_come(due_on)
    changed = Action.objects.filter(pk=action.pk, state=ActionState.OPEN).update(
        due_on=due_on, asked_due_on=None, asked_because="", refused_on=None
    )
    if not changed:
        raise ActionError(f"“{action.what}” is closed already.")
    action.due_on = due_on
    if due_on == before:
        return
    correct_agreed_line(action, by)
    details = {"due_on": [before.isoformat() if before else None, due_on.isoformat()]}
    audit(by=by, deed=Deed.CHANGED, subject=action, student=action.student, details=details)


def _to_come(day: dt.date) -> None:
    if day < timezone.localdate():
        raise ActionError("Choose a day that is still to come.")


@transaction.atomic
def refuse_date(*, action: Action, by: Any) -> None:
    """Keep the date that was agreed, although the student asked for another. Once is enough."""
    refused = Action.objects.filter(pk=action.pk, asked_due_on__isnull=False).update(
        asked_due_on=None, asked_because="", refused_on=timezone.localdate()
    )
    if refused:
        details = {"asked_due_on": None}
        audit(by=by, deed=Deed.CHANGED, subject=action, student=action.student, details=details)


@transaction.atomic
def chase_actions(*, actions: Iterable[Action], by: Any) -> int:
    """Remind of open actions; each at most once a day. Returns how many were chased."""
    today = timezone.localdate()
    chased = 0
    for action in actions:
        if action.state != ActionState.OPEN:
            continue
        if action.chased_at and timezone.localdate(action.chased_at) == today:
            continue
        Action.objects.filter(pk=action.pk).update(chased_at=timezone.now())
        details = {"chased": True}
        audit(by=by, deed=Deed.CHANGED, subject=action, student=action.student, details=details)
        chased += 1
    return chased


@transaction.atomic
def close_actions(*, actions: Iterable[Action], state: str, by: Any) -> int:
    """Close several open actions in the same way. Returns how many were closed."""
    wanted = [action for action in actions if action.state == ActionState.OPEN]
    for action in wanted:
        close_action(action=action, state=state, by=by)
    return len(wanted)


def correct_agreed_line(action: Action, by: Any) -> None:
    """Bring the ledger's line of an agreed action up to date; write only what changed."""
    standing = Entry.objects.filter(
        about=about(action), kind="action_agreed", superseded_by__isnull=True, is_void=False
    ).first()
    line = agreed_line(action)
    if standing is None:
        record([line], by=by)
    elif (standing.due_on, standing.routes, standing.summary) != (
        line.due_on,
        line.routes,
        line.summary,
    ):
        correct(standing, line, by=by)
