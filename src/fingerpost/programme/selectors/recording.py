"""Reading group sessions, who was there, and the groups a session may be for."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.rules import Checklist, ChecklistItem, Kind, checklists, kinds
from fingerpost.students.models import Student, TutorGroup
from fingerpost.students.permissions import guidance_students
from fingerpost.students.selectors import students_on_roll

from ..enums import ONE_STUDENT_KINDS, SessionState
from ..models import Attendance, GroupSession
from ..permissions import register_rows, visible_sessions
from .budget import COSTED


def group_kinds(on: dt.date) -> tuple[Kind, ...]:
    """The kinds of encounter that a group can have, in force on a day."""
    return tuple(
        kind
        for kind in kinds(on)
        if kind.family == "encounter" and kind.name not in ONE_STUDENT_KINDS
    )


def kind_of(session: GroupSession) -> Kind | None:
    """The session's kind as the rules had it on its day."""
    return next((kind for kind in kinds(session.on) if kind.name == session.kind), None)


def kind_label(session: GroupSession) -> str:
    """The label of the session's kind; a kind no longer known shows its name."""
    kind = kind_of(session)
    return kind.label if kind else session.kind.replace("_", " ").capitalize()


def checklist_items(kind: Kind | None, on: dt.date) -> tuple[Checklist, list[ChecklistItem]] | None:
    """The checklist of the first benchmark a kind counts for, with its questions on one event."""
    for purpose in kind.counts_for if kind else ():
        for checklist in checklists(on):
            items = [item for item in checklist.items if item.scope == "event"]
            if checklist.counts_for == purpose and items:
                return checklist, items
    return None


def counted_sessions(viewer: Viewer) -> QuerySet[GroupSession]:
    """Every session the viewer may see, newest first, withdrawn ones too.

    Each has `present` and `down_for_it`: of all its students, not only the viewer's.
    """
    return (
        visible_sessions(viewer)
        .select_related("recorded_by", "activity__budget_line", "room")
        .annotate(present=_counted(was_present=True), down_for_it=_counted())
        .order_by("-on", "-id")
    )


def _counted(**narrowed: Any) -> Coalesce:
    """How many attendances a session has: counted for the sessions that a page shows only."""
    rows = Attendance.objects.filter(session=OuterRef("pk"), **narrowed).order_by()
    numbers = rows.values("session").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers), 0)


def sessions_for(viewer: Viewer, **narrowed: Any) -> QuerySet[GroupSession]:
    """The viewer's sessions that were held, newest first, or those planned or cancelled, by day.

    `narrowed` takes state, kind, since, until (dates), words, activity and line (keys), mine
    (bool: the viewer is among the staff) and withdrawn (bool).
    """
    state = narrowed.get("state") or SessionState.HELD
    sessions = counted_sessions(viewer).filter(
        state=state, withdrawn_at__isnull=not narrowed.get("withdrawn", False)
    )
    for name, condition in _CONDITIONS.items():
        if narrowed.get(name):
            sessions = sessions.filter(**{condition: narrowed[name]})
    if narrowed.get("line"):
        # The sessions that a figure of a budget line adds up.
        sessions = sessions.annotate(costed=COSTED).filter(costed__gt=0)
    if narrowed.get("mine"):
        sessions = sessions.filter(pk__in=viewer.person.sessions_to_lead.values("session"))
    if words := narrowed.get("words"):
        sessions = sessions.filter(
            Q(title__icontains=words)
            | Q(organisation__icontains=words)
            | Q(subject__icontains=words)
        )
    return sessions if state == SessionState.HELD else sessions.order_by("on", "starts_at", "id")


_CONDITIONS = {
    "kind": "kind",
    "since": "on__gte",
    "until": "on__lte",
    "activity": "activity",
    "line": "activity__budget_line",
}


def state_counts(viewer: Viewer) -> dict[str, int]:
    """How many of the viewer's sessions there are in each state; none taken back."""
    counted = (
        visible_sessions(viewer)
        .filter(withdrawn_at__isnull=True)
        .order_by("state")
        .values_list("state")
        .annotate(Count("pk"))
    )
    return dict(counted)


def attendance_of(viewer: Viewer, session: GroupSession) -> QuerySet[Attendance]:
    """Who was down for a session, of those the viewer may mark, and whether they were there."""
    return (
        register_rows(viewer, session)
        .select_related("student", "student__tutor_group")
        .order_by("student__family_name", "student__given_name", "student_id")
    )


def groups_of(viewer: Viewer, on: dt.date) -> QuerySet[TutorGroup]:
    """The tutor groups that the viewer's students on the roll are in, by year group and name."""
    students = students_on_roll(guidance_students(viewer), on).order_by()
    return TutorGroup.objects.filter(
        school=viewer.school, pk__in=students.values("tutor_group").distinct()
    ).order_by("year_group", "name", "id")


def years_of(viewer: Viewer, on: dt.date) -> list[int]:
    """The year groups of the viewer's students on the roll."""
    students = students_on_roll(guidance_students(viewer), on)
    return list(students.order_by("year_group").values_list("year_group", flat=True).distinct())


def students_in(
    viewer: Viewer,
    on: dt.date,
    *,
    groups: Sequence[int] = (),
    years: Sequence[int] = (),
    ids: Sequence[int] = (),
) -> QuerySet[Student]:
    """The viewer's students on the roll who are in any of these groups or years or are named."""
    wanted = Q(tutor_group__in=groups) | Q(year_group__in=years) | Q(pk__in=ids)
    return (
        students_on_roll(guidance_students(viewer), on)
        .filter(wanted)
        .select_related("tutor_group")
        .order_by("family_name", "given_name", "id")
    )


def words_used_before(school: Any, field: str) -> list[str]:
    """Organisations or subjects named in the school's latest sessions, to be offered again."""
    if field not in {"organisation", "subject"}:
        raise ValueError(f"Sessions keep no list of {field}.")
    used = (
        GroupSession.objects.filter(school=school, withdrawn_at__isnull=True)
        .exclude(**{field: ""})
        .order_by("-on", "-id")
        .values_list(F(field), flat=True)[:400]
    )
    return sorted(set(used), key=str.casefold)[:100]


def attended_by(student: Any, since: dt.date) -> QuerySet[GroupSession]:
    """The group sessions a student took part in since a day, newest first."""
    return GroupSession.objects.filter(
        state=SessionState.HELD,
        withdrawn_at__isnull=True,
        on__gte=since,
        on__lte=timezone.localdate(),
        attendance__student=student,
        attendance__was_present=True,
    ).order_by("-on", "-id")
