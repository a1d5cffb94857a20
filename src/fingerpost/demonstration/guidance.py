"""The demonstration's interviews, records and actions, good and not so good. All made up."""

import datetime as dt
import random

from django.utils import timezone

from fingerpost.interviews.enums import ActionSource, ActionState, InterviewState, Owner
from fingerpost.interviews.models import (
    TICK_MINUTES,
    Action,
    Availability,
    Hold,
    Interview,
    InterviewRecord,
)
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.students.models import Student

from .people import Cast

# The share of a year group that has had an interview by now, before care is counted in.
INTERVIEWED = {8: 0.02, 9: 0.06, 10: 0.14, 11: 0.62, 12: 0.4, 13: 0.6}
MAIN_POINTS = [
    (
        "Likes practical work and is good at maths. Wants to know about electrical work. "
        "Compared a level 3 college course with an apprenticeship and what each asks for at GCSE.",
        ["further_education", "apprenticeship"],
        ["construction_and_built_environment"],
    ),
    (
        "Thinking about health care. Talked about nursing by degree and by apprenticeship, "
        "and about T levels. Needs biology at grade 5; is on track.",
        ["university", "apprenticeship", "t_level"],
        ["health_and_science"],
    ),
    (
        "Unsure. Enjoys art and computing. Looked at design, games and marketing, and at what "
        "the two sixth forms and the college offer.",
        ["school_sixth_form", "sixth_form_college", "further_education"],
        ["creative_and_design", "digital"],
    ),
    ("Wants to stay on for A levels.", ["school_sixth_form"], []),
    ("Talked about options. Gave website.", [], []),
]
GOOD_ACTIONS = [
    (
        "Go to the open day at Moorland College and ask about the electrical course",
        Owner.STUDENT,
        "Moorland College open day",
    ),
    (
        "Write a first draft of the college application and bring it to tutor time",
        Owner.STUDENT,
        "Moorland College application",
    ),
    (
        "Ask Calder Precision whether two students may visit the workshop",
        Owner.CAREERS_LEADER,
        "Calder Precision",
    ),
    ("Talk at home about the difference between a T level and A levels", Owner.FAMILY, ""),
    ("Find out the GCSE grades three courses ask for and note them in ideas", Owner.STUDENT, ""),
    ("Check progress on the application in tutor time", Owner.TUTOR, ""),
    ("Send details of the degree apprenticeship talk", Owner.ADVISER, "Apprenticeship Hub talk"),
]
WEAK_ACTIONS = [
    ("Look at websites", Owner.STUDENT, ""),
    ("Think about it", "", ""),
    ("Research", Owner.STUDENT, ""),
]


def make_availability(cast: Cast, today: dt.date) -> None:
    """Two days a week of each adviser, eight weeks back and ten ahead."""
    monday = today - dt.timedelta(days=today.weekday())
    rows = []
    for number, adviser in enumerate(cast.advisers):
        for week in range(-8, 11):
            for weekday in (1, 3) if number == 0 else (2,):
                day = monday + dt.timedelta(weeks=week, days=weekday)
                for start, end in [
                    (dt.time(9, 0), dt.time(12, 20)),
                    (dt.time(13, 20), dt.time(15, 20)),
                ]:
                    rows.append(
                        Availability(
                            adviser=adviser,
                            room=cast.rooms[number],
                            on=day,
                            starts_at=start,
                            ends_at=end,
                            slot_minutes=40,
                        )
                    )
    Availability.objects.bulk_create(rows)


