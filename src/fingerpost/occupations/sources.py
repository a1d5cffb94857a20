"""Where figures come from, and what could not be found for which occupation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One published file or set: key, what it is, its date in words, its licence and credit."""

    key: str
    what: str
    dated: str
    credit: str
    rows: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the published files do not say of an occupation, and why."""

    slug: str
    what: str
    because: str
