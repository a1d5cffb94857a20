"""Postcodes, of which only the district is kept: a whole postcode can point at one home."""

from __future__ import annotations

import re

from fingerpost.common.told import Told

_DISTRICT = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
_WHOLE = re.compile(rf"({_DISTRICT})[0-9][A-Z]{{2}}")
_ALONE = re.compile(_DISTRICT)


class InvalidPostcode(Told, ValueError):
    """Not a postcode; `sentence` says so in plain words."""


def postcode_district(text: str) -> str:
    """The district of a postcode, such as "BD7" for "BD7 1AA"; a district alone is kept.

    Raises InvalidPostcode.
    """
    words = text.upper().split()
    joined = "".join(words)
    whole = _WHOLE.fullmatch(joined)
    if whole:
        return whole[1]
    if len(words) == 1 and _ALONE.fullmatch(joined):
        return joined
    raise InvalidPostcode(f"“{text[:12]}” is not a postcode.")
