"""What the demonstration's students thought of talks and sessions. All made up."""

import datetime as dt
import random

from django.utils import timezone

from fingerpost.evaluation.models import FeedbackResponse
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Interview
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.programme.models import Attendance
from fingerpost.rules import QuestionSet, question_sets

from . import words
from .days import at, backdate
from .people import Cast

ANSWERS = ["Yes", "A bit", "No"]
# Sessions further back were before feedback was asked for.
SESSIONS_SINCE = dt.timedelta(days=420)


def make_feedback(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """Answers after interviews and sessions: many after some, hardly any after others."""
    sets = {entry.after: entry for entry in question_sets(today)}
    made = _after_interviews(cast, sets["interview"], rng)
    made += _after_sessions(cast, sets["group"], rng, today)
    made = sorted(((day, row) for day, row in made if day <= today), key=lambda each: each[0])
    rows = FeedbackResponse.objects.bulk_create([row for _, row in made], batch_size=500)
    backdate(rows, "given_at", [at(day, rng.randrange(9, 20)) for day, _ in made])
    ledger.record(
        [Line(row.student, "feedback_given", day, about=f"feedback:{row.pk}") for day, row in made],
        by=None,
    )


def _after_interviews(
    cast: Cast, questions: QuestionSet, rng: random.Random
) -> list[tuple[dt.date, FeedbackResponse]]:
    # Of each adviser: how many answer, and how content they are.
    rates = {
        adviser.pk: (0.3, 0.45) if number == 1 else (0.6, 0.85)
        for number, adviser in enumerate(cast.advisers)
    }
    held = Interview.objects.filter(school=cast.school, state=InterviewState.HELD)
    made = []
    for interview in held.select_related("student").order_by("pk"):
        answers, content = rates[interview.adviser_id]
        if rng.random() < answers:
            day = timezone.localdate(interview.starts_at) + dt.timedelta(days=rng.randrange(0, 9))
            about = f"interview:{interview.pk}"
            row = _response(interview, questions, about, content, rng)
            row.comment = rng.choice(words.AFTER_INTERVIEW)
            made.append((day, row))
    return made


def _after_sessions(
    cast: Cast, questions: QuestionSet, rng: random.Random, today: dt.date
) -> list[tuple[dt.date, FeedbackResponse]]:
    there = Attendance.objects.filter(
        session__school=cast.school, session__on__gte=today - SESSIONS_SINCE, was_present=True
    )
    rates: dict[int, tuple[float, float]] = {}
    made = []
    for seat in there.select_related("session", "student").order_by("session_id", "student_id"):
        if seat.session_id not in rates:
            rates[seat.session_id] = (rng.choice([0, 0.05, 0.15, 0.4]), rng.uniform(0.35, 0.9))
        answers, content = rates[seat.session_id]
        if rng.random() < answers:
            day = seat.session.on + dt.timedelta(days=rng.randrange(0, 6))
            about = f"session:{seat.session_id}"
            row = _response(seat, questions, about, content, rng)
            row.comment = rng.choice(words.AFTER_GROUP)
            made.append((day, row))
    return made


def _response(
    had: Interview | Attendance,
    questions: QuestionSet,
    about: str,
    content: float,
    rng: random.Random,
) -> FeedbackResponse:
    weights = [content, (1 - content) * 0.7, (1 - content) * 0.3]
    return FeedbackResponse(
        school_id=had.student.school_id,
        student=had.student,
        question_set=questions.name,
        about=about,
        answers={
            question.name: rng.choices(ANSWERS, weights)[0]
            for question in questions.questions
            if question.answers
        },
    )
