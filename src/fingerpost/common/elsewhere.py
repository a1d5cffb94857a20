"""How a line of the ledger says that it comes from another school's record."""

from __future__ import annotations

ELSEWHERE = "elsewhere:"
"""What the `about` of such a line begins with; the rest names the piece that was read in."""


def is_elsewhere(about: str | None) -> bool:
    """Whether a line with this `about` was read in from another school's record."""
    return bool(about) and str(about).startswith(ELSEWHERE)
