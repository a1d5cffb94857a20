"""Keeping what staff and guests say of a group session."""

from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.rules import QuestionSet

from ..enums import Side
from ..models import AdultFeedback

LINK_DAYS = 60
_SALT = "fingerpost.evaluation.guest"


class LinkOver(ValueError):
    """The link is not one of ours, or too old."""


def guest_token(session: Any) -> str:
    """What stands in the address by which a guest says what they thought, without an account."""
    return signing.dumps({"session": session.pk, "school": session.school_id}, salt=_SALT)


def session_in(token: str) -> tuple[int, int]:
    """The school and the session that a guest's link is about. Raises LinkOver."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=LINK_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        raise LinkOver("This link is not good any more. Ask the school for a new one.") from None
    return found["school"], found["session"]


def give_adult_feedback(
    *,
    session: Any,
    side: Side,
    questions: QuestionSet,
    answers: dict[str, str],
    by: Any,
    guest_name: str = "",
) -> bool:
    """Keep one adult's answers; later ones replace them. False when nothing is different.

    by: the member of staff; None for a guest, of whom there is one for each session.
    """
    free = [question.name for question in questions.questions if not question.answers]
    said = {
        "question_set": questions.name,
        "answers": {q.name: answers[q.name] for q in questions.questions if q.answers},
        "comment": "\n".join(filter(None, (answers.get(name, "").strip() for name in free)))[:500],
        "guest_name": guest_name,
    }
    try:
        return _keep(session, side, by, said)
    except IntegrityError:
        # The same form, sent twice at once: the other one has made the row.
        return _keep(session, side, by, said)


@transaction.atomic
def _keep(session: Any, side: Side, by: Any, said: dict[str, Any]) -> bool:
    whose = {"session": session, "side": side, "person": by}
    kept = AdultFeedback.objects.select_for_update().filter(**whose).first()
    if kept is None:
        kept = AdultFeedback.objects.create(school_id=session.school_id, **whose, **said)
        deed = Deed.ADDED
    elif all(getattr(kept, name) == value for name, value in said.items()):
        return False
    else:
        for name, value in said.items():
            setattr(kept, name, value)
        kept.save()
        deed = Deed.CHANGED
    audit.record(by=by, deed=deed, subject=kept)
    return True
