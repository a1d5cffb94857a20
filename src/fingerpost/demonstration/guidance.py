"""The demonstration's interviews: held, missed, cancelled and still to come. All made up."""

import datetime as dt
import random
from dataclasses import dataclass, field

from fingerpost.common.academic_year import AcademicYear
from fingerpost.interviews.enums import InterviewState
from fingerpost.interviews.models import Adviser, Availability, Hold, Interview
from fingerpost.interviews.selectors.booking import held_by, ticks
from fingerpost.ledger import services as ledger
from fingerpost.ledger.services import Line
from fingerpost.students.models import Student

from .days import at, backdate, is_school_day
from .people import Cast
from .plans import make_plans

MINUTES = 40
MORNING = [dt.time(9, 0), dt.time(9, 40), dt.time(10, 20), dt.time(11, 0), dt.time(11, 40)]
AFTERNOON = [dt.time(13, 20), dt.time(14, 0), dt.time(14, 40)]
# The share of a year group interviewed this school year, last year and the year before, in a
# group that is looked after as well as most.
INTERVIEWED = {
    8: [0.02],
    9: [0.05, 0.02],
    10: [0.08, 0.06],
    11: [0.42, 0.3],
    12: [0.08, 0.7, 0.15],
    13: [0.3, 0.3, 0.6],
}
MISSED, CANCELLED, BOOKED = 0.03, 0.015, 0.07
REASONS = ["", "", "", "Does not know what to do after Year 11", "Asked for it", "Tutor is worried"]


@dataclass(frozen=True)
class Sitting:
    """A time of one adviser, by the adviser's place in the register."""

    starts_at: dt.datetime
    number: int


@dataclass
class Diary:
    """What the advisers' times were used for; the same time is never used twice."""

    interviews: list[Interview] = field(default_factory=list)
    booked_on: list[dt.date] = field(default_factory=list)


def adviser_days(number: int) -> tuple[int, ...]:
    """The weekdays on which an adviser is in: two for the first, one for each other."""
    return (1, 3) if number == 0 else ((number + 1) % 5,)


def make_availability(cast: Cast, today: dt.date) -> None:
    """The advisers' times, eight weeks back and ten ahead, on school days."""
    days = [today + dt.timedelta(days=number) for number in range(-56, 71)]
    Availability.objects.bulk_create(
        Availability(
            adviser=adviser,
            room=cast.rooms[number],
            on=day,
            starts_at=times[0],
            ends_at=end,
            slot_minutes=MINUTES,
        )
        for number, adviser in enumerate(cast.advisers)
        for day in days
        if is_school_day(day) and day.weekday() in adviser_days(number)
        for times, end in [(MORNING, dt.time(12, 20)), (AFTERNOON, dt.time(15, 20))]
    )


def _sittings(cast: Cast, first: dt.date, last: dt.date, rng: random.Random) -> list[Sitting]:
    """The advisers' times between two days, in no order."""
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    found = [
        Sitting(at(day, time.hour, time.minute), number)
        for number in range(len(cast.advisers))
        for day in days
        if is_school_day(day) and day.weekday() in adviser_days(number)
        for time in MORNING + AFTERNOON
    ]
    rng.shuffle(found)
    return found


def make_guidance(cast: Cast, rng: random.Random, today: dt.date) -> None:
    """Interviews of this school year and the two before, with records and plans of those held."""
    make_availability(cast, today)
    diary = Diary()
    for back in (2, 1, 0):
        _fill_year(cast, diary, back, rng, today)
    _fill_coming_weeks(cast, diary, rng, today)
    Interview.objects.bulk_create(diary.interviews, batch_size=500)
    backdate(diary.interviews, "booked_at", [at(day, 10) for day in diary.booked_on])
    _hold_times(diary.interviews)
    lines = [
        line
        for interview, day in zip(diary.interviews, diary.booked_on, strict=True)
        for line in _lines(interview, day)
    ]
    held = [each for each in diary.interviews if each.state == InterviewState.HELD]
    lines += make_plans(cast, held, rng, today)
    ledger.record(sorted(lines, key=lambda line: line.happened_on), by=cast.people["adviser"])


