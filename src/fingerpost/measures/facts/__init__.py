"""Facts: everything that is known of one student on one day, each worked out from roll and ledger.

Measures add facts up over groups, and next-step rules ask conditions of them.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from fingerpost.measures.facts import (
    applied,
    choices,
    encounters,
    identity,
    interviews,
    plans,
    routes,
)
from fingerpost.measures.facts.fact import Fact
from fingerpost.measures.vocabulary import Vocabulary, vocabulary

__all__ = ["Fact", "facts_for", "registry"]

_SUBJECTS = (identity, interviews, encounters, routes, plans, choices, applied)


def registry(on: date) -> tuple[Fact, ...]:
    """Return all facts that can be asked for on a day, in the order of the facts table."""
    return facts_for(vocabulary(on))


@lru_cache(maxsize=16)
def facts_for(words: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts for a vocabulary; the same vocabulary gives the same objects."""
    return tuple(fact for subject in _SUBJECTS for fact in subject.facts(words))
