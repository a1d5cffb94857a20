"""Reminding those who have not answered an open round."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.programme import bridge as programme
from fingerpost.programme.selectors.audience import Audience

from ..enums import NoticeKind, Phase
from ..models import Ranking, Round
from .errors import NotNow
from .letters import queue_notices


@transaction.atomic
def leave_reminders(*, of: Round, viewer: Any, by: Any) -> int:
    """Queue an e-mail to each of the viewer's students whom the round is for and who has not
    answered; tells how many. On one day nobody is reminded twice. Raises NotNow.
    """
    if of.phase != Phase.OPEN:
        raise NotNow("Only an open round has somebody to remind.")
    answered = set(Ranking.objects.filter(round=of).values_list("student_id", flat=True))
    today = timezone.localdate()
    students = programme.students_for(viewer, Audience.stored(of.audience), today)
    late = [one.pk for one in students if one.pk not in answered and one.person_id]
    people = Person.objects.filter(student__in=late)
    queued = queue_notices(
        of=of, people=people, kind=NoticeKind.REMIND, stamp=today.isoformat(), by=by
    )
    of.reminded_at = timezone.now()
    of.save(update_fields=["reminded_at"])
    audit.record(by=by, deed=Deed.SHARED, subject=of, details={"reminded": queued})
    return queued
