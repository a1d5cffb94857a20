"""Taking what students would like. Many answer at once; each has one line, and none is lost."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.students.models import Student

from ..enums import Phase
from ..models import Ranking, Round
from ..selectors.rounds import choices_for, is_for
from .errors import BadChoices, NotNow, NotOpen, StaleRanking

STALE = "You have sent another answer since you opened this page. It is shown here now."


def submit_ranking(
    *, of: Round, student: Student, choices: Sequence[int], based_on: int, by: Any
) -> Ranking:
    """Keep a student's choices, first choice first; empty for none of them.

    `based_on` is the version of the answer that the form showed, 0 for none. The same choices
    sent again change nothing. Raises NotOpen, BadChoices, StaleRanking.
    """
    if of.phase != Phase.OPEN:
        raise NotOpen("You cannot send choices for this now.")
    if not is_for(of, student):
        raise NotOpen("This is for other students.")
    return _keep(of, student, choices, based_on, by, entered_by=None)


def enter_ranking(
    *, of: Round, student: Student, choices: Sequence[int], based_on: int, by: Any
) -> Ranking:
    """Keep the choices of a student who cannot send them: staff enter them until the round is
    published. Raises NotNow, BadChoices, StaleRanking.
    """
    if of.phase not in (Phase.SOON, Phase.OPEN, Phase.CLOSED):
        raise NotNow("This round takes no answers any more.")
    return _keep(of, student, choices, based_on, by, entered_by=by)


def _keep(
    of: Round, student: Student, choices: Sequence[int], based_on: int, by: Any, entered_by: Any
) -> Ranking:
    wanted = list(choices)
    now = Ranking.objects.filter(round=of, student=student).first()
    if now is not None and now.choices == wanted:
        return now
    _check(of, student, wanted)
    if based_on == 0 and now is None:
        made = _first(of, student, wanted, by, entered_by)
        if made is not None:
            return made
        now = Ranking.objects.get(round=of, student=student)
        if now.choices == wanted:
            return now  # the same form, sent twice at once
    return _replace(of, student, wanted, based_on, by, entered_by)


def _check(of: Round, student: Student, wanted: list[int]) -> None:
    open_to = {one.session.pk for one in choices_for(of, student) if not one.why_not}
    if len(set(wanted)) != len(wanted):
        raise BadChoices("You chose the same thing twice. Choose each thing once.")
    if not set(wanted) <= open_to:
        raise BadChoices("One of your choices is not there any more. Look at the list again.")


def _first(of: Round, student: Student, wanted: list[int], by: Any, entered_by: Any) -> Any:
    """A first answer; None where another came at the same moment."""
    try:
        with transaction.atomic():
            made = Ranking.objects.create(
                school_id=of.school_id,
                round=of,
                student=student,
                choices=wanted,
                submitted_at=timezone.now(),
                entered_by=entered_by,
            )
            audit.record(by=by, deed=Deed.ADDED, subject=made, student=student)
            return made
    except IntegrityError:
        return None


@transaction.atomic
def _replace(
    of: Round, student: Student, wanted: list[int], based_on: int, by: Any, entered_by: Any
) -> Ranking:
    # The version, not a lock, keeps an old page from overwriting a newer answer.
    found = Ranking.objects.filter(round=of, student=student, version=based_on)
    if not found.update(
        choices=wanted,
        version=F("version") + 1,
        submitted_at=timezone.now(),
        entered_by=entered_by,
    ):
        raise StaleRanking(STALE)
    kept = Ranking.objects.get(round=of, student=student)
    audit.record(by=by, deed=Deed.CHANGED, subject=kept, student=student)
    return kept
