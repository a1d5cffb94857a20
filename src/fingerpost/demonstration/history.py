"""What the demonstration's students have done so far: sessions, ideas, choices. All made up."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fingerpost.common.academic_year import AcademicYear
from fingerpost.destinations.models import Intention
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.pathways.models import Idea, IdeaKind
from fingerpost.programme.models import Attendance, GroupSession
from fingerpost.students.models import Student, TutorGroup

from .names import EMPLOYERS, PROVIDERS
from .people import Cast


@dataclass(frozen=True)
class Plan:
    """One kind of session in the year: for which years, in which month, how widely."""

    kind: str
    title: str
    years: range
    month: int
    minutes: int
    whole_year: bool = False
    # The share of tutor groups that get it, before each group's own care is counted in.
    reach: float = 1.0
    host: str = ""  # "employer" or "provider"
    subject: str = ""


PROGRAMME = [
    Plan("assembly", "Careers assembly: what is out there", range(7, 12), 10, 20, whole_year=True),
    Plan("careers_lesson", "What am I good at?", range(7, 10), 11, 50),
    Plan("careers_lesson", "Jobs near us", range(7, 12), 2, 50, reach=0.8),
    Plan("tutorial", "Careers in tutor time", range(7, 14), 1, 20, reach=0.7),
    Plan(
        "subject_lesson", "Where science leads", range(7, 11), 3, 50, reach=0.7, subject="Science"
    ),
    Plan("subject_lesson", "Maths at work", range(8, 12), 10, 50, reach=0.5, subject="Mathematics"),
    Plan("employer_talk", "An employer visits", range(8, 12), 11, 45, reach=0.6, host="employer"),
    Plan("enterprise", "Enterprise day", range(8, 9), 6, 300, whole_year=True, host="employer"),
    Plan(
        "provider_talk",
        "Options after Year 11: college and sixth form",
        range(9, 12),
        10,
        40,
        reach=0.7,
        host="provider",
    ),
    Plan(
        "provider_talk",
        "Apprenticeships and technical courses",
        range(8, 12),
        2,
        40,
        reach=0.45,
        host="provider",
    ),
    Plan("careers_fair", "Careers fair", range(10, 11), 3, 90, reach=0.6, host="employer"),
    Plan("workplace_visit", "A day at work", range(9, 11), 5, 300, reach=0.25, host="employer"),
    Plan(
        "work_experience",
        "Work experience week",
        range(10, 11),
        7,
        1500,
        whole_year=True,
        host="employer",
    ),
    Plan("mock_interview", "Mock interviews", range(11, 12), 11, 30, reach=0.5, host="employer"),
    Plan("provider_visit", "University visit", range(12, 13), 5, 300, reach=0.8, host="provider"),
    Plan("former_student_talk", "Former students talk", range(11, 14), 10, 45, reach=0.4),
]

IDEAS = [
    ("Electrician", IdeaKind.JOB, "My uncle does this and I like fixing things."),
    ("Nurse", IdeaKind.JOB, "I want to help people."),
    ("Games designer", IdeaKind.JOB, "I make small games at home."),
    ("Paramedic", IdeaKind.JOB, "Saw one at the careers fair."),
    ("T level in digital", IdeaKind.COURSE, "The college talked about it."),
    ("Degree apprenticeship in engineering", IdeaKind.APPRENTICESHIP, "Earn and learn."),
    ("Moorland College open day", IdeaKind.EVENT, "Find out about the motor vehicle course."),
    ("Primary teacher", IdeaKind.JOB, "I help at the reading club."),
    ("Chef", IdeaKind.JOB, "I cook at home a lot."),
    ("Vet nurse", IdeaKind.JOB, "I want to work with animals."),
    ("Solicitor", IdeaKind.JOB, "I like arguing a case."),
    ("Joiner", IdeaKind.APPRENTICESHIP, "Working with wood."),
    ("University of the Dales", IdeaKind.PLACE, "We went on a visit."),
]

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
IDEA_SHARE = 0.38


def make_history(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """Group sessions of this year and the years before, with who was there."""
    for year in range(AcademicYear.of(today).start - 6, AcademicYear.of(today).start + 1):
        _make_year(cast, AcademicYear(year), rng, today)
    _make_ideas(cast, rng, today)
    _make_intentions(cast, rng, today)


def _make_year(cast: Cast, year: AcademicYear, rng: random.Random, today: dt.date) -> None:
    back = AcademicYear.of(today).start - year.start
    members: dict[int, list[Student]] = {}
    for student in cast.students:
        if AcademicYear.of(student.joined_on) <= year and student.year_group - back >= 7:
            members.setdefault(student.tutor_group_id or 0, []).append(student)
    sessions: list[tuple[GroupSession, list[TutorGroup]]] = []
    for plan in PROGRAMME:
        for year_then in plan.years:
            groups = [g for g in cast.groups if g.year_group - back == year_then]
            sessions += _sessions(cast, plan, year, groups, rng, today)
    GroupSession.objects.bulk_create(session for session, _ in sessions)
    attendance: list[Attendance] = []
    lines: list[Line] = []
    for session, groups in sessions:
        for student in (s for group in groups for s in members.get(group.pk, [])):
            present = rng.random() < 0.93
            attendance.append(Attendance(session=session, student=student, was_present=present))
            if present:
                lines.append(_line(session, student))
    Attendance.objects.bulk_create(attendance, batch_size=2000)
    ledger.record(lines, by=cast.people["leader"])


def _sessions(
    cast: Cast,
    plan: Plan,
    year: AcademicYear,
    groups: list[TutorGroup],
    rng: random.Random,
    today: dt.date,
) -> Iterator[tuple[GroupSession, list[TutorGroup]]]:
    calendar_year = year.start if plan.month >= 9 else year.start + 1
    reached = [
        g for g in groups if plan.whole_year or rng.random() < plan.reach * cast.care[g.pk] * 1.3
    ]
    batches = [reached] if plan.whole_year else [[group] for group in reached]
    for batch in batches:
        on = dt.date(calendar_year, plan.month, rng.randrange(2, 26))
        on -= dt.timedelta(days=max(0, on.weekday() - 4))
        if batch and on < today:
            yield _session(cast, plan, on, rng), batch


def _session(cast: Cast, plan: Plan, on: dt.date, rng: random.Random) -> GroupSession:
    organisation, routes, sectors = "", [], []
    if plan.host == "employer":
        sector = rng.choice(sorted(EMPLOYERS))
        organisation, sectors = rng.choice(EMPLOYERS[sector]), [sector]
    elif plan.host == "provider":
        technical = "technical" in plan.title
        names = [
            n
            for n, r in PROVIDERS.items()
            if technical == ("apprenticeship" in r or "t_level" in r)
        ]
        organisation = (
            "University of the Dales" if "University" in plan.title else rng.choice(names)
        )
        routes = PROVIDERS[organisation]
    return GroupSession(
        school=cast.school,
        kind=plan.kind,
        title=plan.title,
        on=on,
        minutes=plan.minutes,
        organisation=organisation,
        subject=plan.subject,
        routes=routes,
        sectors=sectors,
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
        recorded_by=cast.people["leader"],
    )


def _line(session: GroupSession, student: Student) -> Line:
    return Line(
        student=student,
        kind=session.kind,
        happened_on=session.on,
        channel=session.channel,
        minutes=session.minutes,
        organisation=session.organisation,
        subject=session.subject,
        in_school_hours=True,
        routes=session.routes,
        sectors=session.sectors,
        about=f"session:{session.pk}",
        summary=session.title,
    )


def _make_ideas(cast: Cast, rng: random.Random, today: dt.date) -> None:
    ideas: list[tuple[Idea, dt.date]] = []
    lines: list[Line] = []
    for student in cast.students:
        if rng.random() < RESEARCH_SHARE:
            on = _recent(student, rng, today, 400)
            lines.append(
                Line(
                    student,
                    "own_research",
                    on,
                    channel="online",
                    minutes=30,
                    summary="Looked up a job online",
                )
            )
        if rng.random() < IDEA_SHARE:
            for title, kind, note in rng.sample(IDEAS, rng.choice([1, 1, 2, 3])):
                ideas.append(
                    (
                        Idea(
                            school=cast.school,
                            student=student,
                            kind=kind,
                            title=title,
                            note=note,
                            source="Careers lesson",
                        ),
                        _recent(student, rng, today, 500),
                    )
                )
    Idea.objects.bulk_create([idea for idea, _ in ideas], batch_size=500)
    lines += [
        Line(idea.student, "idea_saved", on, about=f"idea:{idea.pk}", summary=idea.title)
        for idea, on in ideas
    ]
    ledger.record(lines, by=None)


def _recent(student: Student, rng: random.Random, today: dt.date, days: int) -> dt.date:
    return max(student.joined_on, today - dt.timedelta(days=rng.randrange(1, days)))


def _make_intentions(cast: Cast, rng: random.Random, today: dt.date) -> None:
    share = {8: 0.1, 9: 0.35, 10: 0.3, 11: 0.62, 12: 0.3, 13: 0.7}
    lines: list[Line] = []
    for student in cast.students:
        if rng.random() >= share.get(student.year_group, 0):
            continue
        lines += _intention(cast, student, rng, _recent(student, rng, today, 80))
    ledger.record(lines, by=None)


def _intention(cast: Cast, student: Student, rng: random.Random, on: dt.date) -> list[Line]:
    point = (
        "options"
        if student.year_group < 10
        else "post_16"
        if student.year_group < 12
        else "post_18"
    )
    sure = rng.choices([1, 2, 3, 4, 5], [8, 14, 30, 30, 18])[0]
    if point == "post_18":
        route, second = rng.choices(ROUTES_AT_18, [60, 18, 14, 8])[0], rng.choice(ROUTES_AT_18)
    else:
        route, second = rng.choices(ROUTES_CHOSEN, ROUTE_WEIGHTS)[0], rng.choice(ROUTES_CHOSEN)
    route = "" if sure == 1 or point == "options" else route
    second = second if route and second != route and rng.random() < 0.3 else ""
    Intention.objects.create(
        school=cast.school,
        student=student,
        point=point,
        route=route,
        fallback_route=second,
        how_sure=sure,
    )
    common: dict[str, Any] = {
        "student": student,
        "kind": "intention_recorded",
        "happened_on": on,
        "point": point,
    }
    lines = [
        Line(
            **common,
            strength=sure,
            routes=[route] if route else [],
            summary="Said what they plan next",
        )
    ]
    if second:
        lines.append(
            Line(**common, about="fallback", routes=[second], summary="Named a second plan")
        )
    return lines
