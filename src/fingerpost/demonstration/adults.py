"""What the demonstration's staff and guests said of sessions, and what these cost. All made up."""

import datetime as dt
import random
from collections.abc import Sequence

from fingerpost.evaluation.enums import Side
from fingerpost.evaluation.models import AdultFeedback
from fingerpost.evaluation.selectors.adults import questions_for
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import GroupSession
from fingerpost.rules import QuestionSet

from . import words
from .days import at, backdate
from .feedback import SESSIONS_SINCE
from .people import Cast

# Of a session whose activity does not say what one costs, in pence; other kinds cost nothing.
COSTS = {
    "careers_fair": 18_000,
    "employer_talk": 4_000,
    "enterprise": 42_000,
    "mock_interview": 28_000,
    "provider_visit": 26_000,
    "workplace_visit": 38_000,
}
ANSWERED = {Side.STAFF: 0.7, Side.GUEST: 0.55}


def enter_costs(cast: Cast, seed: str) -> None:
    """What sessions held cost, within a fifth of what their kind costs, to five pounds."""
    rng = random.Random(f"costs/{seed}")
    sessions = list(
        GroupSession.objects.filter(
            school=cast.school,
            state=SessionState.HELD,
            kind__in=COSTS,
            activity__pence_a_session__isnull=True,
        ).order_by("pk")
    )
    for session in sessions:
        session.pence = round(COSTS[session.kind] * rng.uniform(0.8, 1.2) / 500) * 500
    GroupSession.objects.bulk_update(sessions, ["pence"], batch_size=400)


def make_adult_feedback(cast: Cast, today: dt.date, seed: str) -> None:
    """Answers of the careers leader after most sessions, and of guests after about half of theirs.

    Draws from chance of its own, so that the other parts of the school stay as they are.
    """
    rng = random.Random(f"adults/{seed}")
    sets = {side: asked for side in Side if (asked := questions_for(side))}
    sessions = GroupSession.objects.filter(
        school=cast.school, state=SessionState.HELD, on__gte=today - SESSIONS_SINCE
    )
    made: list[tuple[dt.date, AdultFeedback]] = []
    for session in sessions.order_by("on", "pk"):
        content = rng.uniform(0.4, 0.95)
        sides = [Side.STAFF, Side.GUEST] if session.organisation else [Side.STAFF]
        for side in filter(sets.get, sides):
            day = session.on + dt.timedelta(days=rng.randrange(0, 3))
            if rng.random() < ANSWERED[side] and day <= today:
                row = _feedback(cast, session, side, sets[side], content, rng)
                made.append((day, row))
    rows = AdultFeedback.objects.bulk_create([row for _, row in made], batch_size=500)
    backdate(rows, "given_at", [at(day, rng.randrange(14, 19)) for day, _ in made])


def _feedback(
    cast: Cast,
    session: GroupSession,
    side: Side,
    questions: QuestionSet,
    content: float,
    rng: random.Random,
) -> AdultFeedback:
    by_staff = side == Side.STAFF
    comments: Sequence[str] = words.AFTER_LEADING if by_staff else words.AFTER_BEING_A_GUEST
    weights = [content, (1 - content) * 0.8, (1 - content) * 0.2]
    return AdultFeedback(
        school=cast.school,
        session=session,
        side=side,
        person=cast.people["leader"] if by_staff else None,
        guest_name="" if by_staff else rng.choice(words.GUESTS),
        question_set=questions.name,
        answers={
            question.name: rng.choices(question.answers, weights)[0]
            for question in questions.questions
            if question.answers
        },
        comment=rng.choice(comments),
    )
