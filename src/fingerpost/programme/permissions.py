"""Which group sessions a viewer may see and change."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import WHOLE_SCHOOL_GUIDANCE, guidance_students

from .models import Attendance, GroupSession, SessionStaff

RECORDERS = (Role.TUTOR, Role.CAREERS_LEADER, Role.ADVISER, Role.SENCO)


def visible_sessions(viewer: Viewer) -> QuerySet[GroupSession]:
    """The sessions that one of the viewer's students was down for, or that they entered or lead."""
    sessions = GroupSession.objects.filter(school=viewer.school)
    if viewer.has(*WHOLE_SCHOOL_GUIDANCE):
        return sessions
    theirs = Attendance.objects.filter(
        session=OuterRef("pk"), student__in=guidance_students(viewer).order_by()
    )
    return sessions.filter(
        Q(recorded_by=viewer.person) | Q(pk__in=_led_by(viewer)) | Exists(theirs)
    )


def _led_by(viewer: Viewer) -> QuerySet[SessionStaff, int]:
    return SessionStaff.objects.filter(person=viewer.person).values_list("session", flat=True)


def register_rows(viewer: Viewer, session: GroupSession) -> QuerySet[Attendance]:
    """Those down for a session whom the viewer may mark: their students; all, if they lead it."""
    rows = Attendance.objects.filter(session=session)
    if session.pk in _led_by(viewer):
        return rows
    return rows.filter(student__in=guidance_students(viewer).order_by())


def may_change(viewer: Viewer, session: GroupSession) -> bool:
    """Whether the viewer may change or withdraw a session: whoever entered it, or the leader."""
    if viewer.has(Role.CAREERS_LEADER):
        return True
    return viewer.has(*RECORDERS) and session.recorded_by_id == viewer.person.pk


def may_take_register(viewer: Viewer) -> bool:
    """Whether the viewer may mark who was there, of those they see on the register."""
    return viewer.has(*RECORDERS)
