"""How great each student's need is, as the needs engine has it."""

from collections.abc import Iterable
from typing import Any

from fingerpost.signposting.bridge import assessment_of


def needs_of(school: Any, students: Iterable[int]) -> tuple[dict[int, int], str]:
    """Student to overall need, 0 to 100; and the hash of the facts that it rests on."""
    assessment = assessment_of(school)
    found: dict[int, int] = {}
    for student in students:
        try:
            found[student] = assessment.need_score(student)
        except KeyError:  # not on the roll of the facts
            found[student] = 0
    return found, assessment.facts_hash