def _fill_year(cast: Cast, diary: Diary, back: int, rng: random.Random, today: dt.date) -> None:
    year = AcademicYear(AcademicYear.of(today).start - back)
    last = min(year.ends_on, today - dt.timedelta(days=1))
    sittings = _sittings(cast, year.starts_on, last, rng)
    for student in rng.sample(cast.students, len(cast.students)):
        shares = INTERVIEWED.get(student.year_group, [])
        if back >= len(shares) or student.joined_on > year.starts_on + dt.timedelta(days=10):
            continue
        if not sittings:
            return
        chance = rng.random()
        wanted = shares[back] * cast.care[student.tutor_group_id or 0] * 1.25
        if chance < wanted:
            _add(cast, diary, student, sittings.pop(), InterviewState.HELD, rng)
        elif back == 0 and student.year_group >= 10:
            state = _went_wrong(chance - wanted)
            if state:
                _add(cast, diary, student, sittings.pop(), state, rng)


def _went_wrong(chance: float) -> str:
    if chance < MISSED:
        return InterviewState.MISSED
    return InterviewState.CANCELLED if chance < MISSED + CANCELLED else ""


def _fill_coming_weeks(cast: Cast, diary: Diary, rng: random.Random, today: dt.date) -> None:
    first, last = today + dt.timedelta(days=1), today + dt.timedelta(weeks=4)
    sittings = sorted(
        _sittings(cast, first, last, rng), key=lambda each: each.starts_at, reverse=True
    )
    for student in rng.sample(cast.students, len(cast.students)):
        if sittings and student.year_group >= 10 and rng.random() < BOOKED:
            sitting = sittings.pop()
            if rng.random() < 0.5 and sittings:  # some times stay free
                sitting = sittings.pop()
            interview = _add(cast, diary, student, sitting, InterviewState.BOOKED, rng)
            diary.booked_on[-1] = today - dt.timedelta(days=rng.randrange(1, 15))
            interview.reason = rng.choice(REASONS)
            if student.pk in cast.vulnerable:
                interview.accompanying_adult = str(cast.people["senco"])


def _add(
    cast: Cast, diary: Diary, student: Student, sitting: Sitting, state: str, rng: random.Random
) -> Interview:
    interview = Interview(
        school=cast.school,
        student=student,
        adviser=cast.advisers[sitting.number],
        room=cast.rooms[sitting.number],
        starts_at=sitting.starts_at,
        minutes=MINUTES,
        state=state,
        booked_by=cast.people["leader"],
        cancelled_because="Ill on the day" if state == InterviewState.CANCELLED else "",
    )
    diary.interviews.append(interview)
    diary.booked_on.append(sitting.starts_at.date() - dt.timedelta(days=rng.randrange(3, 21)))
    return interview


def _hold_times(interviews: list[Interview]) -> None:
    Hold.objects.bulk_create(
        (
            Hold(interview=interview, resource=name, tick=tick)
            for interview in interviews
            if interview.state == InterviewState.BOOKED
            for name in held_by(
                interview.adviser.person_id, interview.room_id, interview.student_id
            )
            for tick in ticks(interview.starts_at, interview.minutes)
        ),
        batch_size=500,
    )


def _deliverer(adviser: Adviser) -> str:
    return f"adviser:{adviser.pk}"


def _lines(interview: Interview, booked_on: dt.date) -> list[Line]:
    """The ledger's lines of the booking, and of an interview that did not come about."""
    day = interview.starts_at.date()
    about, deliverer = f"interview:{interview.pk}", _deliverer(interview.adviser)
    student = interview.student
    summary = f"With {interview.adviser}"
    lines = [
        Line(
            student,
            "interview_booked",
            booked_on,
            channel=interview.channel,
            deliverer=deliverer,
            about=about,
            due_on=day,
            summary=summary,
        )
    ]
    if interview.state == InterviewState.MISSED:
        lines.append(Line(student, "interview_missed", day, deliverer=deliverer, about=about))
    if interview.state == InterviewState.CANCELLED:
        lines.append(
            Line(
                student,
                "interview_cancelled",
                day,
                deliverer=deliverer,
                about=about,
                due_on=day,
                summary=interview.cancelled_because,
            )
        )
    return lines
