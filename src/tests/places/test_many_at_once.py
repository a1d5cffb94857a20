"""Five hundred students answer one round at once: none is lost, none is there twice."""

import json
from concurrent.futures import ThreadPoolExecutor

from tests.factories import crowd

STUDENTS = 500
AT_ONCE = 24


def test_five_hundred_answers_at_once_are_kept_each_once(installation):
    """Every fourth student sends the form twice at the same moment, as a double tap does."""
    made = crowd.prepare(installation, STUDENTS)
    sends = sorted([*range(STUDENTS), *range(0, STUDENTS, 4)])
    with crowd.serving(installation) as address, ThreadPoolExecutor(AT_ONCE) as many:
        answers = list(many.map(lambda number: crowd.send(address, made, number), sends))
    sent = f"/places/mine/{made.of}/sent/"
    assert {(one.status, one.location) for one in answers} == {(302, sent)}
    kept = installation.all("select student_id, choices, version from places_ranking")
    assert len(kept) == STUDENTS
    choices = {
        student: (json.loads(ranked) if isinstance(ranked, str) else ranked, version)
        for student, ranked, version in kept
    }
    expected = {student: (made.choices(number), 1) for number, student in enumerate(made.students)}
    assert choices == expected
    lines = "select count(*) from audit_event where subject_type = 'places.ranking'"
    assert installation.one(lines) == STUDENTS
