"""The demonstration students' ideas and intentions, from Year 7 on. All made up."""

import datetime as dt
import random
from typing import Any

from fingerpost.common.academic_year import AcademicYear
from fingerpost.destinations.models import Intention
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.pathways.models import Idea
from fingerpost.students.models import Student

from . import words
from .days import at, backdate
from .people import Cast

ROUTES_CHOSEN = [
    "school_sixth_form",
    "sixth_form_college",
    "further_education",
    "t_level",
    "apprenticeship",
    "training_provider",
]
ROUTE_WEIGHTS = [38, 14, 22, 8, 14, 4]
ROUTES_AT_18 = ["university", "higher_apprenticeship", "work_with_training", "further_education"]
RESEARCH_SHARE = 0.22
# The share of students who save ideas in one year of school, in a group well looked after.
IDEA_SHARE = 0.26
# The share that says what they plan, in the year they are in now and two years before.
SAID_THIS_YEAR = {8: 0.1, 9: 0.35, 10: 0.3, 11: 0.7, 12: 0.3, 13: 0.75}
SAID_BEFORE = {9: 0.1, 10: 0.3, 11: 0.35, 12: 0.7, 13: 0.5}


def make_ideas(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """What students found and thought about, and the days on which they looked a job up."""
    ideas: list[Idea] = []
    days: list[dt.date] = []
    lines: list[Line] = []
    for student in cast.students:
        if rng.random() < RESEARCH_SHARE:
            lines.append(_research(student, _one_day(student, 0, rng, today)))
        known: set[str] = set()
        for back in range(student.year_group - 7, -1, -1):
            if rng.random() < IDEA_SHARE * cast.care[student.tutor_group_id or 0]:
                found = _ideas(cast, student, student.year_group - back, rng)
                found = [idea for idea in found if idea.title not in known]
                known |= {idea.title for idea in found}
                ideas += found
                days += [_one_day(student, back, rng, today) for _ in found]
    Idea.objects.bulk_create(ideas, batch_size=500)
    backdate(ideas, "saved_at", [at(day, rng.randrange(8, 21)) for day in days])
    lines += [
        Line(idea.student, "idea_saved", day, about=f"idea:{idea.pk}", summary=idea.title)
        for idea, day in zip(ideas, days, strict=True)
    ]
    ledger.record(sorted(lines, key=lambda line: line.happened_on), by=None)


def _research(student: Student, on: dt.date) -> Line:
    return Line(
        student, "own_research", on, channel="online", minutes=30, summary="Looked up a job online"
    )


def _ideas(cast: Cast, student: Student, year_then: int, rng: random.Random) -> list[Idea]:
    if year_then < 10:
        pool = words.IDEAS_YEARS_7_9
    else:
        pool = words.IDEAS_YEARS_10_11 if year_then < 12 else words.IDEAS_YEARS_12_13
    return [
        Idea(
            school=cast.school,
            student=student,
            kind=kind,
            title=title,
            note=note,
            source=rng.choice(words.SOURCES),
        )
        for title, kind, note in rng.sample(pool, rng.choice([1, 1, 1, 2, 3]))
    ]


def _one_day(student: Student, back: int, rng: random.Random, today: dt.date) -> dt.date:
    """A day of the school year so many years back, not before joining and not to come."""
    year = AcademicYear(AcademicYear.of(today).start - back)
    first = max(student.joined_on, year.starts_on)
    days = (min(year.ends_on, today) - first).days
    return min(today, first + dt.timedelta(days=rng.randrange(days) if days > 0 else 0))


def make_intentions(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """What students mean to do, those who do not know among them; some changed their mind."""
    made: list[tuple[dt.date, Intention]] = []
    for student in cast.students:
        if rng.random() < SAID_BEFORE.get(student.year_group, 0):
            made.append(_intention(cast, student, 1, rng, today))
        if rng.random() < SAID_THIS_YEAR.get(student.year_group, 0):
            made.append(_intention(cast, student, 0, rng, today))
    made.sort(key=lambda each: each[0])
    intentions = Intention.objects.bulk_create([one for _, one in made], batch_size=500)
    backdate(intentions, "recorded_at", [at(day, rng.randrange(9, 17)) for day, _ in made])
    ledger.record([line for day, one in made for line in _lines(one, day)], by=None)


def _point(year_group: int) -> str:
    return "options" if year_group < 10 else "post_16" if year_group < 12 else "post_18"


def _intention(
    cast: Cast, student: Student, back: int, rng: random.Random, today: dt.date
) -> tuple[dt.date, Intention]:
    point = _point(student.year_group - back)
    sure = rng.choices([1, 2, 3, 4, 5], [8, 14, 30, 30, 18])[0]
    if point == "post_18":
        route, second = rng.choices(ROUTES_AT_18, [60, 18, 14, 8])[0], rng.choice(ROUTES_AT_18)
    else:
        route, second = rng.choices(ROUTES_CHOSEN, ROUTE_WEIGHTS)[0], rng.choice(ROUTES_CHOSEN)
    route = "" if sure == 1 or point == "options" else route
    second = second if route and second != route and rng.random() < 0.3 else ""
    made = Intention(
        school=cast.school,
        student=student,
        point=point,
        route=route,
        fallback_route=second,
        how_sure=sure,
        note="" if point == "options" else rng.choice(words.INTENTION_NOTES[sure]),
    )
    return _one_day(student, back, rng, today), made


def _lines(intention: Intention, on: dt.date) -> list[Line]:
    common: dict[str, Any] = {
        "student": intention.student,
        "kind": "intention_recorded",
        "happened_on": on,
        "point": intention.point,
    }
    routes = [intention.route] if intention.route else []
    about = f"intention:{intention.pk}"
    lines = [Line(**common, strength=intention.how_sure, routes=routes, about=about)]
    if intention.fallback_route:
        lines.append(Line(**common, about="fallback", routes=[intention.fallback_route]))
    return lines
