"""Reading feedback: what waits for a student."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview
from fingerpost.programme.selectors.recording import attended_by
from fingerpost.rules import QuestionSet, question_sets

from ..models import FeedbackResponse

# After two months a student is guessing at what they thought.
DAYS_TO_ANSWER = 60
INTERVIEW, SESSION = "interview", "session"
_AFTER = {INTERVIEW: "interview", SESSION: "group"}


@dataclass(frozen=True)
class Waiting:
    """Something a student may say what they thought of."""

    what: str
    pk: int
    title: str
    on: dt.date

    @property
    def about(self) -> str:
        """As the ledger names it."""
        return f"{self.what}:{self.pk}"


def question_set_after(what: str, on: dt.date) -> QuestionSet | None:
    """The questions asked after an interview or a session; None when the rules have none."""
    found = (entry for entry in question_sets(on) if entry.after == _AFTER[what])
    return next(found, None)


def feedback_waiting(student: Any, today: dt.date | None = None) -> list[Waiting]:
    """Interviews held and sessions attended of late without an answer yet, newest first."""
    today = today or timezone.localdate()
    since = today - dt.timedelta(days=DAYS_TO_ANSWER)
    answered = set(FeedbackResponse.objects.filter(student=student).values_list("about", flat=True))
    interviews = Interview.objects.filter(
        student=student, state=InterviewState.HELD, starts_at__date__gte=since
    )
    found = [
        Waiting(INTERVIEW, row.pk, "Your talk with a careers adviser", _day(row.starts_at))
        for row in interviews
    ]
    found += [Waiting(SESSION, row.pk, row.title, row.on) for row in attended_by(student, since)]
    open_ones = [one for one in found if one.about not in answered and one.on <= today]
    return sorted(open_ones, key=lambda one: (one.on, one.pk), reverse=True)


def waiting_for(student: Any, what: str, pk: int) -> Waiting | None:
    """One of `feedback_waiting`, or None."""
    return next(
        (one for one in feedback_waiting(student) if (one.what, one.pk) == (what, pk)), None
    )


def has_answered(student: Any, what: str, pk: int) -> bool:
    """Whether the student has said what they thought of it."""
    return FeedbackResponse.objects.filter(student=student, about=f"{what}:{pk}").exists()


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()
