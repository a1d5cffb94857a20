"""The group sessions of the demonstration's students so far. All made up."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from fingerpost.common.academic_year import AcademicYear
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.programme.models import Attendance, GroupSession
from fingerpost.students.models import Student, TutorGroup

from .days import at, backdate, school_days
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
    guest: str = ""  # "employer" or "provider"
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
    Plan("employer_talk", "An employer visits", range(7, 12), 10, 45, reach=0.6, guest="employer"),
    Plan("enterprise", "Enterprise day", range(8, 9), 6, 300, whole_year=True, guest="employer"),
    Plan(
        "provider_talk",
        "Options after Year 11: college and sixth form",
        range(9, 12),
        10,
        40,
        reach=0.7,
        guest="provider",
    ),
    Plan(
        "provider_talk",
        "Apprenticeships and technical courses",
        range(8, 14),
        2,
        40,
        reach=0.7,
        guest="provider",
    ),
    Plan(
        "provider_visit",
        "A day of technical courses",
        range(8, 13, 2),
        1,
        150,
        reach=0.65,
        guest="provider",
    ),
    Plan("careers_fair", "Careers fair", range(10, 11), 3, 90, reach=0.6, guest="employer"),
    Plan("workplace_visit", "A day at work", range(9, 11), 5, 300, reach=0.25, guest="employer"),
    Plan(
        "work_experience",
        "Work experience week",
        range(10, 11),
        7,
        1500,
        whole_year=True,
        guest="employer",
    ),
    Plan("mock_interview", "Mock interviews", range(11, 12), 11, 30, reach=0.5, guest="employer"),
    Plan("provider_visit", "University visit", range(12, 13), 5, 300, reach=0.8, guest="provider"),
    Plan("former_student_talk", "Former students talk", range(11, 14), 10, 45, reach=0.4),
]


def make_history(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """Group sessions of this year and the years before, with who was there."""
    for year in range(AcademicYear.of(today).start - 6, AcademicYear.of(today).start + 1):
        _make_year(cast, AcademicYear(year), rng, today)


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
    rows = GroupSession.objects.bulk_create(session for session, _ in sessions)
    backdate(rows, "recorded_at", [at(session.on, 16) for session in rows])
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
        on = rng.choice(school_days(calendar_year, plan.month))
        if batch and on < today:
            yield _session(cast, plan, on, rng), batch


def _session(cast: Cast, plan: Plan, on: dt.date, rng: random.Random) -> GroupSession:
    organisation, routes, sectors = "", [], []
    if plan.guest == "employer":
        sector = rng.choice(sorted(EMPLOYERS))
        organisation, sectors = rng.choice(EMPLOYERS[sector]), [sector]
    elif plan.guest == "provider":
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
