"""From the programme to measures and back: whom an activity is for, what is still missing."""

from .audience import is_for, measures_by_name, measures_with_sides, students_for
from .gaps import Gap, gaps_of

__all__ = [
    "Gap",
    "gaps_of",
    "is_for",
    "measures_by_name",
    "measures_with_sides",
    "students_for",
]
