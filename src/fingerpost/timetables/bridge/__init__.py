"""Where timetables meet the engine that makes and repairs them."""

from .asking import Asked, NothingFree, problem_of, repair_problem_of
from .needs import needs_of
from .reading import fill
from .solving import (
    CannotBeMade,
    faults_of,
    hash_of,
    made,
    made_unless,
    mended,
    versions,
)

__all__ = [
    "Asked",
    "CannotBeMade",
    "NothingFree",
    "faults_of",
    "fill",
    "hash_of",
    "made",
    "made_unless",
    "mended",
    "needs_of",
    "problem_of",
    "repair_problem_of",
    "versions",
]
