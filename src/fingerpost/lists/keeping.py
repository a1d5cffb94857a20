"""How one kind of list is kept, as the app that it belongs to says it."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .enums import ListOf


@dataclass(frozen=True)
class Wish:
    """What one line of a file asks for.

    line: its number. key: what two lines about the same thing have in common. name: what it is
    about, in words. values: of the row by its columns; None where the row is to go. there: the row
    that stands already.
    """

    line: int
    key: Hashable
    name: str
    values: Mapping[str, Any] | None
    there: models.Model | None = None


@dataclass(frozen=True)
class Asked:
    """What a file asks for, and a sentence for each line that cannot be kept."""

    wishes: Sequence[Wish]
    problems: Sequence[str] = ()


def nothing_more(_rows: Collection[models.Model], _by: Any) -> None:
    """For lists from which nothing else follows."""


@dataclass(frozen=True)
class Keeper:
    """One kind of list at one school.

    read: what a file says; raises UnreadableFile. ask: what that asks for, beside what stands now.
    fields: columns of the row by what they are called on pages. quiet: columns that are written
    along, and are no change by themselves, such as the day of the last look. after: told of the
    rows that were added, changed or taken away, saving and undoing alike. let_go: what undoing does
    with rows that the list added.
    """

    of: ListOf
    school: Any
    model: type[models.Model]
    read: Callable[[bytes], Any]
    ask: Callable[[Any], Asked]
    fields: Mapping[str, str]
    quiet: frozenset[str] = field(default_factory=frozenset)
    after: Callable[[Collection[Any], Any], None] = nothing_more
    let_go: Callable[[Collection[Any]], None] | None = None
