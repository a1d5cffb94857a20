"""Drafts: what the engine would give to whom. They touch no student."""

from typing import Any

from django.db import transaction

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from .. import bridge
from ..enums import DraftKind, DraftState, Mode, Phase
from ..models import Draft, Round
from .errors import NothingToShare, NotNow


@transaction.atomic
def ask_for_draft(*, of: Round, mode: str, by: Any) -> Draft:
    """Write down that a draft is wanted; `work_out` makes it. Raises NotNow, NothingToShare."""
    if of.phase != Phase.CLOSED:
        raise NotNow("Close the round first, so that nobody changes an answer meanwhile.")
    if not of.rankings.exclude(choices=[]).exists():
        raise NothingToShare("Nobody has asked for a place yet.")
    draft = Draft.objects.create(
        school_id=of.school_id, round=of, mode=Mode(mode), seed=of.seed, made_by=by
    )
    audit.record(by=by, deed=Deed.ADDED, subject=draft, details={"mode": mode})
    return draft


def work_out(draft: Draft) -> Draft:
    """Fill in what a waiting draft gives to whom; nothing is saved. Safe to repeat.

    Whoever calls it saves the draft in the transaction that ends their work.
    """
    problem = bridge.draft_problem(draft.round, draft.mode)
    draft.problem, draft.problem_hash = problem, bridge.hash_of(problem)
    if not problem["students"]:
        draft.state, draft.because = DraftState.FAILED, "Nobody can go to what they asked for."
        return draft
    try:
        solved = bridge.solve(problem, draft.mode, explained=draft.mode == Mode.FAIR)
    except bridge.EngineRefused as error:
        draft.state, draft.because = DraftState.FAILED, str(error)[:200]
        return draft
    draft.result, draft.engine_version = solved.result, solved.engine_version
    found = bridge.wrongs(problem, solved.result)
    draft.state = DraftState.FAILED if found else DraftState.READY
    draft.because = found[0][:200] if found else ""
    return draft


@transaction.atomic
def save_worked_out(*, draft: Draft, by: Any) -> bool:
    """Keep a draft that was worked out; False when it has been kept before."""
    kept = Draft.objects.filter(pk=draft.pk, state=DraftState.WAITING).update(
        state=draft.state,
        because=draft.because,
        problem=draft.problem,
        problem_hash=draft.problem_hash,
        result=draft.result,
        engine_version=draft.engine_version,
    )
    if kept:
        details = {"hash": draft.problem_hash, "seed": draft.seed, "state": draft.state}
        audit.record(by=by, deed=Deed.CHANGED, subject=draft, details=details)
    return bool(kept)


@transaction.atomic
def discard_draft(*, draft: Draft, by: Any) -> bool:
    """Delete a draft that was not published; False when there is none such."""
    unpublished = Draft.objects.filter(pk=draft.pk, kind=DraftKind.DRAFT, published_at__isnull=True)
    gone = bool(unpublished.delete()[0])
    if gone:
        audit.record(by=by, deed=Deed.REMOVED, subject=draft)
    return gone
