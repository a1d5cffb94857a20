"""What the demonstration students apply for, why, and the grades they are predicted. All made up.

Made with a seed of its own, so that the rest of the school stays as it is.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from fingerpost.choices.enums import KIND_OF_STATE, REASONS, SUBJECTS, ApplicationState
from fingerpost.choices.models import Application, PredictedGrade, Reasons
from fingerpost.choices.services.applications import about
from fingerpost.destinations.models import Intention
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.pathways.models import Opportunity
from fingerpost.students.models import Student

from .people import DOMAIN, Cast

# The share of students of a year group who have written anything down that they may apply for.
APPLYING = {10: 0.08, 11: 0.6, 12: 0.12, 13: 0.75}
_STATES = {
    ApplicationState.THINKING: 30,
    ApplicationState.APPLYING: 18,
    ApplicationState.APPLIED: 30,
    ApplicationState.INTERVIEW: 8,
    ApplicationState.OFFER: 9,
    ApplicationState.ACCEPTED: 2,
    ApplicationState.NOT_THIS_TIME: 3,
}
_GRADED = ("English", "Maths", "Biology", "Chemistry", "History", "Art and design", "PE")
_SOURCE = "Autumn prediction (made up)"
_WHY = (
    "I did work experience and liked it.",
    "My cousin does this and it sounds good.",
    "I like making things more than writing.",
    "I want to keep my options open.",
)
_CONDITIONS = "5 GCSEs at grade 4, with English and maths"


def make_applications(cast: Cast, today: dt.date, seed: str) -> None:
    """Reasons, subjects, applications and predicted grades, with their lines in the ledger."""
    rng = random.Random(f"applications/{seed}")
    places: dict[str, list[Opportunity]] = defaultdict(list)
    for place in Opportunity.objects.filter(school=cast.school).order_by("pk"):
        places[place.route].append(place)
    said = _intentions(cast)
    _make_reasons(cast, said, rng)
    made = [
        one
        for student in cast.students
        if student.pk in said and rng.random() < APPLYING.get(student.year_group, 0)
        for one in _of_student(cast, student, said[student.pk], places, rng, today)
    ]
    made = [*made, *_shown(cast, made, places, today)]
    Application.objects.bulk_create(made, batch_size=500)
    lines = [_line(one, today) for one in made]
    ledger.record([*lines, *_make_grades(cast, rng, today)], by=None)


def _shown(
    cast: Cast, made: Sequence[Application], places: dict[str, list[Opportunity]], today: dt.date
) -> list[Application]:
    """What the student who can sign in may apply for: a date close ahead, whatever the dice say."""
    student = Student.objects.get(school=cast.school, person__email=f"student@{DOMAIN}")
    point = _point(student.year_group)
    place = places["t_level" if point == "post_16" else "university"][0]
    known = any(one.student_id == student.pk and one.opportunity_id == place.pk for one in made)
    if known or point not in ("post_16", "post_18"):
        return []
    return [
        Application(
            school=cast.school,
            student=student,
            point=point,
            title=place.title,
            provider=place.provider,
            route=place.route,
            level=place.level,
            opportunity=place,
            close_on=today + dt.timedelta(days=6),
            shared_with_family_at=timezone.now(),
        )
    ]


def _intentions(cast: Cast) -> dict[int, Intention]:
    """What each student said last for the choice they face."""
    found = Intention.objects.filter(school=cast.school).order_by("recorded_at", "id")
    points = {one.pk: _point(one.year_group) for one in cast.students}
    return {one.student_id: one for one in found if points.get(one.student_id) == one.point}


def _point(year_group: int) -> str:
    if year_group < 8:
        return ""
    return "options" if year_group < 10 else "post_16" if year_group < 12 else "post_18"


def _make_reasons(cast: Cast, said: dict[int, Intention], rng: random.Random) -> None:
    keys = [key for key, _ in REASONS]
    Reasons.objects.bulk_create(
        [
            Reasons(
                school=cast.school,
                student=student,
                point=said[student.pk].point,
                ticks=sorted(rng.sample(keys, 2), key=keys.index),
                own_words=rng.choice(_WHY),
                subjects=rng.sample(SUBJECTS, 4) if student.year_group < 10 else [],
            )
            for student in cast.students
            if student.pk in said and rng.random() < 0.6
        ],
        batch_size=500,
    )


def _of_student(
    cast: Cast,
    student: Student,
    intention: Intention,
    places: dict[str, list[Opportunity]],
    rng: random.Random,
    today: dt.date,
) -> list[Application]:
    if student.year_group < 10:
        return []
    wanted = (intention.route, intention.fallback_route)
    routes = [route for route in wanted if places.get(route)]
    if not routes:
        routes = ["t_level" if student.year_group < 12 else "university"]
    picked: list[Opportunity] = []
    for route in routes:
        picked += rng.sample(places[route], min(len(places[route]), rng.choice([1, 1, 2])))
    states: Sequence[ApplicationState] = list(_STATES)
    return [
        _application(cast, student, place, state, rng, today)
        for place in picked
        for state in rng.choices(states, list(_STATES.values()))
    ]


def _application(
    cast: Cast,
    student: Student,
    place: Opportunity,
    state: ApplicationState,
    rng: random.Random,
    today: dt.date,
) -> Application:
    def days(least: int, most: int) -> dt.timedelta:
        return dt.timedelta(days=rng.randrange(least, most))

    values: dict[str, Any] = {"close_on": today + days(3, 70)}
    if state not in (ApplicationState.THINKING, ApplicationState.APPLYING):
        values["applied_on"] = today - days(3, 25)
    if state == ApplicationState.INTERVIEW:
        values["interview_on"] = today + days(2, 20)
    if state == ApplicationState.OFFER:
        values |= {"reply_by": today + days(5, 40), "conditions": _CONDITIONS}
    return Application(
        school=cast.school,
        student=student,
        point=_point(student.year_group),
        title=place.title,
        provider=place.provider,
        route=place.route,
        level=place.level,
        opportunity=place,
        state=state,
        **values,
    )


def _line(one: Application, today: dt.date) -> Line:
    return Line(
        one.student,
        KIND_OF_STATE[ApplicationState(one.state)],
        one.applied_on or today - dt.timedelta(days=2),
        point=one.point,
        routes=[one.route],
        strength=one.level,
        due_on=one.close_on,
        about=about(one),
        summary=str(one)[:200],
    )


def _make_grades(cast: Cast, rng: random.Random, today: dt.date) -> list[Line]:
    """Grades of Years 10 and 11 in seven subjects, around a level of each student's own."""
    on = today - dt.timedelta(days=20)
    grades, lines = [], []
    for student in cast.students:
        if student.year_group not in (10, 11):
            continue
        usual = rng.gauss(4.8, 1.5)
        mine = [min(9, max(1, round(usual + rng.gauss(0, 0.9)))) for _ in _GRADED]
        grades += [
            PredictedGrade(
                school=cast.school,
                student=student,
                subject=subject,
                grade=grade,
                source=_SOURCE,
                predicted_on=on,
            )
            for subject, grade in zip(_GRADED, mine, strict=True)
        ]
        good = sum(grade >= 5 for grade in mine)
        lines.append(
            Line(student, "grades_predicted", on, about=f"grades:{student.pk}", strength=good)
        )
    PredictedGrade.objects.bulk_create(grades, batch_size=500)
    return lines