def make_guidance(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """Interviews held, missed and still to come, with their records and actions."""
    make_availability(cast, today)
    lines: list[Line] = []
    free = _free_starts(today)
    for student in cast.students:
        care = cast.care[student.tutor_group_id or 0]
        if rng.random() < INTERVIEWED.get(student.year_group, 0) * care * 1.4:
            lines += _held(cast, student, rng, today)
        elif student.year_group >= 10 and rng.random() < 0.03:
            lines += _missed(cast, student, rng, today)
        elif student.year_group >= 10 and rng.random() < 0.06 and free:
            lines += _booked(cast, student, free.pop(0), today)
    ledger.record(sorted(lines, key=lambda line: line.happened_on), by=cast.people["adviser"])


def _free_starts(today: dt.date) -> list[dt.datetime]:
    """The first adviser's starting times in the coming three weeks, four a morning."""
    monday = today - dt.timedelta(days=today.weekday())
    days = [monday + dt.timedelta(weeks=week, days=day) for week in range(4) for day in (1, 3)]
    return [
        timezone.make_aware(
            dt.datetime.combine(day, dt.time(9 + index * 40 // 60, index * 40 % 60))
        )
        for day in days
        if day > today
        for index in range(4)
    ]


def _past(student: Student, rng: random.Random, today: dt.date) -> dt.datetime:
    day = max(student.joined_on, today - dt.timedelta(days=rng.randrange(8, 330)))
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(
        dt.datetime.combine(day, dt.time(rng.randrange(9, 15), rng.choice([0, 20, 40])))
    )


def _interview(
    cast: Cast, student: Student, at: dt.datetime, state: str, number: int = 0
) -> Interview:
    return Interview.objects.create(
        school=cast.school,
        student=student,
        adviser=cast.advisers[number],
        room=cast.rooms[number],
        starts_at=at,
        state=state,
        booked_by=cast.people["leader"],
    )


def _missed(cast: Cast, student: Student, rng: random.Random, today: dt.date) -> list[Line]:
    at = _past(student, rng, today)
    interview = _interview(cast, student, at, InterviewState.MISSED)
    return [
        Line(
            student,
            "interview_missed",
            at.date(),
            about=f"interview:{interview.pk}",
            summary="Missed an interview",
        )
    ]


def _booked(cast: Cast, student: Student, at: dt.datetime, today: dt.date) -> list[Line]:
    interview = _interview(cast, student, at, InterviewState.BOOKED)
    resources = [
        f"person:{interview.adviser.person_id}",
        f"room:{interview.room_id}",
        f"student:{student.pk}",
    ]
    Hold.objects.bulk_create(
        Hold(
            interview=interview,
            resource=resource,
            tick=at + dt.timedelta(minutes=TICK_MINUTES * tick),
        )
        for resource in resources
        for tick in range(interview.minutes // TICK_MINUTES)
    )
    return [
        Line(
            student,
            "interview_booked",
            today - dt.timedelta(days=5),
            about=f"interview:{interview.pk}",
            due_on=at.date(),
            summary="Booked a guidance interview",
        )
    ]


def _held(cast: Cast, student: Student, rng: random.Random, today: dt.date) -> list[Line]:
    at = _past(student, rng, today)
    number = 0 if rng.random() < 0.72 else 1
    adviser = cast.advisers[number]
    interview = _interview(cast, student, at, InterviewState.HELD, number)
    points, routes, sectors = rng.choices(MAIN_POINTS, [26, 24, 22, 14, 14])[0]
    acknowledged = rng.random() < 0.58
    record = InterviewRecord.objects.create(
        interview=interview,
        school=cast.school,
        main_points=points,
        routes=routes,
        sectors=sectors,
        finished_at=at + dt.timedelta(minutes=50),
        saved_by=adviser.person,
        acknowledged_at=at + dt.timedelta(days=2) if acknowledged else None,
        shared_with_family_at=at + dt.timedelta(days=3)
        if acknowledged and rng.random() < 0.4
        else None,
    )
    day = at.date()
    lines = [
        Line(
            student,
            "guidance_interview",
            day,
            channel="in_person",
            minutes=interview.minutes,
            deliverer=f"adviser:{adviser.pk}",
            is_independent=adviser.is_independent,
            routes=routes,
            sectors=sectors,
            about=f"interview:{interview.pk}",
            summary="Guidance interview",
        ),
        Line(
            student,
            "record_shared_with_student",
            day,
            about=f"record:{record.pk}",
            summary="Record of the interview shared",
        ),
    ]
    if acknowledged:
        lines.append(
            Line(
                student,
                "record_acknowledged",
                day + dt.timedelta(days=2),
                about=f"record:{record.pk}",
                summary="Agreed with the record",
            )
        )
    if record.shared_with_family_at:
        lines.append(
            Line(
                student,
                "shared_with_family",
                day + dt.timedelta(days=3),
                about=f"record:{record.pk}",
                summary="Shared with family",
            )
        )
    return lines + _actions(cast, record, rng, today)


def _actions(cast: Cast, record: InterviewRecord, rng: random.Random, today: dt.date) -> list[Line]:
    student = record.interview.student
    agreed = timezone.localtime(record.interview.starts_at).date()
    weak = not record.routes
    chosen = rng.sample(
        WEAK_ACTIONS if weak else GOOD_ACTIONS, rng.choice([1, 2, 2, 3]) if not weak else 1
    )
    lines: list[Line] = []
    for what, owner, opportunity in chosen:
        due = (
            None
            if weak and rng.random() < 0.7
            else agreed + dt.timedelta(days=rng.choice([14, 28, 42, 60]))
        )
        done = due is not None and due < today and rng.random() < 0.66
        action = Action.objects.create(
            school=cast.school,
            student=student,
            record=record,
            source=ActionSource.INTERVIEW,
            what=what,
            owner=owner,
            due_on=due,
            opportunity=opportunity,
            agreed_on=agreed,
            added_by=record.saved_by,
            state=ActionState.DONE if done else ActionState.OPEN,
            closed_on=min(due, today) if done and due else None,
        )
        about = f"action:{action.pk}"
        lines.append(Line(student, "action_agreed", agreed, about=about, due_on=due, summary=what))
        if done and action.closed_on:
            lines.append(Line(student, "action_done", action.closed_on, about=about, summary=what))
    return lines
