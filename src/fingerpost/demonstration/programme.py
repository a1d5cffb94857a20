"""The demonstration's programme: activities, budget lines and sessions to come. All made up."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import RoleHolding
from fingerpost.common.academic_year import AcademicYear
from fingerpost.programme.enums import Consent, PlacesBy, SessionState
from fingerpost.programme.models import (
    Activity,
    Attendance,
    BudgetLine,
    GroupSession,
    SessionStaff,
)
from fingerpost.programme.services.activities import TAKEN_OVER
from fingerpost.schools import models as schools
from fingerpost.students.models import Student, TutorGroup

from .days import at, backdate, is_school_day, key_from
from .people import Cast, own_group

BUDGET = {"Transport": 240_000, "Visitors and fees": 60_000, "Materials": 35_000}
PLANNED_AGO = dt.timedelta(days=21)
SECOND_PERIOD = (dt.time(9, 50), dt.time(10, 50))
WHOLE_DAY = (dt.time(9, 0), dt.time(15, 0))
TUTOR_TIME = (dt.time(8, 50), dt.time(9, 10))


@dataclass(frozen=True)
class Made:
    """One activity with its sessions to come: on which school days from now, and for how many.

    Day 0 is today, or the last school day before; sessions of that day and the one before have been
    held, and wait for their register.
    """

    title: str
    kind: str
    years: tuple[int, ...]
    purpose: str
    outcomes: tuple[str, ...]
    days: tuple[int, ...] = ()
    times: tuple[dt.time, dt.time] = SECOND_PERIOD
    each_group: bool = False
    line: str = ""
    pence: int | None = None
    capacity: int | None = None
    places_by: str = PlacesBy.STAFF
    where: str = ""
    more: dict[str, Any] = field(default_factory=dict)


ACTIVITIES = [
    Made(
        "Careers assembly: what is out there",
        "assembly",
        (7, 8, 9, 10, 11),
        "Everybody hears once a year how many ways on there are.",
        ("Name three ways on after Year 11", "Say whom to ask about them"),
        days=(9,),
        times=TUTOR_TIME,
        where="Main hall",
        more={
            "briefing": "Stand at the side of your group. The careers leader speaks for ten "
            "minutes.\n\nAfterwards ask your group in tutor time: which way on had you not heard "
            "of? Write one answer each on the card."
        },
    ),
    Made(
        "Careers in tutor time",
        "tutorial",
        (11,),
        "Each student looks at one way on that they have not thought of before.",
        ("Describe one way on in a sentence", "Write down one question about it"),
        days=(3, 0),
        times=TUTOR_TIME,
        each_group=True,
        more={
            "minutes": 20,
            "briefing": "Five minutes: hand out the cards, one way on each. Students read their "
            "own.\n\n"
            "Ten minutes: in pairs they tell each other what theirs leads to, and how one gets "
            "in.\n\n"
            "Five minutes: everybody writes one question. Give the cards to the careers leader; "
            "an adviser answers every question in writing.\n\n"
            "If somebody says that none of it is for them: ask what they like doing on a "
            "Saturday, and put them down for an interview.",
        },
    ),
    Made(
        "An employer visits",
        "employer_talk",
        (9, 10),
        "Students who have not met an employer this year meet one.",
        ("Say what the person does on an ordinary day", "Name one way into the job"),
        days=(6, 13, -1),
        line="Visitors and fees",
        pence=5_000,
        capacity=60,
        where="Drama studio",
        more={
            "organisation": "Larkspur Software",
            "sectors": ["digital"],
            "measure": "gatsby_5_employers",
            "briefing": "Meet the visitor at reception ten minutes before. Students ask first, "
            "the visitor tells afterwards.\n\nTwo questions each table: What did you do "
            "yesterday? What would you do differently?",
        },
    ),
    Made(
        "A day at work",
        "workplace_visit",
        (10,),
        "Students see a workplace from inside, and who works there.",
        ("Describe three different jobs in one place", "Say what surprised them"),
        days=(11,),
        times=WHOLE_DAY,
        line="Transport",
        pence=42_000,
        capacity=24,
        where="Calder Precision, Mill Lane",
        more={
            "organisation": "Calder Precision",
            "sectors": ["engineering_and_manufacturing"],
            "routes": ["apprenticeship"],
            "needs_consent": True,
            "needs_risk_assessment": True,
            "briefing": "Coach at 8:55 from the gate; sturdy shoes. Two members of staff, one at "
            "each end of the group.\n\nIn the hall students keep behind the yellow line. At lunch "
            "everybody finds somebody who works there and asks how they got in.",
        },
    ),
    Made(
        "A day of technical courses",
        "taster",
        (9,),
        "Students try a course that the school does not teach.",
        ("Name two technical courses nearby", "Say what they liked and did not like"),
        days=(17,),
        times=WHOLE_DAY,
        line="Transport",
        pence=38_000,
        capacity=30,
        places_by=PlacesBy.FIRST_COME,
        where="Moorland College",
        more={
            "organisation": "Moorland College",
            "routes": ["further_education", "t_level"],
            "needs_consent": True,
            "needs_risk_assessment": True,
            "risks": "Workshop machines: college staff only. Coach: seat belts, register on and "
            "off. Allergies: list goes to the college.",
        },
    ),
    Made(
        "Coding club taster",
        "taster",
        (9, 10, 11),
        "Students who like puzzles find out whether they like code.",
        ("Write a program of ten lines",),
        days=(8,),
        times=(dt.time(15, 15), dt.time(16, 15)),
        capacity=16,
        places_by=PlacesBy.FIRST_COME,
        where="Computer room",
        line="Materials",
        pence=4_000,
        more={"sectors": ["digital"], "in_school_hours": False},
    ),
    Made(
        "Mock interviews",
        "mock_interview",
        (11,),
        "Everybody has been asked hard questions once by somebody they do not know.",
        ("Answer “why you?” in a minute", "Say one thing to do better next time"),
        days=(20,),
        times=WHOLE_DAY,
        line="Visitors and fees",
        pence=30_000,
        where="Library",
        more={"organisation": "Ashby Accounts"},
    ),
    Made(
        "Enterprise day",
        "enterprise",
        (8,),
        "Teams plan, make and sell something in one day.",
        ("Work out what a thing costs to make", "Tell what the team was good at"),
        line="Materials",
        pence=45_000,
        more={"organisation": "The Mill Theatre"},
    ),
    Made(
        "Mentors for Year 10",
        "mentoring",
        (10,),
        "Students who miss lessons meet the same adult every week.",
        ("Set one aim for the term and keep it",),
        days=(5, 10, 15, 20, 25),
        capacity=8,
        where="Careers room",
        more={"organisation": "Moorland Council"},
    ),
]


def make_programme(cast: Cast, today: dt.date, seed: str) -> None:
    """Budget lines, this year's activities, the sessions held of them so far, and those to come.

    Draws from chance of its own, so that the other parts of the school stay as they are.
    """
    rng = random.Random(f"programme/{seed}")
    year = schools.AcademicYear.objects.get(school=cast.school)
    lines = {
        name: BudgetLine.objects.create(
            school=cast.school, academic_year=year, name=name, pence=pence
        )
        for name, pence in BUDGET.items()
    }
    tutors = _tutors(cast)
    activities: list[Activity] = []
    sessions: list[GroupSession] = []
    for made in ACTIVITIES:
        activity = _activity(cast, made, lines, today, rng)
        activities.append(activity)
        _link_held(cast, activity, today)
        for position, days in enumerate(made.days):
            on = _school_day(today, days)
            if on < AcademicYear.of(today).starts_on:
                continue  # in the first days of a year nothing has been held of it
            sessions += _sessions(cast, made, activity, on, tutors, rng, position)
    planned_on = min([today, *(session.on for session in sessions)]) - PLANNED_AGO
    backdate(activities, "added_at", [at(planned_on, 15)] * len(activities))
    backdate(sessions, "recorded_at", [at(planned_on, 16)] * len(sessions))


def _school_day(today: dt.date, number: int) -> dt.date:
    """The so-manyeth school day after today; 0 and less: today, if it is one, and those before."""
    day, forward = today, number > 0
    left = number if forward else 1 - number
    if not forward:
        day += dt.timedelta(days=1)
    while left:
        day += dt.timedelta(days=1 if forward else -1)
        left -= is_school_day(day)
    return day


def _tutors(cast: Cast) -> dict[int, list[int]]:
    """The people who have each tutor group in their care, by its key."""
    found: dict[int, list[int]] = {}
    held = RoleHolding.objects.filter(school=cast.school, role=Role.TUTOR).order_by("pk")
    for person, group in held.values_list("person", "scopes__tutor_group"):
        if group is not None:
            found.setdefault(group, []).append(person)
    return found


def _activity(
    cast: Cast,
    made: Made,
    lines: dict[str, BudgetLine],
    today: dt.date,
    rng: random.Random,
) -> Activity:
    more = dict(made.more)
    audience: dict[str, Any] = {"years": list(made.years)}
    if measure := more.pop("measure", ""):
        audience |= {"measure": measure, "side": "not_counted"}
    if more.get("risks"):
        more["risks_assessed_on"] = today - dt.timedelta(days=20)
    return Activity.objects.create(
        school=cast.school,
        academic_year_start=AcademicYear.of(today).start,
        kind=made.kind,
        title=made.title,
        purpose=made.purpose,
        outcomes=list(made.outcomes),
        audience=audience,
        budget_line=lines.get(made.line),
        pence_a_session=made.pence,
        owner=cast.people["leader"],
        form_key=key_from(rng),
        **more,
    )


def _link_held(cast: Cast, activity: Activity, today: dt.date) -> None:
    """The sessions of this year that were held of an activity belong to it."""
    held = list(
        GroupSession.objects.filter(
            school=cast.school,
            title=activity.title,
            on__gte=AcademicYear.of(today).starts_on,
            state=SessionState.HELD,
        )
    )
    for session in held:
        session.activity = activity
    GroupSession.objects.bulk_update(held, ["activity"], batch_size=400)


def _sessions(
    cast: Cast,
    made: Made,
    activity: Activity,
    on: dt.date,
    tutors: dict[int, list[int]],
    rng: random.Random,
    position: int,
) -> list[GroupSession]:
    made_now = []
    groups = [group for group in cast.groups if group.year_group in made.years]
    batches = [[group] for group in groups] if made.each_group else [groups]
    is_series = len(batches) > 1 or len(made.days) > 1
    series = uuid.uuid5(activity.form_key, "series") if is_series else None
    for batch in batches:
        session = _session(cast, made, activity, on, series, rng)
        if made.each_group:
            session.title = f"{session.title}: {batch[0].name}"
        leading = sorted({one for group in batch for one in tutors.get(group.pk, [])})
        people = leading if made.each_group else [cast.people["leader"].pk]
        if not made.each_group and own_group(cast.groups) in batch and position == 0:
            people.append(cast.people["tutor"].pk)
        SessionStaff.objects.bulk_create(
            SessionStaff(session=session, person_id=person) for person in people
        )
        _put_down(cast, made, session, batch, rng)
        made_now.append(session)
    return made_now


def _session(
    cast: Cast,
    made: Made,
    activity: Activity,
    on: dt.date,
    series: uuid.UUID | None,
    rng: random.Random,
) -> GroupSession:
    starts_at, ends_at = made.times
    return GroupSession.objects.create(
        school=cast.school,
        activity=activity,
        state=SessionState.PLANNED,
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=(ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute,
        where=made.where,
        places_by=made.places_by,
        capacity=made.capacity,
        series=series,
        recorded_by=cast.people["leader"],
        form_key=key_from(rng),
        **{name: getattr(activity, name) for name in TAKEN_OVER},
    )


def _put_down(
    cast: Cast,
    made: Made,
    session: GroupSession,
    groups: list[TutorGroup],
    rng: random.Random,
) -> None:
    inside = {group.pk for group in groups}
    wanted = [student for student in cast.students if student.tutor_group_id in inside]
    if made.capacity is not None:
        share = 0.4 if made.places_by == PlacesBy.FIRST_COME else 0.8
        number = min(len(wanted), round(made.capacity * share))
        wanted = sorted(rng.sample(wanted, number), key=lambda student: student.pk)
    Attendance.objects.bulk_create(
        [_place(cast, made, session, student, rng) for student in wanted], batch_size=500
    )
    session.taken = len(wanted)
    session.save(update_fields=["taken", "title"])


def _place(
    cast: Cast, made: Made, session: GroupSession, student: Student, rng: random.Random
) -> Attendance:
    consent = Consent.NOT_ASKED
    if made.more.get("needs_consent"):
        consent = rng.choices([Consent.GIVEN, Consent.ASKED, Consent.REFUSED], [70, 27, 3])[0]
    goes_along = student.pk in cast.vulnerable and made.times == WHOLE_DAY and rng.random() < 0.3
    return Attendance(
        session=session,
        student=student,
        consent=consent,
        needs="A teaching assistant goes along" if goes_along else "",
        signed_up=made.places_by == PlacesBy.FIRST_COME,
    )
