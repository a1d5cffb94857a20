"""Which activities and group sessions a viewer may see and change."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import WHOLE_SCHOOL_GUIDANCE, guidance_students

from .enums import SessionState
from .models import Activity, Attendance, BudgetLine, GroupSession, SessionStaff

RECORDERS = (Role.TUTOR, Role.CAREERS_LEADER, Role.ADVISER, Role.SENCO)


def visible_activities(viewer: Viewer) -> QuerySet[Activity]:
    """What the school plans. It names no student, so whoever has students may read it all."""
    return Activity.objects.filter(school=viewer.school)


def visible_budget_lines(viewer: Viewer) -> QuerySet[BudgetLine]:
    """The budget lines of the school."""
    return BudgetLine.objects.filter(school=viewer.school)


def visible_sessions(viewer: Viewer) -> QuerySet[GroupSession]:
    """The sessions that one of the viewer's students was down for, that they lead or entered.

    What is planned or cancelled is for all: nobody's students are named by it.
    """
    sessions = GroupSession.objects.filter(school=viewer.school)
    if viewer.has(*WHOLE_SCHOOL_GUIDANCE):
        return sessions
    theirs = Attendance.objects.filter(
        session=OuterRef("pk"), student__in=guidance_students(viewer).order_by()
    )
    leads = SessionStaff.objects.filter(session=OuterRef("pk"), person=viewer.person)
    return sessions.filter(
        ~Q(state=SessionState.HELD) | Q(recorded_by=viewer.person) | Exists(theirs) | Exists(leads)
    )


def held_sessions(viewer: Viewer) -> QuerySet[GroupSession]:
    """Those of `visible_sessions` that have taken place."""
    return visible_sessions(viewer).filter(state=SessionState.HELD)


def may_plan(viewer: Viewer) -> bool:
    """Whether the viewer plans activities and their sessions."""
    return viewer.has(Role.CAREERS_LEADER)


def may_see_budget(viewer: Viewer) -> bool:
    """Whether the viewer reads what the programme costs."""
    return viewer.has(Role.CAREERS_LEADER, Role.SENIOR_LEADER)


def may_put_down(viewer: Viewer) -> bool:
    """Whether the viewer may say which of their own students are down for a planned session."""
    return viewer.has(*RECORDERS)


def register_rows(viewer: Viewer, session: GroupSession) -> QuerySet[Attendance]:
    """Those down for a session whom the viewer may mark: their students; all, if they lead it."""
    rows = Attendance.objects.filter(session=session)
    if session.staff.filter(person=viewer.person).exists():
        return rows
    return rows.filter(student__in=guidance_students(viewer).order_by())


def may_change(viewer: Viewer, session: GroupSession) -> bool:
    """Whether the viewer may change or withdraw a session: whoever entered it, or the leader."""
    if viewer.has(Role.CAREERS_LEADER):
        return True
    return viewer.has(*RECORDERS) and session.recorded_by_id == viewer.person.pk


def may_judge(viewer: Viewer, session: GroupSession) -> bool:
    """Whether the viewer may say how good an encounter it was: whoever may change it, or led it."""
    if may_change(viewer, session):
        return True
    return viewer.has(*RECORDERS) and session.staff.filter(person=viewer.person).exists()


def may_take_register(viewer: Viewer) -> bool:
    """Whether the viewer may mark who was there, of those they see on the register."""
    return viewer.has(*RECORDERS)


# Kinds of session in which a lesson is taught.
TAUGHT_KINDS = ("careers_lesson", "tutorial", "assembly", "subject_lesson")


def may_teach(viewer: Viewer, session: GroupSession) -> bool:
    """Whether the viewer may teach a lesson in a session: of a kind for it, not called off."""
    called_off = session.withdrawn_at or session.state == SessionState.CANCELLED
    return viewer.has(*RECORDERS) and session.kind in TAUGHT_KINDS and not called_off
