"""Reading feedback: what waits for somebody's word, what was said, and what was worth it."""

from .results import (
    EVERYTHING,
    Group,
    Results,
    Tally,
    fewest_shown,
    group_results,
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
    "results",
    "session_results",
    "waiting_for",
]
