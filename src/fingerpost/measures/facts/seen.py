"""What a student has seen, kept as sets in one number each while facts are worked out.

Every kind, route and sector has a bit. One number per student then answers for all of them,
where a column for each would mean adding up the whole ledger some fifty times.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir

from fingerpost.measures.facts.fact import Expression, Fact, Layer


def _set(name: str, layer: Layer, expression: Expression) -> Fact:
    return Fact(name, "", "", "int", layer, expression)


KINDS_THIS_YEAR = "kinds_this_year_set"
EMPLOYER_YEARS = "employer_years_set"
ROUTES = "routes_set"
SECTORS = "sectors_set"

HIDDEN: tuple[Fact, ...] = (
    _set(KINDS_THIS_YEAR, "lines", lambda t: t.kind_bit.bit_or(where=t.encounter & t.this_year)),
    _set(
        EMPLOYER_YEARS,
        "lines",
        lambda t: _power(t.year_then).bit_or(where=t.employer & t.year_then.between(7, 13)),
    ),
    _set(ROUTES, "routes", lambda t: t.route_set.bit_or()),
    _set(SECTORS, "sectors", lambda t: t.sector_bit.bit_or()),
)
"""Sets that facts of the layer "later" may read; they are no facts and nobody sees them."""


def has_any(members: str, bits: Sequence[int]) -> Expression:
    """Say whether a set holds any of some bits."""
    wanted = sum(set(bits))
    return lambda t: (t[members] & wanted) != 0


def how_many(members: str, bits: Sequence[int]) -> Expression:
    """Count the bits that a set holds."""

    def expression(t: ir.Table) -> ir.IntegerValue:
        ones = (((t[members] & one) != 0).cast("int64") for one in bits)
        return reduce(add, ones, ibis.literal(0, "int64"))

    return expression


def _power(year_group: ir.IntegerValue) -> ir.IntegerValue:
    return ibis.literal(1, "int64") << year_group.clip(lower=0, upper=20)
