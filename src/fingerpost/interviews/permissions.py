"""Which interviews, records and actions a viewer may see. Every query here starts from students."""

from django.db.models import Q, QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.models import Student
from fingerpost.students.permissions import children, guidance_students

from .enums import InterviewState, Owner
from .models import Action, Adviser, GroupPlace, Interview, InterviewRecord

# An action of a record that is still being written is nobody's yet.
AGREED = Q(record__isnull=True) | Q(record__finished_at__isnull=False)


def interviews_seen_by(viewer: Viewer) -> QuerySet[Interview]:
    """Interviews of the students whose guidance the viewer holds, by time."""
    found = Interview.objects.filter(
        school=viewer.school, student__in=guidance_students(viewer).values("pk")
    )
    return found.select_related("student__tutor_group", "adviser__person", "room")


def records_seen_by(viewer: Viewer) -> QuerySet[InterviewRecord]:
    """Finished records of the students whose guidance the viewer holds, newest first."""
    return InterviewRecord.objects.filter(
        interview__in=interviews_seen_by(viewer).values("pk"), finished_at__isnull=False
    ).select_related("interview__student__tutor_group", "interview__adviser__person")


def actions_seen_by(viewer: Viewer) -> QuerySet[Action]:
    """Agreed actions of the students whose guidance the viewer holds, soonest due first."""
    return Action.objects.filter(
        AGREED, school=viewer.school, student__in=guidance_students(viewer).values("pk")
    ).select_related("student__tutor_group", "added_by", "record__interview")


def group_places_seen_by(viewer: Viewer, group: int) -> QuerySet[GroupPlace]:
    """Places of a group booking that the viewer made, of students whose guidance they hold."""
    return GroupPlace.objects.filter(
        group=group,
        group__school=viewer.school,
        group__booked_by=viewer.person,
        student__in=guidance_students(viewer),
    ).select_related(
        "group", "student__tutor_group", "interview__adviser__person", "interview__room"
    )


def advisers_run_by(viewer: Viewer) -> QuerySet[Adviser]:
    """Whose time the viewer may change: everyone's for the careers leader, else one's own."""
    advisers = Adviser.objects.filter(school=viewer.school).select_related("person")
    if viewer.has(Role.CAREERS_LEADER):
        return advisers
    return advisers.filter(person=viewer.person)


def own_interviews(student: Student) -> QuerySet[Interview]:
    """A student's own interviews, by time."""
    return Interview.objects.filter(student=student).select_related("adviser__person", "room")


def own_records(student: Student) -> QuerySet[InterviewRecord]:
    """A student's own records that have been given to them, newest first."""
    return InterviewRecord.objects.filter(
        interview__student=student, finished_at__isnull=False
    ).select_related("interview__adviser__person")


def own_actions(student: Student) -> QuerySet[Action]:
    """A student's own agreed actions, soonest due first."""
    return Action.objects.filter(AGREED, student=student).select_related("record__interview")


def own_steps(student: Student) -> QuerySet[Action]:
    """Those of a student's actions that the student closes: theirs, their family's, nobody's."""
    return own_actions(student).filter(owner__in=[Owner.STUDENT, Owner.FAMILY, ""])


def shared_records(viewer: Viewer, student: Student) -> QuerySet[InterviewRecord]:
    """What a child has shared with this parent or carer, newest first; nothing else."""
    if not children(viewer).filter(pk=student.pk).exists():
        return InterviewRecord.objects.none()
    return own_records(student).filter(shared_with_family_at__isnull=False)


def is_open(interview: Interview) -> bool:
    """Whether the interview can still be moved or cancelled."""
    return interview.state == InterviewState.BOOKED
