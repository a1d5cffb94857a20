"""From the ledger to figures: the only part of this app that knows the measures package.

Slow libraries are imported when the first figure is asked for, not when Django starts.
"""

from .answers import (
    answers_for,
    catalogue,
    compute,
    engine_for,
    facts_for,
    find,
    question,
    small_group,
)
from .definitions import columns, frameworks
from .store import forget
from .trials import facts_fed, trial
from .warming import warm

__all__ = [
    "answers_for",
    "catalogue",
    "columns",
    "compute",
    "engine_for",
    "facts_fed",
    "facts_for",
    "find",
    "forget",
    "frameworks",
    "question",
    "small_group",
    "trial",
    "warm",
]
