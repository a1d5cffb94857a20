"""Reading providers' links, and what providers have given by them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from fingerpost.web.keys import key_in

from ..models import Course, GivenOpportunity, GivenState, Opportunity, Provider, ProviderLink
from .here import here_of

# How far off, in metres, a provider is offered by name, and how many of them.
_NEAR, _NAMES = 40_000, 300


@dataclass(frozen=True)
class Named:
    """Routes and sectors of a course or opportunity, by name."""

    routes: tuple[str, ...]
    sectors: tuple[str, ...]


def routes_named(key: str, school: Any) -> Named | None:
    """What a card's key ("course:3", "opportunity:7") names; None where it names nothing here."""
    kind, _, number = key.partition(":")
    pk = key_in(number)
    if kind == "course":
        course = Course.objects.filter(pk=pk).first()
        return Named((course.route,), tuple(filter(None, (course.sector,)))) if course else None
    one = Opportunity.objects.filter(pk=pk, school=school).first()
    return Named((one.route,), tuple(one.sectors)) if one and kind == "opportunity" else None


def links_of(school: Any) -> QuerySet[ProviderLink]:
    """A school's links, the newest first, with how much given by each waits (`waiting`)."""
    waits = Count("given", filter=Q(given__state=GivenState.WAITING))
    found = ProviderLink.objects.filter(school=school).annotate(waiting=waits)
    return found.order_by("-made_at", "-pk")


def good_link(pk: int, school: int, today: dt.date) -> ProviderLink | None:
    """A link that may be used today; None for one that is over."""
    return (
        ProviderLink.objects.select_related("school")
        .filter(pk=pk, school=school, revoked_at__isnull=True, expires_on__gte=today)
        .first()
    )


def link_even_over(pk: int, school: int) -> ProviderLink | None:
    """A link that is over too, to say so in its provider's and its school's name."""
    return ProviderLink.objects.select_related("school").filter(pk=pk, school=school).first()


def given_to(school: Any, *, waiting: bool) -> QuerySet[GivenOpportunity]:
    """What providers gave to a school: what waits, the oldest first, or what was decided."""
    found = GivenOpportunity.objects.filter(school=school).select_related(
        "given_by", "corrects", "decided_by"
    )
    if waiting:
        return found.filter(state=GivenState.WAITING)
    return found.filter(state__in=(GivenState.ACCEPTED, GivenState.REFUSED)).order_by(
        "-decided_at", "-pk"
    )


def given_until(school: Any, read_at: dt.datetime) -> QuerySet[GivenOpportunity]:
    """What waits and has not changed since somebody at the school read it."""
    return given_to(school, waiting=True).filter(given_at__lte=read_at)


def given_by(link: ProviderLink) -> QuerySet[GivenOpportunity]:
    """What waits of what was given by a provider to its school."""
    return GivenOpportunity.objects.filter(
        school=link.school_id, given_by=link, state=GivenState.WAITING
    ).select_related("given_by", "corrects")


def refused_of(link: ProviderLink) -> QuerySet[GivenOpportunity]:
    """What the school has refused of what came by a link, the newest first."""
    return (
        GivenOpportunity.objects.filter(
            school=link.school_id, given_by=link, state=GivenState.REFUSED
        )
        .select_related("given_by")
        .order_by("-decided_at")
    )


def listed_of(link: ProviderLink, today: dt.date) -> QuerySet[Opportunity]:
    """What stands in the school's list of that provider, today."""
    return Opportunity.objects.filter(
        school=link.school_id, provider__iexact=link.provider, expires_on__gte=today
    )


def provider_names(viewer: Any) -> list[str]:
    """Names of providers near by, of the published lists and the school's own."""
    own = Opportunity.objects.filter(school=viewer.school).values_list("provider", flat=True)
    here = here_of(viewer)
    listed = Provider.objects.none()
    if here is not None:
        listed = Provider.objects.filter(
            easting__range=(here.easting - _NEAR, here.easting + _NEAR),
            northing__range=(here.northing - _NEAR, here.northing + _NEAR),
        )
    return sorted({*own.distinct(), *listed.values_list("name", flat=True)[:_NAMES]})
