"""Reading what adults say of group sessions, and which sessions wait for a word of theirs."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import GroupSession
from fingerpost.rules import QuestionSet, question_sets

from ..enums import Side
from ..models import AdultFeedback

# Asked for on the day and the next; after two weeks it is no longer asked for.
DAYS_ASKED = 14
_AFTER = {Side.STAFF: "led", Side.GUEST: "given"}


def questions_for(side: Side) -> QuestionSet | None:
    """The questions one side is asked today; None when the rules have none."""
    found = question_sets(timezone.localdate())
    return next((entry for entry in found if entry.after == _AFTER[side]), None)


def held_sessions() -> QuerySet[GroupSession]:
    """Sessions that took place."""
    return GroupSession.objects.filter(state=SessionState.HELD, withdrawn_at__isnull=True)


def sessions_to_say(viewer: Viewer) -> QuerySet[GroupSession]:
    """Sessions of the last two weeks that the viewer led or entered and has said nothing about."""
    since = timezone.localdate() - dt.timedelta(days=DAYS_ASKED)
    said = AdultFeedback.objects.filter(
        session=OuterRef("pk"), side=Side.STAFF, person=viewer.person
    )
    return led_by(viewer).filter(~Exists(said), on__gte=since).order_by("on", "pk")


def led_by(viewer: Viewer) -> QuerySet[GroupSession]:
    """Held sessions that the viewer led, or entered themselves."""
    led = Q(recorded_by=viewer.person) | Q(staff__person=viewer.person)
    return held_sessions().filter(led, school=viewer.school).distinct()


def adult_feedback(session: Any) -> list[AdultFeedback]:
    """What staff and guests said of a session, staff first."""
    return list(
        AdultFeedback.objects.filter(session=session)
        .select_related("person")
        .order_by("-side", "given_at")
    )


def own_adult_feedback(session: Any, side: Side, person: Any) -> AdultFeedback | None:
    """What one adult has said of a session before."""
    return AdultFeedback.objects.filter(session=session, side=side, person=person).first()


def best_answers(feedback: Iterable[AdultFeedback]) -> tuple[int, int]:
    """How often the best answer was given, of how many answers."""
    firsts = {
        (entry.name, question.name): question.answers[0]
        for entry in question_sets(timezone.localdate())
        for question in entry.questions
        if question.answers
    }
    best = of = 0
    for one in feedback:
        for name, answer in one.answers.items():
            of += 1
            best += firsts.get((one.question_set, name)) == answer
    return best, of
