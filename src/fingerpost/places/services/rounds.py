"""Making, changing, opening, closing and cancelling rounds."""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.programme.enums import PlacesBy, SessionState
from fingerpost.programme.models import GroupSession
from fingerpost.programme.selectors.audience import Audience

from ..enums import Phase, RoundState
from ..models import Round, RoundSession
from ..selectors.rounds import sessions_to_choose
from .errors import AlreadyShown, AnotherRound, NothingToShare, NotNow, SessionTaken

# What may still change once students have been shown a round.
_ALWAYS = ("title", "note", "opens_at", "closes_at", "answer_days")
_BEFORE = ("audience", "criteria", "at_most", "together")


@dataclass(frozen=True)
class Terms:
    """What is said about a round; fields as in `Round`. sessions: keys of those shared out."""

    title: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    criteria: Sequence[Mapping[str, Any]]
    sessions: frozenset[int]
    audience: Audience = field(default_factory=Audience)
    note: str = ""
    at_most: int = 1
    together: bool = False
    answer_days: int = 5

    def values(self) -> dict[str, Any]:
        """The terms as model fields, sessions left out."""
        named = {name: getattr(self, name) for name in (*_ALWAYS, *_BEFORE)}
        return named | {
            "audience": self.audience.to_store(),
            # In one order, whoever wrote them down: the order says nothing.
            "criteria": sorted(
                map(dict, self.criteria), key=lambda one: (one["level"], one["name"])
            ),
        }


def make_round(*, school: Any, terms: Terms, form_key: uuid.UUID, by: Any) -> Round:
    """Make a round that students do not see yet.

    A second call with the same `form_key` returns the round that the first one made. Raises
    SessionTaken, AnotherRound.
    """
    try:
        with transaction.atomic():
            made = Round.objects.create(
                school=school,
                made_by=by,
                form_key=form_key,
                seed=secrets.randbelow(1_000_000),
                **terms.values(),
            )
            _choose_sessions(made, terms.sessions, by)
            audit.record(by=by, deed=Deed.ADDED, subject=made)
            return made
    except IntegrityError:
        before = Round.objects.filter(form_key=form_key, school=school, made_by=by).first()
        if before is None:
            raise AnotherRound("Open an empty form and make the round again.") from None
        return before


@transaction.atomic
def change_round(*, of: Round, terms: Terms, by: Any) -> Round:
    """Change a round. Once it has been opened, its criteria, sessions and audience stand.

    Raises AlreadyShown, SessionTaken, NotNow.
    """
    now = Round.objects.select_for_update().get(pk=of.pk)
    if now.state in (RoundState.PUBLISHED, RoundState.CANCELLED):
        raise NotNow("This round is over. It cannot be changed any more.")
    values = terms.values()
    changed = sorted(name for name, value in values.items() if getattr(now, name) != value)
    sessions = set(now.sessions.filter(in_use=True).values_list("session_id", flat=True))
    if now.is_settled and (set(changed) & set(_BEFORE) or sessions != terms.sessions):
        raise AlreadyShown(
            "Students have been shown this round. Its criteria, sessions and audience stand."
        )
    for name in changed:
        setattr(now, name, values[name])
    now.save(update_fields=changed)
    moved = sessions != terms.sessions
    if moved:
        _choose_sessions(now, terms.sessions, by)
    if changed or moved:
        details = {"changed": [*changed, *(["sessions"] if moved else [])]}
        audit.record(by=by, deed=Deed.CHANGED, subject=now, details=details)
    return now


def _choose_sessions(of: Round, wanted: frozenset[int], by: Any) -> None:
    now = set(of.sessions.values_list("session_id", flat=True))
    to_choose = {one.pk for one in sessions_to_choose(of.school, timezone.localdate(), of)}
    if not wanted - now <= to_choose:
        raise SessionTaken("One of these sessions cannot be shared out in this round.")
    _let_go(of, now - wanted, by)
    of.sessions.filter(session__in=now - wanted).delete()
    RoundSession.objects.bulk_create(
        [RoundSession(round=of, session_id=key) for key in sorted(wanted - now)]
    )
    for session in GroupSession.objects.filter(pk__in=wanted - now):
        _places_by(session, PlacesBy.ROUND, by)


def _let_go(of: Round, sessions: set[int], by: Any) -> None:
    """Staff put students down again for what a round shares out no more."""
    for session in GroupSession.objects.filter(pk__in=sessions, places_by=PlacesBy.ROUND):
        _places_by(session, PlacesBy.STAFF, by)


