"""From the ledger to figures: the only part of this app that knows the measures package.

Slow libraries are imported when the first figure is asked for, not when Django starts.
"""

from .answers import (
    Answers,
    Engine,
    Figure,
    Grid,
    Question,
    catalogue,
    compute,
    engine_for,
    facts_for,
    find,
    small_group,
    students_counted,
)
from .definitions import columns, frameworks
from .store import forget

__all__ = [
    "Answers",
    "Engine",
    "Figure",
    "Grid",
    "Question",
    "catalogue",
    "columns",
    "compute",
    "engine_for",
    "facts_for",
    "find",
    "forget",
    "frameworks",
    "small_group",
    "students_counted",
]
