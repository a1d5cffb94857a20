"""Which student on the roll a record of a file is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from fingerpost.exchange.roll import RollRecord

from ..models import Student

MatchedBy = Literal["source_id", "upn", "former_upn", "name"]
Match = tuple[Student, MatchedBy]

MATCH_WORDS: dict[str, str] = {
    "source_id": "student number",
    "upn": "UPN",
    "former_upn": "a former UPN",
    "name": "name and date of birth",
}


def match_records(
    records: Sequence[RollRecord],
    students: Iterable[Student],
    former_upns: Mapping[str, int] = MappingProxyType({}),
) -> list[Match | None]:
    """For each record the student it is about and how that is known, or None.

    The sender's own number counts first, then the UPN, then a former UPN (`former_upns` has those
    known here, each with its student's key), then name with date of birth. No student is given
    twice by one way; a student may still be given to two records by different ways.
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
    by_key = {student.pk: student for student in students}
    by_former = {upn: by_key[key] for upn, key in former_upns.items() if key in by_key}
    for at, record in enumerate(records):
        student = _by_former_upn(record, by_upn, by_former)
        if found[at] is None and student is not None and student.pk not in taken:
            found[at] = (student, "former_upn")
            taken.add(student.pk)
    by_name = _by_name(student for student in students if student.pk not in taken)
    for at, record in enumerate(records):
        if found[at] is None and record.born_on:
            named = by_name.get(_name_key(record.given_name, record.family_name, record.born_on))
            if named is not None and len(named) == 1:
                found[at] = (named[0], "name")
    return found


def _by_former_upn(
    record: RollRecord, by_upn: Mapping[str, Student], by_former: Mapping[str, Student]
) -> Student | None:
    """Whose UPN has changed: the file tells the old one, or we know it and the file has it still.

    A number that was given to somebody else since does not count where birthdays differ.
    """
    old, now = record.former_upn or "", record.upn or ""
    for student in (by_upn.get(old), by_former.get(old), by_former.get(now)):
        if student is not None and not _other_birthday(record, student):
            return student
    return None


def _contradicts(record: RollRecord, student: Student) -> bool:
    """Whether a shared number is chance, as after a change of systems."""
    other_upn = bool(record.upn and student.upn and record.upn != student.upn)
    return other_upn and _other_birthday(record, student)


def _other_birthday(record: RollRecord, student: Student) -> bool:
    return bool(record.born_on and student.born_on and record.born_on != student.born_on)


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
