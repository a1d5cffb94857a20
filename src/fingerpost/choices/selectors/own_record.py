"""What a student's own record has to say for a CV or a personal statement. Nothing is made up:
every line is something they took part in, answered or wrote.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from fingerpost import rules
from fingerpost.accounts.viewer import Viewer
from fingerpost.ledger.selectors import standing_lines
from fingerpost.pathways import bridge
from fingerpost.pathways.selectors.about_me import answers_that_count
from fingerpost.pathways.services.ideas import RESEARCHED

from ..models import Reasons, Responsibility

# From this answer on (of five) a statement about skills is one that the student says of themself.
SAYS_SO = 4
_MOST = 30


@dataclass(frozen=True)
class Piece:
    """One thing that may be picked. part: the part of a document it belongs to. key: as sent."""

    key: str
    part: str
    text: str


def pieces_of(viewer: Viewer, student: Any) -> list[Piece]:
    """Everything a student may pick, the latest first, the same thing once."""
    found = [
        *_encounters(student),
        *_skills(viewer),
        *(
            Piece(f"r{one.pk}", "responsibilities", one.words)
            for one in Responsibility.objects.filter(student=student)
        ),
    ]
    once = {(one.part, one.text.casefold()): one for one in reversed(found)}
    kept = {one.key for one in once.values()}
    return [one for one in found if one.key in kept]


# What was read and saved, and what was answered about oneself.
_NO_EXPERIENCE = (RESEARCHED, "self_assessment")


def _encounters(student: Any) -> list[Piece]:
    kinds = {
        kind.name: kind
        for kind in rules.kinds(timezone.localdate())
        if kind.family == "encounter"
        and "personal_guidance" not in kind.counts_for
        and kind.name not in _NO_EXPERIENCE
    }
    lines = [one for one in standing_lines(student.pk) if one.kind in kinds][:_MOST]
    return [
        Piece(
            f"e{one.pk}",
            "work" if "workplace" in kinds[one.kind].counts_for else "experience",
            _encounter_words(one, kinds[one.kind]),
        )
        for one in lines
    ]


def _encounter_words(entry: Any, kind: Any) -> str:
    """What it was, with whom, and when: as the record has it."""
    what = entry.summary or kind.student_label
    where = f", {entry.organisation}" if entry.organisation not in ("", what) else ""
    return f"{what}{where} ({date_format(entry.happened_on, 'F Y')})"


def _skills(viewer: Viewer) -> list[Piece]:
    answers = answers_that_count(viewer)
    return [
        Piece(f"s{one.key}", "skills", one.text)
        for part in bridge.questions().parts
        if part.key == "skills"
        for one in part.statements
        if answers.get(one.key, 0) >= SAYS_SO
    ]


def own_words_of(student: Any, point: str) -> list[Piece]:
    """What a student has said about why, and where they are at school."""
    kept = Reasons.objects.filter(student=student, point=point).first()
    school = f"{student.school.name}, Year {student.year_group}"
    found = [Piece("school", "school", school)]
    if kept is not None and kept.own_words:
        found.append(Piece("why", "why", kept.own_words))
    return found
