"""What a student brought with them, and what a file would add, as pages show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fingerpost import rules
from fingerpost.exchange.record import record as made
from fingerpost.web.tables import Cell, Column, Row, Table

from ..enums import ImportState, Sort
from ..stored import piece_of, sort_of
from .readable import Line, Words, day, sentences

# What the student wrote for themself: how much there is, and not what it says.
PRIVATE = (Sort.SELF_ASSESSMENT, Sort.RESPONSIBILITY, Sort.DOCUMENT, Sort.FEEDBACK)
_NOTHING_HERE = "Kept and given out again, but not shown to staff."
_TONES = {ImportState.APPLIED: "good", ImportState.PREVIEW: "warn"}


@dataclass(frozen=True)
class Group:
    """The pieces of one sort: how many, and what they say where the viewer may read it."""

    title: str
    number: int
    lines: list[Line]
    note: str = ""

    @property
    def items(self) -> list[dict[str, Any]]:
        """The lines as a timeline shows them."""
        return [
            {"when": one.when, "title": one.title, "text": one.text, "tag": one.source}
            for one in self.lines
        ]


def groups(pieces: Iterable[made.Piece], *, own: bool, here: made.Source) -> list[Group]:
    """Pieces sort by sort, the newest first within each; empty sorts are left out."""
    words = Words(own=own)
    by_sort: dict[Sort, list[Any]] = defaultdict(list)
    for piece in pieces:
        by_sort[sort_of(piece)].append(piece)
    found = []
    for sort in Sort:
        ones = by_sort[sort]
        if not ones:
            continue
        hidden = sort in PRIVATE and not own
        lines = [] if hidden else [_line(words, one, here) for one in reversed(ones)]
        note = _NOTHING_HERE if hidden else _note(sort, ones)
        found.append(Group(str(sort.label), len(ones), lines, note))
    return found


def _line(words: Words, piece: Any, here: made.Source) -> Line:
    if isinstance(piece, made.Action):
        step = words.step(piece)
        return Line(step.state, step.what, f"{step.who}. {step.by_when}.", step.source)
    if isinstance(piece, made.Stay):
        return words.stay(piece, here)
    by_kind: dict[type, Any] = {
        made.Encounter: words.encounter,
        made.Idea: words.idea,
        made.Intention: words.intention,
        made.SelfAssessment: words.self_assessment,
        made.Reasons: words.reasons,
        made.Application: words.application,
        made.PredictedGrade: words.predicted_grade,
        made.Responsibility: words.responsibility,
        made.Document: words.document,
        made.Feedback: words.feedback,
    }
    line: Line = by_kind[type(piece)](piece)
    return line


def _note(sort: Sort, ones: list[Any]) -> str:
    if sort == Sort.ACTION:
        closed = sum(one.state != "open" for one in ones)
        return f"{closed} closed: kept as they ended, the others go on here." if closed else ""
    if sort == Sort.ENCOUNTER:
        unknown = sum(one.kind not in {k.name for k in rules.kinds(one.on)} for one in ones)
        return f"{unknown} of a kind that is not known here: kept, not counted." if unknown else ""
    return ""


def brought_pieces(rows: Iterable[Any]) -> list[made.Piece]:
    """The pieces that rows were made from, each with its school."""
    return [piece_of(row) for row in rows]


def counted(counts: dict[str, int]) -> str:
    """How many of each sort, in words."""
    parts = [f"{sort.label.lower()} {counts[sort]}" for sort in Sort if counts.get(sort)]
    return ", ".join(parts)


def number_of(pieces: Iterable[made.Piece]) -> str:
    """How many of each sort pieces are, in words."""
    return counted(Counter(sort_of(piece) for piece in pieces))


def imports_table(imports: Iterable[Any]) -> Table:
    """The files sent for a student, newest first."""
    return Table(
        caption="Record files sent",
        columns=[Column("File"), Column("From"), Column("Sent"), Column("What came of it")],
        rows=[_import_row(one) for one in imports],
        empty="No file has been sent for this student.",
    )


def _import_row(one: Any) -> Row:
    by = f"by {one.made_by}" if one.made_by else ""
    state = ImportState(one.state)
    return Row(
        cells=[
            Cell(one.file_name, reverse("records:record_import", args=[one.pk])),
            Cell(one.issuer_name, hint=f"made on {day(timezone.localdate(one.issued_at))}"),
            Cell(day(timezone.localdate(one.made_at)), hint=by),
            Cell(came_of_it(one), tag=str(state.label), tone=_TONES.get(state, "quiet")),
        ],
        name=one.file_name,
    )


def came_of_it(one: Any) -> str:
    """What was added, or what was left when it was taken back."""
    if one.state == ImportState.APPLIED:
        return counted(one.counts) or "Nothing was new"
    if one.state == ImportState.UNDONE and one.kept:
        return f"{one.kept} left, because people had worked on them"
    return ""


def made_by(record: made.Record) -> str:
    """Who made a file and when, in a sentence."""
    return sentences(f"Made by {record.issuer.name} on {day(record.made_at.date())}")
