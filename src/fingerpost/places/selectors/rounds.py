"""Reading rounds: lists, their sessions, whom they are for, and who missed out before."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.programme import bridge as programme
from fingerpost.programme.enums import PlacesBy, SessionState
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors.audience import Audience
from fingerpost.students.models import FamilyLink, Student

from ..enums import OfferState, Phase, RoundState
from ..models import Offer, Ranking, Round, RoundSession
from ..permissions import own_rounds, rounds_seen_by
from .clashes import ALREADY_DOWN, barred, down_already


def rounds_listed(viewer: Viewer) -> QuerySet[Round]:
    """The rounds the viewer may see, latest first, each with how many `sessions_of_it`."""
    return (
        rounds_seen_by(viewer)
        .annotate(sessions_of_it=Count("sessions", filter=Q(sessions__in_use=True)))
        .order_by("-closes_at", "-pk")
    )


def sessions_of(of: Round) -> list[RoundSession]:
    """The sessions whose places a round shares out, by day; also those of a cancelled round."""
    found = of.sessions.select_related("session__room", "session__activity", "round")
    if of.state != RoundState.CANCELLED:
        found = found.filter(in_use=True)
    return list(found.order_by("session__on", "session__starts_at", "session_id"))


def sessions_to_choose(school: Any, today: dt.date, of: Round | None = None) -> list[GroupSession]:
    """Sessions that a round may share out: planned, to come, with a limit, in no other round.

    Those that students sign up for themselves are left out: who came first has a place there.
    """
    elsewhere = RoundSession.objects.filter(session=OuterRef("pk"), in_use=True)
    if of is not None:
        elsewhere = elsewhere.exclude(round=of)
    return list(
        GroupSession.objects.filter(
            ~Exists(elsewhere),
            school=school,
            state=SessionState.PLANNED,
            capacity__isnull=False,
            on__gte=today,
        )
        .exclude(places_by=PlacesBy.FIRST_COME)
        .select_related("room", "activity")
        .order_by("on", "starts_at", "id")
    )


# For whom ------------------------------------------------------------------------------------


def audience(viewer: Viewer, of: Round) -> list[Student]:
    """The viewer's students on the roll for whom a round is, by name."""
    return programme.students_for(viewer, Audience.stored(of.audience), timezone.localdate())


def is_for(of: Round, student: Student) -> bool:
    """Whether a student may answer: the audience takes them in, or they have answered before."""
    if student.school_id != of.school_id:
        return False
    audience = Audience.stored(of.audience)
    # Hundreds ask at once: where no measure is asked, nothing is read.
    if not audience.measure and audience.has_place_for(student):
        return True
    if of.rankings.filter(student=student).exists():
        return True
    return programme.is_for(student, audience, timezone.localdate())


@dataclass(frozen=True)
class Choice:
    """One session of a round as a student may choose it; `why_not` where they cannot."""

    session: GroupSession
    transport: str
    reserved: int
    runs: bool
    why_not: str = ""


def choices_for(of: Round, student: Student) -> list[Choice]:
    """The sessions of a round, by day, with what keeps a student from choosing one."""
    rows = sessions_of(of)
    sessions = [row.session for row in rows]
    offered = set()
    if of.published_at is not None:
        offered = set(of.offers.filter(student=student).values_list("session_id", flat=True))
    busy = barred(sessions, [student.pk]).get(student.pk, {})
    down = down_already(sessions, [student.pk]).get(student.pk, set()) - offered
    return [
        Choice(
            row.session,
            row.transport,
            sum(row.reserved.values()),
            row.runs,
            ALREADY_DOWN if row.session_id in down else busy.get(row.session_id, ""),
        )
        for row in rows
    ]


def rounds_for(student: Student) -> list[tuple[Round, Ranking | None]]:
    """The rounds that concern a student, latest first, each with their answer.

    A round concerns those it is for while it opens, and those who answered ever after.
    """
    answers = {ranking.round_id: ranking for ranking in Ranking.objects.filter(student=student)}
    found = []
    for one in own_rounds(student).order_by("-closes_at", "-pk"):
        answer = answers.get(one.pk)
        if answer is not None or (one.phase in (Phase.SOON, Phase.OPEN) and is_for(one, student)):
            found.append((one, answer))
    return found


def round_for(student: Student, pk: int) -> tuple[Round, Ranking | None] | None:
    """A round that is or was for the student; None where there is no such round.

    So a link in an old e-mail still leads to what became of it.
    """
    of = own_rounds(student).filter(pk=pk).first()
    if of is None:
        return None
    answer = Ranking.objects.filter(round=of, student=student).first()
    if answer is None and (of.phase == Phase.DRAFT or not _was_asked(of, student)):
        return None
    return of, answer


def _was_asked(of: Round, student: Student) -> bool:
    return student.joined_on <= timezone.localdate(of.closes_at) and is_for(of, student)


# What goes into the sharing out --------------------------------------------------------------


def missed_before(of: Round, students: Collection[int]) -> dict[int, int]:
    """In how many earlier published rounds each student wanted a place and was offered none.

    A place that the school took back is not counted as one. Students with none are left out.
    """
    offered = Offer.objects.filter(round=OuterRef("round"), student=OuterRef("student")).exclude(
        state=OfferState.WITHDRAWN
    )
    rows = (
        Ranking.objects.filter(
            ~Exists(offered),
            school=of.school_id,
            round__state=RoundState.PUBLISHED,
            student__in=list(students),
        )
        .exclude(round=of)
        .exclude(choices=[])
    )
    if of.published_at is not None:
        rows = rows.filter(round__published_at__lt=of.published_at)
    counted: Any = rows.order_by().values("student_id").annotate(times=Count("pk"))
    return {row["student_id"]: row["times"] for row in counted}


def families_among(students: Collection[int]) -> list[list[int]]:
    """Brothers and sisters among these students: those with a parent or carer in common."""
    links = FamilyLink.objects.filter(student__in=list(students), ended_on__isnull=True)
    by_parent: dict[int, set[int]] = {}
    for person, student in links.order_by().values_list("person_id", "student_id"):
        by_parent.setdefault(person, set()).add(student)
    families: list[set[int]] = []
    for together in by_parent.values():
        apart = [family for family in families if not family & together]
        joined = set(together).union(*(family for family in families if family & together))
        families = [*apart, joined]
    return sorted(sorted(family) for family in families if len(family) > 1)
