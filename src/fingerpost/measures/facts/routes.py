"""Facts about routes, providers and sectors: what the student has been shown."""

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from fingerpost.measures.facts import seen
from fingerpost.measures.facts.fact import Expression, Fact, count, flag, whether
from fingerpost.measures.facts.seen import has_any, how_many
from fingerpost.measures.vocabulary import RouteGroup, Term, Vocabulary, bit

SIXTH_FORMS = ("school_sixth_form", "sixth_form_college")
COLLEGES = ("further_education", "t_level")
UNIVERSITIES = ("university",)
TRAINING_PROVIDERS = ("training_provider", "apprenticeship", "higher_apprenticeship")
APPRENTICESHIPS = ("apprenticeship", "higher_apprenticeship")
_VISITS = ("provider_visit", "taster")


def facts(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts about routes, providers and sectors."""
    return (*_providers(words), *_access_phases(words), *_routes(words), *_sectors(words))


def _providers(words: Vocabulary) -> tuple[Fact, ...]:
    def met(name: str, title: str, whom: str, routes: Sequence[str]) -> Fact:
        meaning = f"An encounter with {whom} that counts as a provider encounter."
        shows = _shows(words, routes)
        return flag(name, title, meaning, lambda t: t.provider & shows(t), "routes")

    universities = _shows(words, UNIVERSITIES)

    return (
        count(
            "provider_encounters_by_16",
            "Provider encounters by the end of Year 11",
            "Encounters with providers while in Year 11 or below, without those judged not "
            "meaningful.",
            lambda t: t.provider & (t.year_then <= 11),
        ),
        met("sixth_form_seen", "Has met a sixth form", "a sixth form", SIXTH_FORMS),
        met("college_seen", "Has met a college", "a further education college", COLLEGES),
        met("university_seen", "Has met a university", "a university", UNIVERSITIES),
        met(
            "training_provider_seen",
            "Has met a training provider",
            "a training provider or an employer with apprenticeships",
            TRAINING_PROVIDERS,
        ),
        count(
            "university_visits_post_16",
            "Visits to universities in Years 12 and 13",
            "Visits and tasters at universities while in Year 12 or 13, without those judged not "
            "meaningful.",
            lambda t: t.provider & t.kind.isin(_VISITS) & universities(t) & (t.year_then >= 12),
            "routes",
        ),
    )


def _shows(words: Vocabulary, routes: Sequence[str]) -> Expression:
    """Say whether a line shows any of some routes."""
    wanted = sum(bit(words.routes, name) for name in routes)
    return lambda t: (t.route_set & wanted) != 0


def _access_phases(words: Vocabulary) -> tuple[Fact, ...]:
    phases = (("first", 8, 9), ("second", 10, 11), ("third", 12, 13))
    return tuple(
        count(
            f"provider_access_{name}_phase",
            f"Provider access encounters, {name} phase",
            f"Encounters with providers of technical education or apprenticeships, in school "
            f"hours, in Year {one} or from 1 September to 28 February in Year {two}.",
            _access_encounters(one, two, words),
            "routes",
        )
        for name, one, two in phases
    )


def _access_encounters(one: int, two: int, words: Vocabulary) -> Expression:
    technical = _shows(words, words.technical_routes)

    def expression(t: ir.Table) -> ir.BooleanValue:
        # The law has its own list of what an encounter must hold, so the benchmarks' checklist
        # of what is meaningful does not decide here.
        counts = t.provider_kind & technical(t)
        in_hours = t.school_hours.fill_null(True)
        window = (t.year_then == one) | ((t.year_then == two) & t.before_march)
        return counts & in_hours & window & t.given_here

    return expression


def _routes(words: Vocabulary) -> tuple[Fact, ...]:
    def bits(names: Sequence[str]) -> list[int]:
        return [bit(words.routes, name) for name in names]

    every = [term.name for term in words.routes]
    technical = has_any(seen.ROUTES, bits(words.technical_routes))
    return (
        *_each_shown("route", words.routes, seen.ROUTES),
        *(_group_shown(group, bits(group.routes)) for group in words.route_groups),
        Fact(
            "routes_seen",
            "Routes shown",
            "Different routes shown to the student in encounters of any kind.",
            "int",
            "later",
            how_many(seen.ROUTES, bits(every)),
        ),
        whether(
            "technical_route_seen",
            "Has been shown a technical route",
            "At least one route to a technical qualification or an apprenticeship was shown.",
            technical,
        ),
        whether(
            "apprenticeship_seen",
            "Has been shown apprenticeships",
            "Apprenticeships were shown, at any level.",
            has_any(seen.ROUTES, bits(APPRENTICESHIPS)),
        ),
        whether(
            "academic_only",
            "Shown academic routes only",
            "At least one route was shown, and none of those shown is technical.",
            lambda t: has_any(seen.ROUTES, bits(every))(t) & ~technical(t),
        ),
    )


def _group_shown(group: RouteGroup, routes: Sequence[int]) -> Fact:
    what = {"level": "a route that leads to this level", "provider": "this kind of provider"}
    return whether(
        f"{group.name}_seen",
        f"Has been shown: {group.label}",
        f"An encounter of any kind that showed {what[group.what]}: {group.label}.",
        has_any(seen.ROUTES, routes),
    )


def _sectors(words: Vocabulary) -> tuple[Fact, ...]:
    return (
        *_each_shown("sector", words.sectors, seen.SECTORS),
        Fact(
            "sectors_seen",
            "Sectors shown",
            "Different sectors of work shown to the student in encounters of any kind.",
            "int",
            "later",
            how_many(seen.SECTORS, [bit(words.sectors, term.name) for term in words.sectors]),
        ),
    )


def _each_shown(what: str, terms: Sequence[Term], members: str) -> tuple[Fact, ...]:
    return tuple(
        whether(
            f"{what}_seen_{term.name}",
            f"Has been shown: {term.label}",
            f"An encounter of any kind that showed this {what}: {term.label}.",
            has_any(members, [bit(terms, term.name)]),
        )
        for term in terms
    )
