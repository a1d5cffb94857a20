"""Which groups of answers are shown, so that none held back can be worked out.

Answers are read by kind, and each kind again by session or by adviser: the parts of a kind add
up to it, and the kinds add up to all. A group is held back where too few students answered, not
too few answers: one student may have answered after every lesson. Whoever knows the sum and the
other parts could subtract, so wherever what is held back under one sum came from too few
students, the smallest parts that are still shown are held back with it.

Not protected against: a reader who looks before and after one more student answers, and knows
who that was.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Set
from typing import TypeVar

Part = tuple[str, str]
"""A kind, and which of its sessions or advisers."""

Key = TypeVar("Key", bound=Hashable)


def shown_groups(
    answered: Mapping[Part, Collection[int]], fewest: int
) -> tuple[set[str], set[Part]]:
    """Return the kinds and the parts that may be shown.

    answered: which students answered about each part. fewest: how many it takes to show a group.
    """
    parts_of: dict[str, dict[Part, set[int]]] = defaultdict(dict)
    for part, students in answered.items():
        parts_of[part[0]][part] = set(students)
    kinds = {kind: set().union(*parts.values()) for kind, parts in parts_of.items()}
    shown_kinds = _shown(kinds, fewest)
    shown_parts: set[Part] = set()
    for kind, parts in parts_of.items():
        # All parts of a kind that is held back would add up to it.
        shown_parts |= _shown(parts, fewest, must_hide=kind not in shown_kinds)
    return shown_kinds, shown_parts


def _shown(answered: Mapping[Key, Set[int]], fewest: int, must_hide: bool = False) -> set[Key]:
    """The groups under one sum that may be shown; with `must_hide` not all of them."""
    shown = {key for key, students in answered.items() if len(students) >= fewest}
    held: set[int] = set().union(*(answered[key] for key in answered if key not in shown))
    for key in _smallest_first(shown, answered):
        if len(held) >= fewest or (not held and not must_hide):
            break
        shown.remove(key)
        held |= answered[key]
    return shown


def _smallest_first(keys: Iterable[Key], answered: Mapping[Key, Set[int]]) -> list[Key]:
    return sorted(keys, key=lambda key: (len(answered[key]), repr(key)))
