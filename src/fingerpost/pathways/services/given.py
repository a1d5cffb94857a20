"""What providers give by their links, and the school's word on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import FACTS, GivenOpportunity, GivenState, Opportunity, ProviderLink
from . import opportunities as list_services

# What one link may leave waiting: more than a college offers, less than fills a database.
WAITING_AT_MOST = 300


class TooMuchWaiting(ValueError):
    """The school has to read what is there first."""


class CannotUndo(ValueError):
    """The line of the list has changed since."""


@transaction.atomic
def give(
    *,
    link: ProviderLink,
    facts: Mapping[str, Any],
    corrects: Opportunity | None = None,
    ends: bool = False,
) -> tuple[GivenOpportunity, bool]:
    """Keep what a provider gives until the school decides; returns it, and whether it is new.

    ends: the provider no longer has what it corrects. What the same link gave about the same
    thing and is still waiting is replaced. Raises TooMuchWaiting.
    """
    waiting = GivenOpportunity.objects.filter(given_by=link, state=GivenState.WAITING)
    same = (
        waiting.filter(corrects=corrects)
        if corrects is not None
        else waiting.filter(**_key(facts), corrects=None)
    ).first()
    if same is not None:
        change_given(given=same, facts=facts, ends=ends)
        return same, False
    if waiting.count() >= WAITING_AT_MOST:
        raise TooMuchWaiting("Much of yours is waiting. Ask the school to read it first.")
    given = GivenOpportunity.objects.create(
        school_id=link.school_id, given_by=link, corrects=corrects, ends=ends, **facts
    )
    audit.record(by=None, deed=Deed.ADDED, subject=given)
    return given, True


def facts_of(one: Opportunity | GivenOpportunity) -> dict[str, Any]:
    """The facts of a line of the list, or of something given, by name."""
    return {name: getattr(one, name) for name in FACTS}


def _key(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts.get(name) for name in ("kind", "title", "route", "open_day")}


@transaction.atomic
def change_given(*, given: GivenOpportunity, facts: Mapping[str, Any], ends: bool = False) -> bool:
    """The provider puts right what still waits; False when it no longer does."""
    done = GivenOpportunity.objects.filter(pk=given.pk, state=GivenState.WAITING).update(
        **facts, ends=ends, given_at=timezone.now()
    )
    if done:
        audit.record(by=None, deed=Deed.CHANGED, subject=given)
    return bool(done)


@transaction.atomic
def take_back(*, given: GivenOpportunity) -> bool:
    """The provider takes back what still waits; False when it no longer does."""
    done = _move(given, GivenState.WAITING, GivenState.TAKEN_BACK, None)
    if done:
        audit.record(by=None, deed=Deed.REMOVED, subject=given)
    return done


def _move(given: GivenOpportunity, before: GivenState, after: GivenState, by: Any) -> bool:
    """False where it has moved, or its provider has changed it, since it was read."""
    decided = None if after == GivenState.WAITING else timezone.now()
    return bool(
        GivenOpportunity.objects.filter(pk=given.pk, state=before, given_at=given.given_at).update(
            state=after, decided_by=by, decided_at=decided
        )
    )


def accept(*, given: Iterable[GivenOpportunity], by: Any) -> tuple[int, list[str]]:
    """Put what was given into the school's list; tells of how many, and a sentence for each that
    could not be. What no longer waits as it was read is passed over. Safe to repeat.
    """
    done, problems = 0, []
    for one in given:
        try:
            done += _accept(one, by)
        except IntegrityError:
            problems.append(f"“{one.title}” is in the list already. Change that line instead.")
    return done, problems


@transaction.atomic
def _accept(given: GivenOpportunity, by: Any) -> bool:
    if not _move(given, GivenState.WAITING, GivenState.ACCEPTED, by):
        return False
    given.refresh_from_db()
    facts = facts_of(given)
    provider = given.given_by.provider
    there = (
        _in_the_list(given.corrects)
        or Opportunity.objects.filter(list_services.same_as(given.school, provider, facts)).first()
    )
    given.before = None if there is None else _standing(there)
    if given.ends:
        given.save(update_fields=["before"])
        if there is not None:
            list_services.take_out(opportunity=there, by=by)
        return True
    given.made = list_services.put(
        school=given.school,
        provider=provider,
        facts=facts,
        there=there,
        given_on=timezone.localdate(given.given_at),
        by=by,
    )
    given.save(update_fields=["before", "made"])
    return True


def _in_the_list(one: Opportunity | None) -> Opportunity | None:
    return one if one is not None and one.taken_out_at is None else None


def _standing(there: Opportunity) -> dict[str, Any]:
    names = (*FACTS, "given_on", "checked_on", "expires_on", "miles")
    return {name: getattr(there, name) for name in names}


@transaction.atomic
def refuse(*, given: Iterable[GivenOpportunity], by: Any) -> int:
    """Keep what was given out of the list; tells of how many. Can be undone."""
    done = 0
    for one in given:
        if _move(one, GivenState.WAITING, GivenState.REFUSED, by):
            audit.record(by=by, deed=Deed.REMOVED, subject=one)
            done += 1
    return done


@transaction.atomic
def undo(*, given: GivenOpportunity, by: Any) -> bool:
    """Let something wait again, and the list be as it was; False where nothing was decided.

    Raises CannotUndo where the line has been changed since, and then changes nothing.
    """
    was = GivenState(given.state)
    if was not in (GivenState.ACCEPTED, GivenState.REFUSED):
        return False
    if not _move(given, was, GivenState.WAITING, None):
        return False
    if was == GivenState.ACCEPTED:
        _put_back(given, by)
    audit.record(by=by, deed=Deed.UNDID, subject=given)
    return True


def _stand_again(given: GivenOpportunity, before: Mapping[str, Any]) -> Opportunity:
    """The line that was taken out, in the list again; a new one where it is no longer kept."""
    provider = given.given_by.provider
    if Opportunity.objects.filter(list_services.same_as(given.school, provider, before)).exists():
        raise CannotUndo("It is in the list again. Change that line instead.")
    line = given.corrects or Opportunity(school=given.school, provider=provider)
    line.taken_out_at = None
    return line


def _put_back(given: GivenOpportunity, by: Any) -> None:
    made, before = _in_the_list(given.made), given.before
    if given.ends and before is not None:
        made = _stand_again(given, before)
    if made is None:
        return
    if not given.ends and any(getattr(made, name) != getattr(given, name) for name in FACTS):
        raise CannotUndo("Its line in the list was changed since. Change that line instead.")
    if before is None:
        list_services.take_out(opportunity=made, by=by)
    else:
        fields = {field.name: field for field in made._meta.local_fields}
        for name, value in before.items():
            setattr(made, name, fields[name].to_python(value))
        made.save()
        audit.record(by=by, deed=Deed.UNDID, subject=made)
    corrects = {"corrects": made} if given.ends else {}
    GivenOpportunity.objects.filter(pk=given.pk).update(made=None, before=None, **corrects)
