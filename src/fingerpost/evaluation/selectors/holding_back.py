"""Which groups of answers are shown, so that none held back can be worked out.

Answers are read by kind, and each kind again by session or by adviser: the parts of a kind add
up to it, and the kinds add up to all. A group with too few answers is held back. Whoever knows
the sum and the other parts could subtract, so wherever less than enough is held back under one
sum, the smallest parts that are still shown are held back with it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Part = tuple[str, str]
"""A kind, and which of its sessions or advisers."""

Key = TypeVar("Key", bound=Hashable)


def shown_groups(sizes: Mapping[Part, int], fewest: int) -> tuple[set[str], set[Part]]:
    """Return the kinds and the parts that may be shown.

    sizes: how many answers each part has. fewest: how many it takes to show a group.
    """
    parts_of: dict[str, dict[Part, int]] = defaultdict(dict)
    for part, number in sizes.items():
        parts_of[part[0]][part] = number
    kinds = {kind: sum(parts.values()) for kind, parts in parts_of.items()}
    shown_kinds = _shown(kinds, fewest)
    shown_parts: set[Part] = set()
    for kind, parts in parts_of.items():
        # All parts of a kind that is held back would add up to it.
        shown_parts |= _shown(parts, fewest, must_hide=kind not in shown_kinds)
    return shown_kinds, shown_parts


def _shown(sizes: Mapping[Key, int], fewest: int, must_hide: bool = False) -> set[Key]:
    """The groups under one sum that may be shown; with `must_hide` not all of them."""
    shown = {key for key, number in sizes.items() if number >= fewest}
    held = sum(number for key, number in sizes.items() if key not in shown)
    for key in _smallest_first(shown, sizes):
        if held >= fewest or (held == 0 and not must_hide):
            break
        shown.remove(key)
        held += sizes[key]
    return shown


def _smallest_first(keys: Iterable[Key], sizes: Mapping[Key, int]) -> list[Key]:
    return sorted(keys, key=lambda key: (sizes[key], repr(key)))
