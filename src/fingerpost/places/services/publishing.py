"""Publishing a draft: the act of a named person that makes it offers to students."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.accounts.models import Person
from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.programme.models import GroupSession
from fingerpost.programme.services.participants import NotPlanned, SessionFull, put_down
from fingerpost.students.models import Student

from .. import bridge
from ..enums import LIVE, DraftKind, DraftState, Mode, NoticeKind, Phase, RoundState
from ..models import Draft, Offer, Ranking, Round
from ..selectors.outcomes import Outcome, outcome_of
from .errors import NotNow, StaleDraft, WrongResult
from .letters import queue_notices
from .reasons import Reasons


@transaction.atomic
def publish(*, draft: Draft, by: Any) -> int:
    """Offer the places of a draft, and tell those without one why; tells how many offers.

    The draft must be one by the criteria that students were shown, still fit the round as it is
    now, and pass the independent check. All of it or nothing; a second call does nothing and
    tells 0. Raises NotNow, StaleDraft, WrongResult.
    """
    of = Round.objects.select_related("school").get(pk=draft.round_id)
    if of.state == RoundState.PUBLISHED and draft.published_at is not None:
        return 0
    _check_may_be_published(draft, of)
    _check_still_fits(draft, of)
    now = timezone.now()
    # The state, not a lock, keeps two clicks from offering everything twice.
    closed = Round.objects.filter(pk=of.pk, state=of.state)
    if not closed.update(state=RoundState.PUBLISHED, published_at=now, published_by=by):
        raise NotNow("This round has been changed or published meanwhile.")
    Draft.objects.filter(pk=draft.pk).update(published_at=now, published_by=by)
    outcome = outcome_of(draft)
    of.sessions.filter(session__in=outcome.cancelled).update(runs=False)
    made = make_offers(of=of, draft=draft, outcome=outcome, now=now, by=by)
    tell_the_others(of=of, draft=draft, outcome=outcome)
    asked = Person.objects.filter(student__rankings__round=of).exclude(
        student__rankings__in=of.rankings.filter(choices=[])
    )
    queue_notices(of=of, people=asked, kind=NoticeKind.RESULT, stamp="", by=by)
    details = {"hash": draft.problem_hash, "seed": draft.seed, "offers": made}
    audit.record(by=by, deed=Deed.SHARED, subject=draft, details=details)
    return made


def _check_may_be_published(draft: Draft, of: Round) -> None:
    if draft.state != DraftState.READY or draft.kind != DraftKind.DRAFT:
        raise NotNow("This draft is not ready.")
    if draft.mode != Mode.FAIR:
        raise NotNow(
            "Only a draft by the criteria that students were shown can be published. "
            "This one is there to compare with."
        )
    if of.phase != Phase.CLOSED:
        raise NotNow("Only a closed round can be published.")


def _check_still_fits(draft: Draft, of: Round) -> None:
    if bridge.hash_of(bridge.draft_problem(of, draft.mode)) != draft.problem_hash:
        raise StaleDraft(
            "Since this draft was made, something it rests on has changed: an answer, a need, "
            "a session or who is down for it. Run it again, and publish the new one."
        )
    found = bridge.wrongs(draft.problem, draft.result)
    if found:
        raise WrongResult(f"The check found a mistake in this draft: {found[0]}")


def make_offers(*, of: Round, draft: Draft, outcome: Outcome, now: dt.datetime, by: Any) -> int:
    """Offer each place of an outcome that is not held yet, and put the students down.

    Part of the transaction that publishes or refills. Raises StaleDraft where a session is full
    or no longer planned after all.
    """
    held = set(of.offers.filter(state__in=LIVE).values_list("student", "session"))
    sessions = GroupSession.objects.in_bulk(list(outcome.holders))
    reasons = Reasons(draft.problem, outcome, {pk: one.title for pk, one in titles_of(of).items()})
    made = 0
    for key, students in sorted(outcome.holders.items()):
        new = [pk for pk in students if (pk, key) not in held]
        _put_down(sessions[key], new, by)
        Offer.objects.bulk_create(
            Offer(
                school_id=of.school_id,
                round=of,
                session=sessions[key],
                student_id=pk,
                draft=draft,
                choice=_choice(outcome, pk, key),
                reason=reasons.for_place(outcome.got[pk], key),
                made_at=now,
                answer_by=answer_by(of, sessions[key], now),
            )
            for pk in new
        )
        made += len(new)
    return made


def titles_of(of: Round) -> Mapping[int, GroupSession]:
    """The sessions of a round by key."""
    return {row.session_id: row.session for row in of.sessions.select_related("session")}


def _choice(outcome: Outcome, student: int, session: int) -> int:
    wanted = outcome.got[student].wanted
    return wanted.index(session) + 1 if session in wanted else len(wanted) + 1


def _put_down(session: GroupSession, students: list[int], by: Any) -> None:
    if not students:
        return
    try:
        put_down(session=session, students=list(Student.objects.filter(pk__in=students)), by=by)
    except (SessionFull, NotPlanned) as error:
        raise StaleDraft(f"{error} Run the draft again.") from error


def answer_by(of: Round, session: GroupSession, now: dt.datetime) -> dt.datetime:
    """Until when an offer can be answered: so many days, but not after the session begins."""
    starts = dt.datetime.combine(session.on, session.starts_at or dt.time.min)
    return min(now + dt.timedelta(days=of.answer_days), timezone.make_aware(starts))


def tell_the_others(*, of: Round, draft: Draft, outcome: Outcome) -> None:
    """Keep for each student who asked and has no place the sentence on why."""
    titles = {pk: one.title for pk, one in titles_of(of).items()}
    lots = bridge.drawn_by_lot(draft.problem, draft.result)
    reasons = Reasons(draft.problem, outcome, titles, lots)
    without = {pk: reasons.for_none(outcome.got[pk]) for pk in outcome.lists["none"]}
    rankings = list(Ranking.objects.filter(round=of).exclude(choices=[]))
    for ranking in rankings:
        if ranking.student_id in outcome.got:
            ranking.told = without.get(ranking.student_id, "")
        else:
            ranking.told = "You could not go to any of your choices any more."
    Ranking.objects.bulk_update(rankings, ["told"], batch_size=500)
