"""Steps that students set themselves: theirs to change and to take away while nobody else has
acted on them.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as audit
from fingerpost.ledger.models import Entry
from fingerpost.ledger.services import withdraw_about

from ..enums import ActionState
from ..models import Action
from .actions import OWN_SOURCES, ActionDetails, ActionError, about, correct_agreed_line

TOO_LATE = "Your school has worked with this step, so it stays. Talk to your tutor or adviser."


def own_to_change(actions: Iterable[Action], person: Any) -> set[int]:
    """Keys of those steps that a person made, and that nobody else has acted on: open, not asked
    about by the school, and no line of the ledger about them by somebody else.
    """
    mine = {
        about(one): one.pk
        for one in actions
        if one.source in OWN_SOURCES
        and one.added_by_id == person.pk
        and one.state == ActionState.OPEN
        and one.record_id is None
        and one.chased_at is None
    }
    lines = Entry.objects.filter(about__in=mine).exclude(recorded_by=person)
    for name in lines.values_list("about", flat=True):
        mine.pop(name, None)
    return set(mine.values())


@transaction.atomic
def change_own_step(*, action: Action, details: ActionDetails, by: Any) -> None:
    """Change what a step says, its day and its web page. Raises ActionError when it is too late."""
    action = _locked(action, by)
    fields = ("what", "due_on", "opportunity_url")
    changed = [name for name in fields if getattr(action, name) != getattr(details, name)]
    if not changed:
        return
    for name in changed:
        setattr(action, name, getattr(details, name))
    action.save(update_fields=changed)
    correct_agreed_line(action, by)
    audit(
        by=by,
        deed=Deed.CHANGED,
        subject=action,
        student=action.student,
        details={"changed": changed},
    )


@transaction.atomic
def remove_own_step(*, action: Action, by: Any) -> None:
    """Take a step away, with the ledger's line of it. Raises ActionError when it is too late."""
    action = _locked(action, by)
    withdraw_about(about(action), kind="action_agreed", by=by)
    audit(by=by, deed=Deed.REMOVED, subject=action, student=action.student)
    action.delete()


def _locked(action: Action, by: Any) -> Action:
    """The step as it stands, held until the end of the transaction."""
    found = Action.objects.select_for_update().filter(pk=action.pk).first()
    if found is None or not own_to_change([found], by):
        raise ActionError(TOO_LATE)
    return found
