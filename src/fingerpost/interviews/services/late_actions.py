"""E-mails to tutors and advisers about late actions of their students."""

import datetime as dt
import time
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Person, RoleHolding
from fingerpost.accounts.services.mail import MailServerDown, post, wants
from fingerpost.accounts.viewer import Viewer
from fingerpost.jobs.services import leave
from fingerpost.schools.models import School

from ..enums import ActionState, NoticeKind
from ..models import Action, Notice
from ..permissions import AGREED, actions_seen_by
from .letters import late_actions_letter

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Told:
    """How many were told, and whom last, person and school, where time ran out."""

    sent: int
    ran_out_after: tuple[int, int] | None = None
    server_is_down: bool = False


def leave_late_actions(*, today: dt.date, after: tuple[int, int] = (0, 0)) -> None:
    """Have those told in the background who come after a person and school."""
    leave(
        function="fingerpost.interviews.tasks.tell_of_late_actions",
        title="E-mails about late actions",
        by=None,
        day=today.isoformat(),
        after=list(after),
    )


def who_may_be_told(today: dt.date) -> list[tuple[Person, School]]:
    """Tutors and advisers in office, each with their school, in one order for every run."""
    in_force = Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    holdings = RoleHolding.objects.filter(
        in_force, role__in=[Role.TUTOR, Role.ADVISER], school__is_demonstration=False
    ).select_related("person", "school")
    holdings = holdings.order_by("person_id", "school_id")
    return list(dict.fromkeys((holding.person, holding.school) for holding in holdings))


def tell_until(*, today: dt.date, after: tuple[int, int], seconds: float) -> Told:
    """Tell those who come after a person and school, for so many seconds.

    Safe to repeat: who has been told this week is not told again.
    """
    until = time.monotonic() + seconds
    sent, last = 0, after
    for person, school in who_may_be_told(today):
        if (person.pk, school.pk) <= after:
            continue
        if last != after and time.monotonic() > until:
            return Told(sent, last)
        try:
            sent += _tell(person, school, today)
        except MailServerDown:
            return Told(sent, server_is_down=True)
        last = (person.pk, school.pk)
    return Told(sent)


def _tell(person: Person, school: School, today: dt.date) -> bool:
    kind = NoticeKind.LATE_ACTIONS
    # The key holds the school and the day it was first told; the last one decides.
    name = f"{kind}:{school.pk}:{person.pk}:"
    last = Notice.objects.filter(person=person, kind=kind, key__startswith=name).last()
    if last and timezone.localdate(last.queued_at) > today - WEEK:
        return False
    late = list(_late(person, school, today).values_list("pk", "student_id"))
    if not late or not wants(person, late_actions=True):
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
