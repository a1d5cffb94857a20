"""How even a choice has been laid before a group: one index with its parts and its uncertainty.

judged = judge([Shown("apprenticeship", 12, 180), Shown("university", 170, 180)])
judged.index, judged.low, judged.high, judged.crowded_out
"""

from .index import Judged, Shown, judge

__all__ = ["Judged", "Shown", "judge"]
