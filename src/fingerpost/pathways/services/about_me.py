"""Keeping a student's answers about themselves."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger

from .. import bridge
from ..models import SelfAssessment

KIND = "self_assessment"


class NotAnAnswer(ValueError):
    """Something that is no answer to a statement of this edition."""


@dataclass(frozen=True)
class Asked:
    """What was asked: the keys of its statements, and how the ledger tells that it was answered."""

    keys: Set[str]
    about: str
    summary: str


def refuse_others(answers: Mapping[str, int], keys: Set[str]) -> None:
    """Raise NotAnAnswer where something is no answer (1 to 5) to one of these statements."""
    for key, given in answers.items():
        if key not in keys or given not in range(1, 6):
            raise NotAnAnswer("Choose one of the five answers.")


@transaction.atomic
def keep_answers(
    *, kept: Any, is_new: bool, answers: Mapping[str, int], asked: Asked, by: Any
) -> None:
    """Add answers to those kept; finish, with a line in the ledger, once nothing is left."""
    kept.answers = kept.answers | dict(answers)
    if asked.keys <= kept.answers.keys():
        kept.finished_at = timezone.now()
    kept.save()
    if kept.finished_at:
        line = ledger.Line(
            student=kept.student,
            kind=KIND,
            happened_on=timezone.localdate(),
            about=f"{asked.about}:{kept.pk}",
            summary=asked.summary,
        )
        ledger.record([line], by=by)
    deed = Deed.ADDED if is_new else Deed.CHANGED
    audit.record(by=by, deed=deed, subject=kept, student=kept.student)


@transaction.atomic
def answer(*, student: Any, answers: Mapping[str, int], by: Any) -> SelfAssessment:
    """Keep answers (1 to 5, by key of the statement); what was answered before stays.

    Begins where nothing is begun. Raises NotAnAnswer, and then keeps nothing.
    """
    questions = bridge.questions()
    refuse_others(answers, questions.keys)
    kept, is_new = SelfAssessment.objects.get_or_create(
        student=student,
        finished_at=None,
        defaults={"school_id": student.school_id, "edition": questions.edition},
    )
    what = "What I like, what I am good at, what matters to me"
    asked = Asked(questions.keys, "self-assessment", what)
    keep_answers(kept=kept, is_new=is_new, answers=answers, asked=asked, by=by)
    return kept
