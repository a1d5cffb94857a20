"""What is to be done about interviews every day. Each may be done again: nothing is sent twice."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.accounts.viewer import Viewer
from fingerpost.schools.models import School

from .enums import ActionState, InterviewState, NoticeKind
from .models import Action, Interview, Notice
from .permissions import AGREED, actions_seen_by
from .services.letters import late_actions_letter
from .services.notices import MailServerDown, post, remind, send_waiting, wants

WEEK = dt.timedelta(days=7)


def remind_of_interviews(*, today: dt.date) -> str:
    """Remind students and advisers of tomorrow's interviews; send what could not be sent before."""
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    tomorrow = Interview.objects.filter(
        state=InterviewState.BOOKED, starts_at__gte=since, starts_at__lt=since + dt.timedelta(1)
    ).select_related("student__person", "adviser__person", "school")
    for interview in tomorrow:
        remind(interview=interview)
    sent = send_waiting()
    return f"{sent} e-mails about interviews"


def tell_of_late_actions(*, today: dt.date) -> str:
    """Tell tutors and advisers how many of their students' actions are late; weekly at most."""
    sent = 0
    try:
        for person, school in _who_may_be_told(today):
            sent += _tell(person, school, today)
    except MailServerDown:
        return f"{sent} e-mails about late actions; then the mail server did not answer"
    return f"{sent} e-mails about late actions"


def _who_may_be_told(today: dt.date) -> Iterable[tuple[Person, School]]:
    in_force = Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    holdings = RoleHolding.objects.filter(
        in_force, role__in=[Role.TUTOR, Role.ADVISER], school__is_demonstration=False
    ).select_related("person", "school")
    return list(dict.fromkeys((holding.person, holding.school) for holding in holdings))


def _tell(person: Person, school: School, today: dt.date) -> bool:
    kind = NoticeKind.LATE_ACTIONS
    # The key holds the school and the day it was first told; the last one decides.
    name = f"{kind}:{school.pk}:{person.pk}:"
    last = Notice.objects.filter(person=person, kind=kind, key__startswith=name).last()
    if last and timezone.localdate(last.queued_at) > today - WEEK:
        return False
    late = list(_late(person, school, today).values_list("pk", "student_id"))
    if not late or not wants(person, kind):
        return False
    key = f"{name}{today.isoformat()}"
    notice, is_new = Notice.objects.get_or_create(
        key=key, defaults={"person": person, "kind": kind, "sent_at": timezone.now()}
    )
    if not is_new:
        return False
    letter = late_actions_letter(len(late), len({student for _, student in late}))
    was_taken = False
    try:
        was_taken = post(person, letter)
    finally:
        if not was_taken:
            notice.delete()
    return was_taken


def _late(person: Person, school: School, today: dt.date) -> QuerySet[Action]:
    """Late actions of a tutor's students, and those that an adviser has agreed in interviews."""
    holdings = RoleHolding.objects.filter(person=person, school=school, role=Role.TUTOR)
    in_force = holdings.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    tutor = Viewer(person, school, tuple(in_force.filter(starts_on__lte=today)))
    return Action.objects.filter(
        Q(pk__in=actions_seen_by(tutor).values("pk"))
        | Q(record__interview__adviser__person=person, school=school),
        AGREED,
        state=ActionState.OPEN,
        due_on__lt=today,
        student__left_on__isnull=True,
    )
