"""Whether two records tell of the same thing, whatever their files call it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .record import (
    Application,
    Document,
    Holder,
    Idea,
    Intention,
    Piece,
    Reasons,
    Record,
    Responsibility,
    SelfAssessment,
    Source,
)
from .writer import plain

# What makes a piece this one and no other. What may change later (whether an action is done, the
# note on an idea) is not among it: reading a newer file must not add the same thing again.
_SAME = {
    "Stay": ("joinedOn",),
    "Encounter": (
        *("on", "kind", "summary", "organisation", "subject", "channel", "minutes"),
        *("routes", "sectors"),
    ),
    "Action": ("what", "agreedOn"),
    "Idea": ("kind",),
    "SelfAssessment": ("edition", "finishedOn", "answers"),
    "Intention": ("point", "saidOn", "howSure", "route", "fallbackRoute", "note"),
    "Reasons": ("point", "ticks", "ownWords", "alternatives", "subjects"),
    "Application": ("point",),
    "PredictedGrade": ("subject", "grade", "predictedOn"),
    "Responsibility": ("words",),
    "Document": ("kind", "title", "parts"),
    "Feedback": ("questionSet", "givenOn", "answers", "comment"),
}
# The student's own, wherever they were when they had it.
_OWN = (Idea, SelfAssessment, Intention, Reasons, Application, Responsibility, Document)


def _digest(piece: Piece, issuer: Source) -> str:
    sort = type(piece).__name__
    told = plain(piece)
    same: dict[str, Any] = {name: told.get(name) for name in _SAME[sort]}
    if isinstance(piece, Idea):
        same["title"] = piece.title.strip().casefold()
    if isinstance(piece, Application):
        same["name"] = [piece.title.strip().casefold(), piece.provider.strip().casefold()]
    if not isinstance(piece, _OWN):
        same["school"] = (piece.source or issuer).id
    words = json.dumps([sort, same], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def keyed(record: Record) -> list[tuple[str, Piece]]:
    """Every piece with its key: alike pieces have alike keys, and the second of two alike ones
    (two lessons of one day) has a key of its own.
    """
    seen: Counter[str] = Counter()
    found = []
    for piece in record.pieces:
        digest = _digest(piece, record.issuer)
        seen[digest] += 1
        found.append((f"{digest}:{seen[digest]}", piece))
    return found


def new_pieces(record: Record, have: Iterable[str]) -> list[tuple[str, Piece]]:
    """The pieces of a record whose keys are not among those that one has already."""
    kept = set(have)
    return [(key, piece) for key, piece in keyed(record) if key not in kept]


def differences(said: Holder, known: Holder) -> list[str]:
    """In what two descriptions of a person differ, each in a sentence; none where they agree.

    What either does not know is no difference, nor are capitals and spaces.
    """
    found = []
    if _name(said) != _name(known):
        found.append(f"The file is about {said.name}; this is {known.name}.")
    if said.born_on and known.born_on and said.born_on != known.born_on:
        found.append("The date of birth in the file is another one.")
    if said.upn and known.upn and said.upn.casefold() != known.upn.casefold():
        found.append("The UPN in the file is another one.")
    return found


def _name(holder: Holder) -> str:
    return " ".join(holder.name.split()).casefold()