def _places_by(session: GroupSession, how: str, by: Any) -> None:
    if session.places_by != how and session.state == SessionState.PLANNED:
        session.places_by = how
        session.save(update_fields=["places_by"])
        audit.record(by=by, deed=Deed.CHANGED, subject=session, details={"changed": ["places_by"]})


@dataclass(frozen=True)
class Share:
    """What a round says about one session; fields as in `RoundSession`."""

    reserved: Mapping[str, int] = field(default_factory=dict)
    transport: str = ""
    escorts: int | None = None


@transaction.atomic
def set_shares(*, of: Round, shares: Mapping[int, Share], by: Any) -> int:
    """Say which places of which sessions are reserved, who goes by transport, and how many can
    take an adult along, by session; tells for how many that changed anything.

    Raises AlreadyShown, NothingToShare where more places are reserved than there are.
    """
    now = Round.objects.select_for_update().get(pk=of.pk)
    if now.is_settled:
        raise AlreadyShown("Students have been shown this round. Its reserved places stand.")
    changed = []
    for row in now.sessions.filter(session__in=shares).select_related("session"):
        share = shares[row.session_id]
        if sum(share.reserved.values()) > (row.session.capacity or 0):
            raise NothingToShare(
                f"More places are reserved in “{row.session.title}” than it has: "
                f"{row.session.capacity}."
            )
        before = Share(row.reserved, row.transport, row.escorts)
        if before != share:
            row.reserved, row.transport = dict(share.reserved), share.transport
            row.escorts = share.escorts
            row.save(update_fields=["reserved", "transport", "escorts"])
            changed.append(row.session_id)
    if changed:
        # Which groups are favoured is not for those who read the log.
        audit.record(by=by, deed=Deed.CHANGED, subject=now, details={"shares": sorted(changed)})
    return len(changed)


# Opening and closing -------------------------------------------------------------------------


@transaction.atomic
def open_round(*, of: Round, by: Any) -> bool:
    """Show a round to students, who answer from `opens_at` to `closes_at`. False when it is.

    Raises NothingToShare, NotNow.
    """
    if not of.criteria:
        raise NothingToShare("Choose at least one criterion first.")
    if not of.sessions.filter(in_use=True).exists():
        raise NothingToShare("Choose at least one session first.")
    if of.closes_at <= timezone.now():
        raise NotNow("The last day for answers has passed. Choose a later one first.")
    return _turn(of, (RoundState.DRAFT,), RoundState.OPEN, by)


@transaction.atomic
def close_round(*, of: Round, by: Any) -> bool:
    """Take no more answers from now on; False when it takes none."""
    return _turn(of, (RoundState.OPEN,), RoundState.CLOSED, by)


@transaction.atomic
def reopen_round(*, of: Round, closes_at: dt.datetime, by: Any) -> bool:
    """Take answers again until another time. Drafts made meanwhile no longer fit.

    False when it takes answers. Raises NotNow.
    """
    if of.phase not in (Phase.CLOSED, Phase.OPEN):
        raise NotNow("Only a closed round can be opened again.")
    if closes_at <= timezone.now():
        raise NotNow("Choose a time that is still to come.")
    if of.phase == Phase.OPEN:
        return False
    before = of.state
    found = Round.objects.filter(pk=of.pk, state=before)
    if not found.update(state=RoundState.OPEN, closes_at=closes_at):
        return False
    audit.record(by=by, deed=Deed.CHANGED, subject=of, details={"from": before, "to": "open"})
    return True


@transaction.atomic
def back_to_draft(*, of: Round, by: Any) -> bool:
    """Take a round from students' sight to change it, while nobody has answered.

    Raises AlreadyShown.
    """
    if of.rankings.exists():
        raise AlreadyShown("Somebody has answered. Cancel this round and make another instead.")
    return _turn(of, (RoundState.OPEN, RoundState.CLOSED), RoundState.DRAFT, by)


@transaction.atomic
def cancel_round(*, of: Round, by: Any) -> bool:
    """End a round without sharing anything out; its sessions are free for others.

    False when it is over already, or its places have been published.
    """
    running = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)
    if not _turn(of, running, RoundState.CANCELLED, by):
        return False
    _let_go(of, set(of.sessions.values_list("session_id", flat=True)), by)
    of.sessions.update(in_use=False)
    return True


def _turn(of: Round, before: Sequence[str], after: str, by: Any) -> bool:
    """Move a round on, if it still is where it was."""
    if not Round.objects.filter(pk=of.pk, state__in=before).update(state=after):
        return False
    audit.record(by=by, deed=Deed.CHANGED, subject=of, details={"from": of.state, "to": after})
    of.state = after
    return True
