"""Keeping what students say."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.ledger import services as ledger
from fingerpost.rules import QuestionSet

from ..models import FeedbackResponse
from ..selectors import has_answered, waiting_for


class NothingToAnswer(ValueError):
    """The student was not there, or it is too long ago."""


def give_feedback(
    *, student: Any, what: str, pk: int, questions: QuestionSet, answers: dict[str, str], by: Any
) -> bool:
    """Keep a student's answers about an interview or session; False when they gave them before.

    Answers to questions without a choice of answers are kept as the comment. Raises
    NothingToAnswer.
    """
    if has_answered(student, what, pk):
        return False
    waiting = waiting_for(student, what, pk)
    if waiting is None:
        raise NothingToAnswer("There is nothing to answer here.")
    free = [question.name for question in questions.questions if not question.answers]
    comment = "\n".join(filter(None, (answers.get(name, "").strip() for name in free)))
    try:
        with transaction.atomic():
            response = FeedbackResponse.objects.create(
                school_id=student.school_id,
                student=student,
                question_set=questions.name,
                about=waiting.about,
                answers={name: value for name, value in answers.items() if name not in free},
                comment=comment[:500],
            )
            ledger.record(
                [
                    ledger.Line(
                        student=student,
                        kind="feedback_given",
                        happened_on=timezone.localdate(),
                        # Not the session's own key: taking a session back takes back its lines.
                        about=f"feedback:{response.pk}",
                        summary=waiting.title[:200],
                    )
                ],
                by=by,
            )
            audit.record(by=by, deed=Deed.ADDED, subject=response, student=student)
    except IntegrityError:
        return False  # the same form, sent twice at once
    return True
