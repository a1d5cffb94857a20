"""Decisions of the demonstration's staff on next steps. All made up."""

import datetime as dt
import random

from fingerpost.signposting.models import Override

from . import words
from .days import at, backdate
from .people import Cast

# One student in so many has a decision standing.
ONE_IN = 45


def make_decisions(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """Steps that were put first or set aside for some students, with the reason and an end."""
    interviewed = set(cast.school.interviews.values_list("student_id", flat=True))
    waiting = [student for student in cast.students if student.pk not in interviewed]
    rng.shuffle(waiting)
    made: list[Override] = []
    for number in range(max(2, len(cast.students) // ONE_IN)):
        rule, years, kind, reason, local = words.DECISIONS[number % len(words.DECISIONS)]
        student = next((one for one in waiting if one.year_group in years), None)
        if student is None:
            continue
        waiting.remove(student)
        made.append(
            Override(
                school=cast.school,
                student=student,
                rule=rule,
                kind=kind,
                reason=reason,
                until_on=today + dt.timedelta(days=rng.randrange(21, 120)),
                made_by=cast.people[local],
            )
        )
    Override.objects.bulk_create(made)
    backdate(made, "made_at", [at(today - dt.timedelta(days=rng.randrange(1, 12))) for _ in made])
