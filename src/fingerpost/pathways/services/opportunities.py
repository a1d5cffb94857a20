"""Keeping what is near by."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel, Q
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.exchange.lines import Words
from fingerpost.exchange.opportunities import Read, Row, read
from fingerpost.lists.enums import ListOf
from fingerpost.lists.keeping import Asked, Keeper, Wish

from ..models import FACT_NAMES, Opportunity, OpportunityKind
from ..selectors.here import miles_from_school, published_postcode

# What nobody has confirmed for so long is not shown any more.
STANDS_FOR = dt.timedelta(days=400)
# What each fact is called where a list is looked at.
NAMES = {name: label for name, label in FACT_NAMES.items() if name != "title"}
NAMES |= {"miles": "Miles"}


class StandsAgain(ValueError):
    """Another line of the list is about the same."""


def same_as(school: Any, provider: str, facts: Mapping[str, Any]) -> Q:
    """What finds the line of a school's list that is about the same thing.

    A course is known by provider, however it is capitalised, title and route; an open day or
    taster by its date besides.
    """
    kind = facts.get("kind", OpportunityKind.COURSE)
    key = Q(school=school, provider__iexact=provider, kind=kind)
    key &= Q(title=facts["title"], route=facts["route"])
    return key if kind == OpportunityKind.COURSE else key & Q(open_day=facts["open_day"])


def shown_until(facts: Mapping[str, Any], today: dt.date) -> dt.date:
    """The last day on which something is shown: its own, or the last on which one may apply."""
    day = facts.get("apply_by")
    if facts.get("kind", OpportunityKind.COURSE) != OpportunityKind.COURSE:
        day = facts.get("open_day")
    return day or today + STANDS_FOR


def near_list(school: Any, words: Words) -> Keeper:
    """How a school's own list is read from a file and kept.

    The same provider, title and route (and date of an open day) is the same opportunity: its
    facts are taken from the file. words: those that the reader understands.
    """
    return Keeper(
        of=ListOf.OPPORTUNITIES,
        school=school,
        model=Opportunity,
        read=lambda data: read(data, words, today=timezone.localdate()),
        ask=lambda said: _ask(school, said),
        fields=NAMES,
        quiet=frozenset({"checked_on", "expires_on", "given_on"}),
        let_go=_let_go,
    )


def _ask(school: Any, said: Read[Row]) -> Asked:
    today = timezone.localdate()
    standing = {
        _same(one.provider, one.kind, one.title, one.route, one.open_day): one
        for one in Opportunity.objects.filter(school=school)
    }
    return Asked([_wish(school, row, standing, today) for row in said.rows], said.problems)


def _wish(school: Any, row: Row, standing: Mapping[Any, Opportunity], today: dt.date) -> Wish:
    facts = asdict(row) | {"sectors": list(row.sectors), "subjects": list(row.subjects)}
    line, provider = facts.pop("line"), facts.pop("provider")
    key = _same(provider, row.kind, row.title, row.route, row.open_day)
    there = standing.get(key)
    values = facts | {"checked_on": today, "expires_on": shown_until(facts, today)}
    if there is None:
        values |= {"school_id": school.pk, "provider": provider}
    elif any(getattr(there, name) != value for name, value in facts.items()):
        # What still says what the provider gave is still theirs; this is not.
        values["given_on"] = None
    return Wish(line, key, f"{row.title}, {provider}", values, there)


def _let_go(rows: Collection[Opportunity]) -> None:
    """Undo what a list added: what a student has applied for stays known, and out of the list."""
    wanted = {row.pk for row in rows}
    kept: set[int] = set()
    for relation in Opportunity._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            name, others = relation.field.name, relation.related_model._base_manager
            found = others.filter(**{f"{name}__in": wanted})
            kept.update(found.values_list(name, flat=True))
    Opportunity.objects.filter(pk__in=kept).update(taken_out_at=timezone.now())
    Opportunity.objects.filter(pk__in=wanted - kept).delete()


def _same(provider: str, kind: str, title: str, route: str, open_day: dt.date | None) -> Any:
    """What two lines about the same thing have in common; see `same_as`."""
    day = None if kind == OpportunityKind.COURSE else open_day
    return provider.casefold(), str(kind), title, route, day


@transaction.atomic
def put(
    *,
    school: Any,
    provider: str,
    facts: Mapping[str, Any],
    by: Any,
    there: Opportunity | None = None,
    given_on: dt.date | None = None,
) -> Opportunity:
    """Put one opportunity into the list, or change the line that is there. `miles` is reckoned
    from its postcode, else from where the published lists have its provider. Raises
    IntegrityError for one that another line is about.
    """
    today = timezone.localdate()
    one = there or Opportunity(school=school)
    for name, value in facts.items():
        setattr(one, name, value)
    one.provider = provider
    where = one.postcode or (published_postcode(provider) if one.miles is None else "")
    one.miles = miles_from_school(school, where) if where else one.miles
    one.checked_on, one.expires_on = today, shown_until(facts, today)
    one.given_on = given_on
    with transaction.atomic():
        one.save()
    audit.record(by=by, deed=Deed.CHANGED if there else Deed.ADDED, subject=one)
    return one


@transaction.atomic
def take_out(*, opportunity: Opportunity, by: Any) -> bool:
    """Take an opportunity out of the list, to be brought back if need be; False when that was done
    before.
    """
    done = Opportunity.objects.filter(pk=opportunity.pk).update(taken_out_at=timezone.now())
    if done:
        audit.record(by=by, deed=Deed.REMOVED, subject=opportunity)
    return bool(done)


def bring_back(*, opportunity: Opportunity, by: Any) -> bool:
    """Undo `take_out`; False when it was not out of the list. Raises StandsAgain."""
    try:
        with transaction.atomic():
            done = Opportunity.with_taken_out.filter(
                pk=opportunity.pk, taken_out_at__isnull=False
            ).update(taken_out_at=None)
            if done:
                audit.record(by=by, deed=Deed.UNDID, subject=opportunity)
    except IntegrityError:
        raise StandsAgain("It is in the list again. Change that line instead.") from None
    return bool(done)
