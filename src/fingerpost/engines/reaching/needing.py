"""How far somebody's grades are from what a place asks for. Told as steps, never as a no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Which subjects count as one that is asked for by a wider name.
_COUNT_AS = {
    "english": ("english language", "english literature"),
    "science": ("combined science", "biology", "chemistry", "physics"),
    "maths": ("mathematics",),
    "computing": ("computer science",),
}
# A GCSE is passed from this grade on; it is meant where a place names no grade.
PASS = 4


@dataclass(frozen=True, slots=True)
class Need:
    """What a place asks for: how many GCSEs (None where it is not known, 0 for none) at which
    grade or above, and which subjects among them, in small letters. set_grades: subjects that are
    asked for at a grade of their own.
    """

    gcses: int | None = None
    grade: int | None = None
    subjects: tuple[str, ...] = ()
    set_grades: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Have:
    """Grades that somebody expects, 1 to 9, by subject in small letters."""

    grades: Mapping[str, int] = field(default_factory=dict)

    def at(self, grade: int) -> int:
        """How many GCSEs there are at a grade or above."""
        return sum(one >= grade for one in self.grades.values())


@dataclass(frozen=True, slots=True)
class Distance:
    """gcses at grade are needed, of which there are `have`. subjects: those that are needed at that
    grade; missing: those of them that are not there. set_grades: what is asked for at a grade of
    its own, of which `missing_set` is not there. is_known: whether the place says what it needs.
    """

    is_known: bool
    gcses: int = 0
    grade: int = PASS
    have: int = 0
    subjects: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    set_grades: tuple[tuple[str, int], ...] = ()
    missing_set: tuple[tuple[str, int], ...] = ()

    @property
    def more(self) -> int:
        """How many GCSEs are still to be brought up to the grade they need."""
        subjects = {*self.missing, *(subject for subject, _ in self.missing_set)}
        return max(0, self.gcses - self.have, len(subjects))

    @property
    def is_there(self) -> bool:
        """Whether everything that is asked for is there; no where that is not known."""
        return self.is_known and not self.more


def distance(have: Have, need: Need) -> Distance:
    """How far it is from what somebody has to what is needed."""
    if need.gcses is None and not need.set_grades:
        return Distance(is_known=False)
    grade = need.grade or PASS
    missing = tuple(one for one in need.subjects if not _has(have, one, grade))
    missing_set = tuple(pair for pair in need.set_grades if not _has(have, *pair))
    return Distance(
        is_known=True,
        gcses=need.gcses or 0,
        grade=grade,
        have=have.at(grade),
        subjects=need.subjects,
        missing=missing,
        set_grades=need.set_grades,
        missing_set=missing_set,
    )


def _has(have: Have, subject: str, grade: int) -> bool:
    names = (subject, *_COUNT_AS.get(subject, ()))
    return any(have.grades.get(name, 0) >= grade for name in names)
