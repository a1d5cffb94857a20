"""Keeping what is near by."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from ..models import FACTS, Opportunity, OpportunityKind
from ..selectors.here import miles_from_school, published_postcode

# What nobody has confirmed for so long is not shown any more.
STANDS_FOR = dt.timedelta(days=400)
_TAKEN = (*FACTS, "miles", "checked_on", "expires_on", "given_on")


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


@transaction.atomic
def keep(*, school: Any, rows: Iterable[Any], by: Any) -> tuple[int, int]:
    """Keep opportunities; tells how many are new and how many were there before.

    The same provider, title and route (and date of an open day) is the same opportunity: its
    facts are taken from the newer row. Safe to repeat.
    """
    today = timezone.localdate()
    lines = {
        _same(one.provider, one.kind, one.title, one.route, one.open_day): one
        for one in Opportunity.objects.filter(school=school)
    }
    again, touched = 0, {}
    for row in rows:
        facts = asdict(row) | {"sectors": list(row.sectors), "subjects": list(row.subjects)}
        provider = facts.pop("provider")
        key = _same(provider, row.kind, row.title, row.route, row.open_day)
        again += key in lines
        touched[key] = lines.setdefault(key, Opportunity(school=school, provider=provider))
        _take(touched[key], facts, today)
    new = [one for one in touched.values() if one.pk is None]
    changed = [one for one in touched.values() if one.pk is not None]
    Opportunity.objects.bulk_create(new, batch_size=500)
    Opportunity.objects.bulk_update(changed, _TAKEN, batch_size=100)
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        school=school,
        label="Opportunities near by",
        details={"new": len(new), "again": again},
    )
    return len(new), again


def _same(provider: str, kind: str, title: str, route: str, open_day: dt.date | None) -> Any:
    """What two lines about the same thing have in common; see `same_as`."""
    day = None if kind == OpportunityKind.COURSE else open_day
    return provider.casefold(), str(kind), title, route, day


def _take(one: Opportunity, facts: Mapping[str, Any], today: dt.date) -> None:
    """Let a line say what is in a file. What still says what the provider gave is still theirs."""
    if any(getattr(one, name) != value for name, value in facts.items()):
        one.given_on = None
    for name, value in facts.items():
        setattr(one, name, value)
    one.checked_on, one.expires_on = today, shown_until(facts, today)


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
def remove(*, opportunity: Opportunity, by: Any) -> None:
    """Take an opportunity out of the list."""
    audit.record(by=by, deed=Deed.REMOVED, subject=opportunity)
    opportunity.delete()
