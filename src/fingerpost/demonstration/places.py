"""The demonstration's rounds of places: one published, one open. All made up."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.common.academic_year import AcademicYear
from fingerpost.places.enums import Mode, RoundState
from fingerpost.places.models import Draft, Ranking, Round, RoundSession
from fingerpost.places.services.drafts import work_out
from fingerpost.places.services.offers import accept_offer
from fingerpost.places.services.publishing import publish
from fingerpost.programme.enums import PlacesBy, SessionState
from fingerpost.programme.models import Activity, GroupSession
from fingerpost.programme.services.activities import TAKEN_OVER
from fingerpost.students.models import Student

from .days import at, backdate, is_school_day, key_from
from .people import Cast

CRITERIA = [
    {"name": "benefit", "weight": 2, "level": 1},
    {"name": "missed_before", "weight": 2, "level": 1},
    {"name": "need", "weight": 3, "level": 1},
    {"name": "preference", "weight": 1, "level": 2},
]
# Of the students a round is for, how many have answered; and said yes to an offer.
ANSWERED, ACCEPTED = 0.75, 0.6
# One place for so many students of the year groups: scarce, so that a round is worth it.
STUDENTS_PER_PLACE = 9
# How long before a round opens its sessions were planned.
PLANNED_BEFORE = dt.timedelta(days=8)


@dataclass(frozen=True)
class Visit:
    """A session to share out: so many school days ahead, from when to when, where."""

    title: str
    kind: str
    days: int
    organisation: str
    where: str
    routes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    minimum: int = 0
    transport: str = ""
    times: tuple[dt.time, dt.time] = (dt.time(9), dt.time(15))


@dataclass(frozen=True)
class Made:
    """One round with its visits. closes: so many days from today."""

    title: str
    note: str
    years: tuple[int, ...]
    closes: int
    visits: tuple[Visit, ...]
    is_published: bool = False


ROUNDS = (
    Made(
        "Days out before Christmas",
        "A day at a place where people work or learn. You miss lessons for one day.",
        (10, 11),
        -6,
        (
            Visit(
                "Behind the scenes at the hospital",
                "workplace_visit",
                12,
                "Moorland General Hospital",
                "Moorland General Hospital",
                ("apprenticeship",),
                ("health_and_science",),
                transport="Coach",
            ),
            Visit(
                "How a theatre works",
                "workplace_visit",
                13,
                "The Mill Theatre",
                "The Mill Theatre",
                sectors=("creative_and_design",),
            ),
            Visit(
                "Try a trade",
                "taster",
                14,
                "Moorland College",
                "Moorland College workshops",
                ("further_education", "t_level"),
                ("construction_and_built_environment",),
                minimum=4,
                transport="Coach",
            ),
        ),
        is_published=True,
    ),
    Made(
        "Spring visits",
        "Choose what you would like to see. You can get one of these.",
        (9, 10, 11),
        6,
        (
            Visit(
                "A morning at Larkspur Software",
                "workplace_visit",
                40,
                "Larkspur Software",
                "Larkspur Software",
                sectors=("digital",),
                times=(dt.time(9), dt.time(12)),
            ),
            Visit(
                "A day at university",
                "provider_visit",
                42,
                "Moorland University",
                "Moorland University",
                ("university",),
                transport="Coach",
            ),
            Visit(
                "Apprentices tell you about their week",
                "employer_talk",
                44,
                "Calder Precision",
                "Drama studio",
                ("apprenticeship",),
                ("engineering_and_manufacturing",),
                times=(dt.time(11, 10), dt.time(12, 10)),
            ),
            Visit(
                "Food: from field to plate",
                "workplace_visit",
                46,
                "Ashby Kitchens",
                "Ashby Kitchens",
                sectors=("catering_and_hospitality",),
                minimum=5,
            ),
        ),
    ),
)


def make_places(cast: Cast, today: dt.date, seed: str) -> None:
    """Rounds with their sessions, who wants what, and what came of the published one.

    Draws from chance of its own, so that the other parts of the school stay as they are.
    """
    rng = random.Random(f"places/{seed}")
    for made in ROUNDS:
        of = _round(cast, made, today, rng)
        sessions = [_session(cast, of, made, visit, today, rng) for visit in made.visits]
        _rankings(cast, of, made, sessions, rng)
        if made.is_published:
            _publish(cast, of, rng)


def _round(cast: Cast, made: Made, today: dt.date, rng: random.Random) -> Round:
    closes = at(today + dt.timedelta(days=made.closes), 16)
    of = Round.objects.create(
        school=cast.school,
        title=made.title,
        note=made.note,
        audience={"years": list(made.years)},
        opens_at=closes - dt.timedelta(days=10, hours=8),
        closes_at=closes,
        criteria=CRITERIA,
        together=True,
        answer_days=12,
        seed=rng.randrange(1_000_000),
        state=RoundState.CLOSED if made.is_published else RoundState.OPEN,
        made_by=cast.people["leader"],
        form_key=key_from(rng),
    )
    backdate([of], "made_at", [closes - dt.timedelta(days=14)])
    return of


def _session(
    cast: Cast, of: Round, made: Made, visit: Visit, today: dt.date, rng: random.Random
) -> GroupSession:
    audience = [one for one in cast.students if one.year_group in made.years]
    places = max(4, len(audience) // (STUDENTS_PER_PLACE * len(made.visits)))
    activity = Activity.objects.create(
        school=cast.school,
        academic_year_start=AcademicYear.of(today).start,
        kind=visit.kind,
        title=visit.title,
        audience={"years": list(made.years)},
        organisation=visit.organisation,
        routes=list(visit.routes),
        sectors=list(visit.sectors),
        owner=cast.people["leader"],
        form_key=key_from(rng),
    )
    session = GroupSession.objects.create(
        school=cast.school,
        activity=activity,
        state=SessionState.PLANNED,
        on=_school_day(today, visit.days),
        starts_at=visit.times[0],
        ends_at=visit.times[1],
        minutes=(visit.times[1].hour - visit.times[0].hour) * 60,
        where=visit.where,
        places_by=PlacesBy.ROUND,
        capacity=places,
        minimum=min(visit.minimum, places),
        recorded_by=cast.people["leader"],
        form_key=key_from(rng),
        **{name: getattr(activity, name) for name in TAKEN_OVER},
    )
    planned_at = [of.opens_at - PLANNED_BEFORE]
    backdate([activity], "added_at", planned_at)
    backdate([session], "recorded_at", planned_at)
    RoundSession.objects.create(
        round=of,
        session=session,
        reserved={"pupil_premium": max(1, places // 4)},
        transport=visit.transport,
    )
    return session


def _school_day(today: dt.date, number: int) -> dt.date:
    """The so-manyeth school day after today."""
    day = today
    while number:
        day += dt.timedelta(days=1)
        number -= is_school_day(day)
    return day


def _rankings(
    cast: Cast, of: Round, made: Made, sessions: Sequence[GroupSession], rng: random.Random
) -> None:
    """Most of those it is for have answered; the student who signs in only to what is over."""
    # What everybody would like best comes first more often.
    liked = [3, 2, 2, 1][: len(sessions)]
    open_days = (of.closes_at - of.opens_at) // 2
    rankings = []
    own_student = _own(cast)
    for student in cast.students:
        own = student.pk == own_student
        answers = rng.random() < ANSWERED
        if student.year_group not in made.years or not (made.is_published if own else answers):
            continue
        rankings.append(
            Ranking(
                school=cast.school,
                round=of,
                student=student,
                choices=[one.pk for one in _order(sessions, liked, rng, all_of_it=own)],
                submitted_at=of.opens_at + rng.random() * open_days,
            )
        )
    Ranking.objects.bulk_create(rankings, batch_size=500)


def _own(cast: Cast) -> int | None:
    """The student who signs in."""
    student = Student.objects.filter(school=cast.school, person__isnull=False).order_by("pk")
    return student.values_list("pk", flat=True).first()


def _order(
    sessions: Sequence[GroupSession], liked: Sequence[int], rng: random.Random, *, all_of_it: bool
) -> list[GroupSession]:
    """Some of the sessions in an order of liking, or all of them."""
    ordered = sorted(
        zip(sessions, liked, strict=True), key=lambda pair: rng.random() ** (1 / pair[1])
    )
    number = len(sessions) if all_of_it else rng.randint(1, len(sessions))
    return [session for session, _ in reversed(ordered)][:number]


def _publish(cast: Cast, of: Round, rng: random.Random) -> None:
    """A draft, published by the careers leader, and some answers to its offers."""
    draft = work_out(
        Draft.objects.create(
            school=cast.school,
            round=of,
            mode=Mode.FAIR,
            seed=of.seed,
            made_by=cast.people["leader"],
        )
    )
    draft.save()
    if not draft.is_ready:  # made for a day that is long over: there is nothing left to share out
        return
    publish(draft=draft, by=cast.people["leader"])
    own = _own(cast)
    for offer in of.offers.select_related("student", "round", "instead_of").order_by("student"):
        if offer.student_id != own and rng.random() < ACCEPTED:
            accept_offer(offer=offer, by=cast.people["leader"])
