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

from ..models import Opportunity, OpportunityKind
from ..selectors.here import miles_from_school, published_postcode

# What nobody has confirmed for so long is not shown any more.
STANDS_FOR = dt.timedelta(days=400)


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
    new = again = 0
    for row in rows:
        facts = asdict(row)
        provider = facts.pop("provider")
        facts |= {"sectors": list(row.sectors), "subjects": list(row.subjects)}
        there = Opportunity.objects.filter(same_as(school, provider, facts)).first()
        one = there or Opportunity(school=school, provider=provider)
        # A line that says what the provider gave is still the provider's.
        is_as_given = there and all(getattr(there, name) == facts[name] for name in facts)
        stands = {
            "checked_on": today,
            "expires_on": shown_until(facts, today),
            "given_on": one.given_on if is_as_given else None,
        }
        for name, value in (facts | stands).items():
            setattr(one, name, value)
        one.save()
        new, again = new + (there is None), again + (there is not None)
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        school=school,
        label="Opportunities near by",
        details={"new": new, "again": again},
    )
    return new, again


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
