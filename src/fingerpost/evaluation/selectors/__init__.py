"""Reading feedback: what waits for a student, and what students said."""

from .results import (
    EVERYTHING,
    Group,
    Results,
    Tally,
    fewest_shown,
    group_results,
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
    "EVERYTHING",
    "Group",
    "Results",
    "Tally",
    "Waiting",
    "feedback_waiting",
    "fewest_shown",
    "group_results",
    "has_answered",
    "question_set_after",
    "responses_seen_by",
    "results",
    "session_results",
    "waiting_for",
]
