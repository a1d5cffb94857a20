"""Keeping what occupations are like, in published words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed

from .. import bridge
from ..models import Description

_TEXTS = ("summary", "tasks", "surroundings", "places", "later", "tips", "dated", "loaded_on")


@dataclass(frozen=True)
class DescriptionsKept:
    """What loading did. unknown: names of occupations that the base does not have. without: how
    many occupations of the base have no description now.
    """

    kept: int
    added: int
    unknown: tuple[str, ...]
    without: int


@transaction.atomic
def keep_descriptions(*, read: Sequence[Any], dated: str, by: Any) -> DescriptionsKept:
    """Keep descriptions that were read; those of an occupation that has one replace it.

    dated: the date of the words, as the publisher says it; empty where unknown. Safe to repeat.
    """
    here = bridge.base().by_slug
    before = Description.objects.count()
    today = timezone.localdate()
    known = [one for one in read if one.slug in here]
    Description.objects.bulk_create(
        [_row(one, dated, today) for one in known],
        update_conflicts=True,
        unique_fields=["occupation"],
        update_fields=_TEXTS,
    )
    after = Description.objects.count()
    audit.record(
        by=by,
        deed=Deed.IMPORTED,
        label="Descriptions of occupations",
        details={"kept": len(known), "added": after - before},
    )
    unknown = tuple(sorted(one.slug for one in read if one.slug not in here))
    return DescriptionsKept(len(known), after - before, unknown, len(here) - after)


def _row(one: Any, dated: str, today: Any) -> Description:
    values = asdict(one)
    slug = values.pop("slug")
    return Description(occupation=slug, dated=dated[:60], loaded_on=today, **values)
