"""What each activity of a year was worth: useful to how many, for how much time and money.

An activity is useful to a student as far as they gave the best answer to the questions after it;
the share of best answers stands for those who were not asked or did not answer. Only sessions
whose answers are shown on the feedback pages count, so nothing held back there can be worked out
here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.programme.models import GroupSession
from fingerpost.programme.permissions import visible_sessions

from ..enums import Side
from ..models import AdultFeedback
from .adults import best_answers, held_sessions
from .results import liked_by_session


@dataclass(frozen=True)
class Held:
    """One session. pence: what it cost. liked: how many answers were the best one, of how many."""

    pk: int
    on: dt.date
    present: int
    minutes: int
    pence: int | None
    liked: tuple[int, int]


@dataclass
class Worth:
    """One activity in one year; sessions without an activity stand under their title."""

    title: str
    activity: int | None
    sessions: list[Held] = field(default_factory=list)
    staff: tuple[int, int] = (0, 0)
    guest: tuple[int, int] = (0, 0)

    @property
    def present(self) -> int:
        """Students who were there, counted at every session."""
        return sum(held.present for held in self.sessions)

    @property
    def hours(self) -> float:
        """Of its sessions together, where known."""
        return sum(held.minutes for held in self.sessions) / 60

    @property
    def pence(self) -> int | None:
        """What they cost, where known."""
        known = [held.pence for held in self.sessions if held.pence is not None]
        return sum(known) if known else None

    @property
    def liked(self) -> tuple[int, int]:
        """How many of the students' answers were the best one, of how many."""
        best, of = (sum(held.liked[part] for held in self.sessions) for part in (0, 1))
        return best, of

    @property
    def share(self) -> float | None:
        """Of the students' answers, how many were the best one, 0 to 1; None without answers."""
        best, of = self.liked
        return best / of if of else None

    @property
    def useful_to(self) -> float | None:
        """How many of those who were there found it useful, by that share."""
        return None if self.share is None else self.share * self.present

    @property
    def useful_an_hour(self) -> float | None:
        """Students who found it useful, for each hour of its sessions."""
        if self.useful_to is None or not self.hours:
            return None
        return self.useful_to / self.hours

    @property
    def useful_a_hundred_pounds(self) -> float | None:
        """Students who found it useful, for each hundred pounds."""
        if self.useful_to is None or not self.pence:
            return None
        return self.useful_to / (self.pence / 10_000)


def worth(viewer: Viewer, since: dt.date, until: dt.date) -> list[Worth]:
    """Each activity that was held between two days, the most useful first; unasked ones last."""
    sessions = list(_held(viewer, since, until))
    liked = liked_by_session(viewer)
    adults = _adults(sessions)
    found: dict[tuple[int | None, str], Worth] = {}
    for session in sessions:
        title = session.activity.title if session.activity else session.title
        key = session.activity_id, "" if session.activity_id else title
        one = found.setdefault(key, Worth(title, session.activity_id))
        one.sessions.append(_one(session, liked.get(session.pk, (0, 0))))
    for one in found.values():
        keys = [held.pk for held in one.sessions]
        one.staff = best_answers(row for pk in keys for row in adults[pk, Side.STAFF])
        one.guest = best_answers(row for pk in keys for row in adults[pk, Side.GUEST])
    return sorted(found.values(), key=lambda one: (-(one.share or -1), one.title))


def _held(viewer: Viewer, since: dt.date, until: dt.date) -> QuerySet[GroupSession]:
    seen = visible_sessions(viewer).filter(pk__in=held_sessions().values("pk"))
    return (
        seen.filter(on__gte=since, on__lte=until)
        .select_related("activity")
        .annotate(present=Count("attendance", filter=Q(attendance__was_present=True)))
        .order_by("on", "pk")
    )


def _one(session: GroupSession, liked: tuple[int, int]) -> Held:
    cost = session.pence
    if cost is None and session.activity:
        cost = session.activity.pence_a_session
    present: int = session.present  # type: ignore[attr-defined]
    return Held(session.pk, session.on, present, session.minutes or 0, cost, liked)


def _adults(sessions: Iterable[GroupSession]) -> dict[tuple[int, str], list[AdultFeedback]]:
    found: dict[tuple[int, str], list[AdultFeedback]] = defaultdict(list)
    for row in AdultFeedback.objects.filter(session__in=[session.pk for session in sessions]):
        found[row.session_id, row.side].append(row)
    return found
