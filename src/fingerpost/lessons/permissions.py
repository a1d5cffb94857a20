"""Which groups a viewer may start a lesson for, and whose lessons and students they see."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Q, QuerySet

from fingerpost.accounts.viewer import Viewer
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance, GroupSession, SessionStaff
from fingerpost.programme.permissions import register_rows, visible_sessions
from fingerpost.students.models import Student
from fingerpost.students.permissions import guidance_students, named_students
from fingerpost.students.selectors import students_on_roll

from .models import Lesson, LocalEntry, VacancyList


def whole_groups(viewer: Viewer, on: dt.date) -> tuple[list[int], list[int]]:
    """Keys of the tutor groups, and the years, all of whose students are the viewer's.

    A lesson is for a whole group, so nobody starts one for a group of which they see a part.
    """
    theirs = _places(students_on_roll(guidance_students(viewer), on))
    everybody = _places(students_on_roll(named_students(viewer), on))
    groups = [key for key, number in theirs[0].items() if number == everybody[0][key]]
    years = [year for year, number in theirs[1].items() if number == everybody[1][year]]
    return groups, sorted(years)


def _places(students: QuerySet[Student]) -> tuple[Counter[int], Counter[int]]:
    """How many of some students are in each tutor group and in each year."""
    places = list(students.order_by().values_list("tutor_group", "year_group"))
    return Counter(group for group, _ in places if group), Counter(year for _, year in places)


def lessons_seen_by(viewer: Viewer, on: dt.date) -> QuerySet[Lesson]:
    """Lessons, not taken back, that are about any of the viewer's students, or in a session that
    the viewer leads.
    """
    students = students_on_roll(guidance_students(viewer), on).order_by()
    down = Attendance.objects.filter(student__in=students.values("pk")).order_by()
    led = SessionStaff.objects.filter(person=viewer.person).order_by()
    theirs = (
        Q(tutor_group__in=students.values("tutor_group"))
        | Q(year_group__in=students.values("year_group"))
        | Q(session__in=down.values("session"))
        | Q(session__in=led.values("session"))
    )
    return Lesson.objects.filter(theirs, school=viewer.school, withdrawn_at__isnull=True)


def students_of(viewer: Viewer, lesson: Lesson, on: dt.date) -> QuerySet[Student]:
    """The viewer's students on the roll whom a lesson is for, by name."""
    students = students_on_roll(guidance_students(viewer), on).filter(_is_for(lesson))
    return students.order_by("family_name", "given_name", "id")


def _is_for(lesson: Lesson) -> Q:
    """The students whom a lesson is for."""
    if lesson.session_id:
        down = Attendance.objects.filter(session=lesson.session_id).order_by()
        return Q(pk__in=down.values("student"))
    if lesson.tutor_group_id:
        return Q(tutor_group=lesson.tutor_group_id)
    return Q(year_group=lesson.year_group)


def counted_on_slides(viewer: Viewer, lesson: Lesson, on: dt.date) -> QuerySet[Student]:
    """The students whose ideas a lesson's slides count. They name nobody: so whoever leads the
    session shows those of all who are down for it, as the register does.
    """
    if lesson.session is None:
        return students_of(viewer, lesson, on)
    down = register_rows(viewer, lesson.session).order_by()
    return students_on_roll(Student.objects.filter(school=viewer.school), on).filter(
        pk__in=down.values("student")
    )


def sessions_to_teach(viewer: Viewer) -> QuerySet[GroupSession]:
    """Sessions that the viewer sees and that still may take place, or did."""
    return (
        visible_sessions(viewer)
        .filter(withdrawn_at__isnull=True)
        .exclude(state=SessionState.CANCELLED)
    )


def may_teach(viewer: Viewer, session: GroupSession) -> bool:
    """Whether the viewer may start the lesson of a session: whoever leads it, or has all who are
    down for it among their students.
    """
    down = Attendance.objects.filter(session=session).count()
    return down > 0 and register_rows(viewer, session).count() == down


def recorded_as(viewer: Viewer, lesson: Lesson) -> GroupSession | None:
    """The session as which a lesson of a group was recorded, as the viewer sees it; None before."""
    return visible_sessions(viewer).filter(form_key=lesson.record_key).first()


def lessons_of(student: Any) -> QuerySet[Lesson]:
    """Lessons of a student's tutor group or year, or of a session they are down for, not taken
    back.
    """
    theirs = Q(year_group=student.year_group)
    if student.tutor_group_id:
        theirs |= Q(tutor_group=student.tutor_group_id)
    down = Attendance.objects.filter(student=student.pk).order_by()
    theirs |= Q(session__in=down.values("session"))
    return Lesson.objects.filter(theirs, school=student.school_id, withdrawn_at__isnull=True)


def entries_kept_by(viewer: Viewer) -> QuerySet[LocalEntry]:
    """Every entry of the viewer's school, also expired and withdrawn, for those who keep them."""
    return LocalEntry.objects.filter(school=viewer.school)


def vacancy_lists_kept_by(viewer: Viewer) -> QuerySet[VacancyList]:
    """The lists of vacancies that were looked at for the viewer's school."""
    return VacancyList.objects.filter(school=viewer.school)


def entries_shown_at(school: Any, on: dt.date) -> QuerySet[LocalEntry]:
    """What students may see on a day: begun, not over, not withdrawn."""
    return LocalEntry.objects.filter(
        school=school, withdrawn_at__isnull=True, from_on__lte=on, until_on__gte=on
    )
