"""Which student on the roll a record of a file is about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from fingerpost.exchange.roll import RollRecord

from ..models import Student

MatchedBy = Literal["source_id", "upn", "name"]
Match = tuple[Student, MatchedBy]

MATCH_WORDS: dict[str, str] = {
    "source_id": "student number",
    "upn": "UPN",
    "name": "name and date of birth",
}


def match_records(records: Sequence[RollRecord], students: Iterable[Student]) -> list[Match | None]:
    """For each record the student it is about and how that is known, or None.

    The sender's own number counts first, then the UPN, then name with date of birth. No student is
    given twice by one way; a student may still be given to two records by different ways.
    """
    students = list(students)
    found: list[Match | None] = [None] * len(records)
    taken: set[int] = set()
    by_source = {student.source_id: student for student in students if student.source_id}
    by_upn = {student.upn: student for student in students if student.upn}
    for at, record in enumerate(records):
        student = by_source.get(record.source_id or "")
        if student is not None and not _contradicts(record, student):
            found[at] = (student, "source_id")
            taken.add(student.pk)
    for at, record in enumerate(records):
        student = by_upn.get(record.upn or "")
        if found[at] is None and student is not None:
            found[at] = (student, "upn")
            taken.add(student.pk)
    by_name = _by_name(student for student in students if student.pk not in taken)
    for at, record in enumerate(records):
        if found[at] is None and record.born_on:
            named = by_name.get(_name_key(record.given_name, record.family_name, record.born_on))
            if named is not None and len(named) == 1:
                found[at] = (named[0], "name")
    return found


def _contradicts(record: RollRecord, student: Student) -> bool:
    """Whether a shared number is chance, as after a change of systems."""
    other_upn = bool(record.upn and student.upn and record.upn != student.upn)
    other_birthday = bool(record.born_on and student.born_on and record.born_on != student.born_on)
    return other_upn and other_birthday


def _by_name(students: Iterable[Student]) -> dict[tuple[object, ...], list[Student]]:
    names: dict[tuple[object, ...], list[Student]] = defaultdict(list)
    for student in students:
        if student.born_on:
            for given in {student.given_name, student.preferred_name} - {""}:
                names[_name_key(given, student.family_name, student.born_on)].append(student)
    return names


def _name_key(given: str, family: str, born_on: object) -> tuple[object, ...]:
    return (_plain(given), _plain(family), born_on)


def _plain(name: str) -> str:
    """A name without what people write now one way, now another."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
