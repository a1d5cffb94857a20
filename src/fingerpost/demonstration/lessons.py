"""The demonstration's labour market lesson: what is new near the school, and one group's ideas."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from fingerpost.interviews.enums import ActionSource
from fingerpost.interviews.services.actions import ActionDetails, agreed_line, new_action
from fingerpost.ledger import services as ledger
from fingerpost.lessons.enums import EntryKind
from fingerpost.lessons.models import Lesson, LocalEntry
from fingerpost.pathways import bridge
from fingerpost.pathways.models import Idea
from fingerpost.pathways.selectors.areas import area_of_school
from fingerpost.pathways.services.ideas import about
from fingerpost.students.models import Student
from fingerpost.students.selectors import students_on_roll

from .days import at, backdate
from .people import Cast, own_group

# Kind, title, text, source, sectors, occupations; first and last day from today.
_MADE = [
    (EntryKind.VACANCIES, "Six care assistants wanted",
     "Days or nights. Training is given. You can start at 16.",
     "Vale Homes (made up)", ["care_services"], ["care-worker"], -5, 40),
    (EntryKind.SHORTAGE, "Not enough electricians",
     "The county says that 200 more are needed by next year.",
     "Vale Skills Board (made up)", ["construction_and_built_environment"],
     ["electrician"], -30, 200),
    (EntryKind.NEW_BUSINESS, "A new food hall opens in spring",
     "Eight kitchens, one bakery. They hire cooks and people to serve.",
     "Old Mill Food Hall (made up)", ["catering_and_hospitality"], ["chef"], -2, 90),
    (EntryKind.CLOSING, "The card shop in Bridge Street closes",
     "Twelve people look for new jobs. Some train to drive vans.",
     "Millbrook Council (made up)", ["sales_marketing_and_procurement"], [], -8, 30),
    (EntryKind.VACANCIES, "Summer jobs at the swimming pool",
     "This was for last summer.", "Millbrook Pool (made up)", [], [], -200, -20),
]  # fmt: skip
# What the tutor's group thinks of, and the share of the group that has saved each.
_IDEAS = {"nurse": 0.45, "police-officer": 0.4, "chef": 0.35, "vet": 0.3, "solicitor": 0.1}
# What is saved in the lesson itself.
_SAVED_SINCE = ("care-worker", "electrician", "train-driver", "baker")
_STEPS = (
    "Ask my uncle what an electrician does all day",
    "Read about three jobs in care",
    "Find out what GCSEs I need for animal care",
    "Ask at the garage if I can help one Saturday",
)
_WROTE = 0.6
_SAVED_AGO = dt.timedelta(days=20)
_BEGAN, _SAVED_AT = (8, 40), (9, 10)


def make_lesson(cast: Cast, today: dt.date, seed: str) -> None:
    """Entries of every kind, one of them over; ideas and today's lesson of the tutor's group."""
    _make_entries(cast, today)
    rng = random.Random(f"lesson/{seed}")
    group = own_group(cast.groups)
    # The student who signs in has their own way through the pages.
    others = Student.objects.filter(tutor_group=group, person=None).order_by("pk")
    students = list(students_on_roll(others, today))
    _save(students, _IDEAS, at(today - _SAVED_AGO), rng)
    Lesson.objects.create(
        school=cast.school,
        tutor_group=group,
        area=area_of_school(cast.school).code,
        held_on=today,
        started_at=at(today, *_BEGAN),
        started_by=cast.people["tutor"],
    )
    wrote = [student for student in students if rng.random() < _WROTE]
    _save(wrote, dict.fromkeys(_SAVED_SINCE, 0.2), at(today, *_SAVED_AT), rng)
    _write_steps(wrote, today)


def _write_steps(students: Sequence[Student], today: dt.date) -> None:
    """One step with a day for each, as they wrote them in the lesson."""
    for number, student in enumerate(students):
        due_on = today + dt.timedelta(days=7 + number % 5)
        action = new_action(
            student=student,
            details=ActionDetails(_STEPS[number % len(_STEPS)], due_on=due_on),
            source=ActionSource.STUDENT,
            by=None,
            agreed_on=today,
        )
        action.save()
        ledger.record([agreed_line(action)], by=None)


def _make_entries(cast: Cast, today: dt.date) -> None:
    LocalEntry.objects.bulk_create(
        LocalEntry(
            school=cast.school,
            kind=kind,
            title=title,
            text=text,
            source=source,
            sectors=sectors,
            occupations=occupations,
            from_on=today + dt.timedelta(days=first),
            until_on=today + dt.timedelta(days=last),
            entered_by=cast.people["leader"],
        )
        for kind, title, text, source, sectors, occupations, first, last in _MADE
    )


def _save(
    students: Sequence[Student],
    shares: Mapping[str, float],
    moment: dt.datetime,
    rng: random.Random,
) -> None:
    """Let a share of some students save each occupation, with the ledger's lines about it."""
    known = {
        (student, title.casefold())
        for student, title in Idea.objects.filter(
            student__in=students, dropped_at__isnull=True
        ).values_list("student_id", "title")
    }
    base = bridge.base().by_slug
    ideas = [
        Idea(
            school_id=student.school_id,
            student=student,
            title=base[slug].title,
            occupation=slug,
            source="Explore jobs",
        )
        for student in students
        for slug, share in shares.items()
        if rng.random() < share
        and student.joined_on <= timezone.localdate(moment)
        and (student.pk, base[slug].title.casefold()) not in known
    ]
    Idea.objects.bulk_create(ideas)
    backdate(ideas, "saved_at", [moment] * len(ideas))
    on = timezone.localdate(moment)
    ledger.record([line for idea in ideas for line in _lines(idea, on)], by=None)


def _lines(idea: Idea, on: dt.date) -> list[ledger.Line]:
    """That it was saved, and what its student has looked up by that."""
    common: dict[str, Any] = {"about": about(idea), "summary": idea.title}
    found = bridge.base().by_slug[idea.occupation]
    return [
        ledger.Line(idea.student, "idea_saved", on, **common),
        ledger.Line(
            idea.student,
            "own_research",
            on,
            routes=bridge.routes_of(found),
            sectors=bridge.sectors_of(found),
            **common,
        ),
    ]
