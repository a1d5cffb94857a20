"""Keeping the published assessment, and a student's answers to it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import PublishedAnswers, PublishedAssessment
from .about_me import Asked, keep_answers, refuse_others


@transaction.atomic
def keep_assessment(*, read: Any, by: Any) -> bool:
    """Keep the assessment that was read, which counts from now on; False when it was there.

    read: an `exchange.assessment.Assessment`. Answers to another edition stay as they are.
    """
    _, is_new = PublishedAssessment.objects.update_or_create(
        edition=read.edition,
        defaults={
            "statements": [asdict(one) for one in read.statements],
            "traits": [asdict(one) for one in read.traits],
            "loaded_at": timezone.now(),
        },
    )
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        label="Published assessment",
        details={"edition": read.edition, "statements": len(read.statements)},
    )
    return is_new


@transaction.atomic
def answer_published(
    *, student: Any, assessment: PublishedAssessment, answers: Mapping[str, int], by: Any
) -> PublishedAnswers:
    """Keep answers (1 to 5, by number of the statement); what was answered before stays.

    Finishes once nothing is left. Raises NotAnAnswer.
    """
    keys = {str(number) for number in range(len(assessment.statements))}
    refuse_others(answers, keys)
    kept, is_new = PublishedAnswers.objects.get_or_create(
        student=student,
        edition=assessment.edition,
        finished_at=None,
        defaults={"school_id": student.school_id},
    )
    what = "What I like: the National Careers Service’s questions"
    asked = Asked(keys, "published-answers", what)
    keep_answers(kept=kept, is_new=is_new, answers=answers, asked=asked, by=by)
    return kept
