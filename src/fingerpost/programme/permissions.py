"""Which group sessions a viewer may see and change."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import WHOLE_SCHOOL_GUIDANCE, guidance_students

from .models import Attendance, GroupSession

RECORDERS = (Role.TUTOR, Role.CAREERS_LEADER, Role.ADVISER, Role.SENCO)


def visible_sessions(viewer: Viewer) -> QuerySet[GroupSession]:
    """The sessions that one of the viewer's students was down for, or that they entered."""
    sessions = GroupSession.objects.filter(school=viewer.school)
    if viewer.has(*WHOLE_SCHOOL_GUIDANCE):
        return sessions
    theirs = Attendance.objects.filter(
        session=OuterRef("pk"), student__in=guidance_students(viewer).order_by()
    )
    return sessions.filter(Q(recorded_by=viewer.person) | Exists(theirs))


def may_change(viewer: Viewer, session: GroupSession) -> bool:
    """Whether the viewer may change or withdraw a session: whoever entered it, or the leader."""
    if viewer.has(Role.CAREERS_LEADER):
        return True
    return viewer.has(*RECORDERS) and session.recorded_by_id == viewer.person.pk


def may_change_attendance(viewer: Viewer) -> bool:
    """Whether the viewer may put right who of their own students was there."""
    return viewer.has(*RECORDERS)
