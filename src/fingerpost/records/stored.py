"""Pieces as rows: what a row says, and the piece it says it of."""

from typing import Any

from fingerpost.exchange.record import form
from fingerpost.exchange.record import record as made

from .enums import Sort

_SORTS: dict[Sort, type] = {
    Sort.ENCOUNTER: made.Encounter,
    Sort.ACTION: made.Action,
    Sort.IDEA: made.Idea,
    Sort.INTENTION: made.Intention,
    Sort.REASONS: made.Reasons,
    Sort.APPLICATION: made.Application,
    Sort.PREDICTED_GRADE: made.PredictedGrade,
    Sort.RESPONSIBILITY: made.Responsibility,
    Sort.DOCUMENT: made.Document,
    Sort.SELF_ASSESSMENT: made.SelfAssessment,
    Sort.FEEDBACK: made.Feedback,
    Sort.STAY: made.Stay,
}
_OF = {kind: sort for sort, kind in _SORTS.items()}


def sort_of(piece: made.Piece) -> Sort:
    """The sort of a piece."""
    return _OF[type(piece)]


def piece_of(row: Any) -> Any:
    """The piece that a row of `BroughtPiece` was made from, its source in it."""
    return form.restored(_SORTS[Sort(row.sort)], row.said)
