"""The measures and entitlements in force, with the installation's own rules among them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost import rules


@dataclass(frozen=True)
class Criterion:
    """A column of the coverage page: one thing students are due."""

    name: str
    label: str
    source: str
    url: str = ""


def frameworks(on: dt.date) -> dict[str, rules.Framework]:
    """The entitlement frameworks in force on a day, by name."""
    return {one.name: one for one in rules.entitlement_frameworks(on)}


def measures(on: dt.date) -> Mapping[str, Any]:
    """The measures in force on a day, by name, in the order of the catalogue."""
    from fingerpost.measures.catalogue import catalogue

    return catalogue(on)


def columns(framework: str, on: dt.date) -> list[Criterion]:
    """Everything together, then the criteria of a framework that anybody is due on a day.

    Each is a measure.
    """
    found = frameworks(on)[framework]
    everything = Criterion(f"everything_{framework}", "Anything that is due", found.source)
    return [everything] + [
        Criterion(one.name, one.label, one.source) for one in found.criteria if one.years_due(on)
    ]
