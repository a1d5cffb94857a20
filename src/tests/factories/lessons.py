"""Made-up groups with ideas, lessons and local entries for tests."""

import datetime as dt

from django.utils import timezone

from fingerpost.lessons.enums import EntryKind
from fingerpost.lessons.models import Lesson, LocalEntry
from fingerpost.pathways import bridge
from fingerpost.pathways.models import Idea

from . import people


def group(school, number, year_group=10):
    """A tutor group with so many students, in the order in which they were made."""
    made = people.tutor_group(school, year_group=year_group)
    return made, [people.student(school, tutor_group=made) for _ in range(number)]


def save(student, *slugs, dropped=False):
    """Ideas of a student that are occupations, without the ledger's lines."""
    return Idea.objects.bulk_create(
        Idea(
            school=student.school,
            student=student,
            title=bridge.base().by_slug[slug].title,
            occupation=slug,
            dropped_at=timezone.now() if dropped else None,
        )
        for slug in slugs
    )


def lesson(school, tutor_group=None, **fields):
    return Lesson.objects.create(
        **{
            "school": school,
            "tutor_group": tutor_group,
            "area": "EN",
            "held_on": timezone.localdate(),
            **fields,
        }
    )


def entry(school, **fields):
    """An entry that is shown from yesterday to tomorrow."""
    today = timezone.localdate()
    return LocalEntry.objects.create(
        **{
            "school": school,
            "kind": EntryKind.VACANCIES,
            "title": "Six bakers wanted",
            "source": "Mill Bakery",
            "from_on": today - dt.timedelta(days=1),
            "until_on": today + dt.timedelta(days=1),
            **fields,
        }
    )
