"""Refilling what is free in a published round, by the criteria and the seed of the round.

First for those who have fewer places than they may, then for those who accepted a lower choice
and wait for a higher one. Nobody who has a place loses it. Each run that offers anything is kept
as a draft is, so that it can be done again.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.jobs.services import leave
from fingerpost.programme.enums import SessionState
from fingerpost.programme.models import Attendance

from .. import bridge
from ..enums import LIVE, DraftKind, DraftState, Mode, NoticeKind, OfferState, RoundState
from ..models import Draft, Offer, Round
from ..selectors.outcomes import Outcome, read_outcome
from .errors import WrongResult
from .letters import queue_notices
from .publishing import make_offers

# A chain of moves ends when nobody gains; this many say that something is wrong.
MOST_RUNS = 50


def leave_refill(*, of: Round, by: Any) -> None:
    """Have freed places refilled in the background, in the transaction that frees them."""
    leave(
        function="fingerpost.places.tasks.refill",
        title=f"Refilling places of “{of.title}”"[:200],
        by=by,
        of=of.pk,
    )


@transaction.atomic
def refill(*, of: Round, by: Any) -> int:
    """Offer what is free to those who wait; tells how many offers were made. Safe to repeat.

    Raises WrongResult when the independent check finds a mistake; then nothing is changed.
    """
    # Touching the row makes another refill of the same round wait until this one stands.
    running = Round.objects.filter(pk=of.pk, state=RoundState.PUBLISHED)
    if not running.update(refills=F("refills") + 1):
        return 0
    of = Round.objects.select_related("school").get(pk=of.pk)
    _follow_who_is_down(of, by)
    made = 0
    for _ in range(MOST_RUNS):
        new = _run(of, higher=False, by=by) or _run(of, higher=True, by=by)
        made += new
        if not new:
            break
    return made


def _follow_who_is_down(of: Round, by: Any) -> None:
    """Whom staff took off a session has no place there any more: their offer is taken back."""
    down = Attendance.objects.filter(session=OuterRef("session"), student=OuterRef("student"))
    gone = of.offers.filter(
        ~Exists(down), state__in=LIVE, session__state=SessionState.PLANNED
    ).select_related("student")
    for offer in gone:
        Offer.objects.filter(pk=offer.pk, state__in=LIVE).update(
            state=OfferState.WITHDRAWN, answered_at=timezone.now(), wants_higher=False
        )
        audit.record(
            by=by,
            deed=Deed.CHANGED,
            subject=offer,
            student=offer.student,
            details={"to": OfferState.WITHDRAWN},
        )


def _run(of: Round, *, higher: bool, by: Any) -> int:
    problem = bridge.refill_problem(of, higher=higher)
    if not _is_anything_to_give(problem):
        return 0
    try:
        solved = bridge.solve(problem)
    except bridge.EngineRefused as error:
        raise WrongResult(f"Freed places cannot be refilled: {error}") from error
    found = bridge.wrongs(problem, solved.result)
    if found:
        raise WrongResult(f"The check found a mistake in a refill: {found[0]}")
    outcome = read_outcome(problem, solved.result)
    standing = {(int(one["student"]), int(one["session"])) for one in problem["fixed"]}
    new = {(pk, key) for pk, one in outcome.got.items() for key in one.has} - standing
    if not new:
        return 0
    now = timezone.now()
    draft = Draft.objects.create(
        school_id=of.school_id,
        round=of,
        kind=DraftKind.REFILL,
        mode=Mode.FAIR,
        state=DraftState.READY,
        seed=of.seed,
        problem=problem,
        problem_hash=bridge.hash_of(problem),
        result=solved.result,
        engine_version=solved.engine_version,
        made_by=by,
        published_by=by,
        published_at=now,
    )
    made = make_offers(of=of, draft=draft, outcome=outcome, now=now, by=by)
    if higher:
        _instead_of_lower(of, new, now)
    else:
        _tell_again(of, outcome)
    offered = Person.objects.filter(student__in={pk for pk, _ in new})
    queue_notices(of=of, people=offered, kind=NoticeKind.OFFER, stamp=f"{draft.pk}", by=by)
    details = {"hash": draft.problem_hash, "seed": draft.seed, "offers": made}
    audit.record(by=by, deed=Deed.SHARED, subject=draft, details=details)
    return made


def _is_anything_to_give(problem: dict[str, Any]) -> bool:
    """Whether somebody would like a place in a session that has one: else no engine is asked."""
    fixed = {(one["student"], one["session"]) for one in problem["fixed"]}
    taken: dict[str, int] = {}
    for _, session in fixed:
        taken[session] = taken.get(session, 0) + 1
    free = {one["id"] for one in problem["sessions"] if one["capacity"] > taken.get(one["id"], 0)}
    return any(
        session in free and (one["id"], session) not in fixed
        for one in problem["students"]
        for session in one["preferences"]
    )


def _instead_of_lower(of: Round, new: set[tuple[int, int]], now: dt.datetime) -> None:
    """Join each higher offer to the lower place that accepting it gives back."""
    for student, session in sorted(new):
        lower = Offer.objects.filter(
            round=of, student=student, state=OfferState.ACCEPTED, wants_higher=True
        ).first()
        higher = Offer.objects.filter(round=of, student=student, session=session, made_at=now)
        higher.update(instead_of=lower)


def _tell_again(of: Round, outcome: Outcome) -> None:
    """Who has been offered a place after all is no longer told why they have none."""
    of.rankings.filter(student__in=outcome.lists["placed"]).update(told="")
