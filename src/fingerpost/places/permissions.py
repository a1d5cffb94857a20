"""Which rounds, rankings and offers a viewer may see, and who may run a round."""

from django.db.models import QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students

from .enums import RoundState
from .models import Draft, Offer, Ranking, Round

# What students see of: a round that is being made is nobody's yet.
_SHOWN = (RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED, RoundState.CANCELLED)


def rounds_seen_by(viewer: Viewer) -> QuerySet[Round]:
    """The school's rounds; those being made only for whoever runs them."""
    rounds = Round.objects.filter(school=viewer.school)
    return rounds if may_run(viewer) else rounds.filter(state__in=_SHOWN)


def may_run(viewer: Viewer) -> bool:
    """Whether the viewer makes rounds, runs drafts and publishes."""
    return viewer.has(Role.CAREERS_LEADER)


def drafts_run_by(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts of the school's rounds, newest first; nobody's but those who run rounds."""
    drafts = Draft.objects.filter(school=viewer.school).select_related("round", "made_by")
    return drafts if may_run(viewer) else drafts.none()


def rankings_seen_by(viewer: Viewer, of: Round) -> QuerySet[Ranking]:
    """The rankings of a round by the students whose guidance the viewer holds."""
    return Ranking.objects.filter(
        round=of, student__in=guidance_students(viewer).order_by().values("pk")
    ).select_related("student__tutor_group", "entered_by")


def offers_seen_by(viewer: Viewer, of: Round) -> QuerySet[Offer]:
    """The offers of a round to the students whose guidance the viewer holds."""
    return Offer.objects.filter(
        round=of, student__in=guidance_students(viewer).order_by().values("pk")
    ).select_related("student__tutor_group", "session", "answered_by")


def own_rounds(student: Student) -> QuerySet[Round]:
    """Rounds of a student's school that have been shown to students."""
    return Round.objects.filter(school=student.school_id, state__in=_SHOWN)


def own_offers(student: Student) -> QuerySet[Offer]:
    """A student's own offers, soonest session first."""
    return (
        Offer.objects.filter(student=student)
        .select_related("session__room", "session__activity", "round")
        .order_by("session__on", "session__starts_at", "pk")
    )
