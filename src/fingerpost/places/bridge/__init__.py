"""Where rounds of places meet the engines: needs in, a problem made, a result worked out."""

from .benefit import benefits, helps_with
from .engine import EngineRefused, Solved, drawn_by_lot, hash_of, solve, wrongs
from .problem import draft_problem, refill_problem

__all__ = [
    "EngineRefused",
    "Solved",
    "benefits",
    "draft_problem",
    "drawn_by_lot",
    "hash_of",
    "helps_with",
    "refill_problem",
    "solve",
    "wrongs",
]
