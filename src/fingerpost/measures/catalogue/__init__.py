"""All named measures, by subject, and which of them are in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from fingerpost import rules
from fingerpost.measures.catalogue import (
    choices,
    encounters,
    entitlements,
    interviews,
    plans,
    routes,
)
from fingerpost.measures.catalogue.entitlements import Due
from fingerpost.measures.measure import Measure
from fingerpost.measures.vocabulary import Vocabulary, vocabulary

__all__ = ["catalogue"]

_Entitlement = tuple[rules.Framework, tuple[Due, ...]]


def catalogue(on: date) -> Mapping[str, Measure]:
    """Return the measures in force on a day, by name, in the order of the catalogue.

    Days on which nothing changes share one mapping and its measures, so that what is worked
    out from a measure can be kept.
    """
    frameworks = tuple(
        (
            framework,
            tuple(
                Due(criterion, criterion.years_due(on), criterion.years_overdue(on))
                for criterion in framework.criteria
            ),
        )
        for framework in rules.entitlement_frameworks(on)
    )
    every = _all(vocabulary(on), frameworks)
    return _in_force(every, tuple(name for name, one in every.items() if one.in_force(on)))


@lru_cache(maxsize=32)
def _all(words: Vocabulary, frameworks: tuple[_Entitlement, ...]) -> Mapping[str, Measure]:
    found = (
        *interviews.measures(),
        *encounters.measures(words),
        *routes.measures(words),
        *plans.measures(),
        *choices.measures(words),
        *(one for framework, due in frameworks for one in entitlements.measures(framework, due)),
    )
    by_name: dict[str, Measure] = {}
    for measure in found:
        if measure.name in by_name:
            raise ValueError(f'There are two measures called "{measure.name}".')
        by_name[measure.name] = measure
    return MappingProxyType(by_name)


def _in_force(every: Mapping[str, Measure], names: tuple[str, ...]) -> Mapping[str, Measure]:
    if len(names) == len(every):
        return every
    return MappingProxyType({name: every[name] for name in names})
