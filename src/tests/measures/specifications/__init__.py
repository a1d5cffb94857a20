"""What each measure promises, as a made school in which it must come out right.

One function per measure, of the same name, in the module of its subject.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.measures.builder import Made

Specification = Callable[[Made], None]
SPECIFICATIONS: dict[str, Specification] = {}


def specification(function: Specification) -> Specification:
    """Register the specification of the measure that the function is named after."""
    return named(function.__name__)(function)


def named(name: str) -> Callable[[Specification], Specification]:
    """Register a specification under a measure's name."""

    def register(function: Specification) -> Specification:
        assert name not in SPECIFICATIONS, f"{name} is specified twice"
        SPECIFICATIONS[name] = function
        return function

    return register


def _read() -> None:
    from tests.measures.specifications import (  # noqa: F401
        applications,
        choices,
        encounters,
        entitlements,
        interviews,
        plans,
        routes,
    )


_read()
