"""Which timetables a viewer may see, and which of the students in them."""

from django.db.models import QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import guidance_students

from .models import Seat, Timetable, TimetableDraft


def visible_timetables(viewer: Viewer) -> QuerySet[Timetable]:
    """The timetables of the school the viewer acts at, newest first."""
    return Timetable.objects.filter(school=viewer.school).select_related("made_by")


def visible_drafts(viewer: Viewer) -> QuerySet[TimetableDraft]:
    """Drafts of the viewer's school, newest first, without the long problems and results."""
    found = TimetableDraft.objects.filter(school=viewer.school).defer("problem")
    return found.select_related("timetable", "made_by", "published_by")


def visible_seats(viewer: Viewer, draft: TimetableDraft) -> QuerySet[Seat]:
    """The interviews of a draft of the students whose guidance the viewer holds, by time."""
    return (
        Seat.objects.filter(
            draft=draft, draft__school=viewer.school, student__in=guidance_students(viewer)
        )
        .select_related(
            "student__tutor_group",
            "adviser__person",
            "room",
            "was_adviser__person",
            "was_room",
            "interview__adviser__person",
            "interview__room",
        )
        .order_by("starts_at", "student__family_name", "student__given_name", "id")
    )


def may_make(viewer: Viewer) -> bool:
    """Whether the viewer makes, publishes and repairs timetables here."""
    return viewer.has(Role.CAREERS_LEADER)
