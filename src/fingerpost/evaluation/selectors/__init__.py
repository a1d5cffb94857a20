"""Reading feedback: what waits for a student, and what students said."""

from .results import (
    Group,
    Tally,
    answers_behind,
    fewest_shown,
    responses_seen_by,
    results,
    session_results,
)
from .waiting import (
    Waiting,
    feedback_waiting,
    has_answered,
    question_set_after,
    waiting_for,
)

__all__ = [
    "Group",
    "Tally",
    "Waiting",
    "answers_behind",
    "feedback_waiting",
    "fewest_shown",
    "has_answered",
    "question_set_after",
    "responses_seen_by",
    "results",
    "session_results",
    "waiting_for",
]
