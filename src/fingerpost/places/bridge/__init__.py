"""Where rounds of places meet the engines: needs in, a problem made, a result worked out."""

from .benefit import helps_with
from .engine import EngineRefused, Solved, drawn_by_lot, hash_of, solve, wrongs
from .problem import draft_problem, refill_problem

__all__ = [
    "EngineRefused",
    "Solved",
    "draft_problem",
    "drawn_by_lot",
    "hash_of",
    "helps_with",
    "refill_problem",
    "solve",
    "wrongs",
]
