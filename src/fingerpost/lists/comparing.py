"""What saving a list would do: new, changed, the same, taken out, wrong."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .keeping import Asked, Keeper, Wish


@dataclass(frozen=True)
class Change:
    """One row that a list makes or touches. before: what stands there, of what is different."""

    line: int
    name: str
    values: Mapping[str, Any]
    there: Any = None
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """What saving a list would do.

    same: rows that agree with the list; what is quiet of them is still written. repeated: how many
    lines are about the same as a later line, which counts.
    """

    new: Sequence[Change] = ()
    changed: Sequence[Change] = ()
    gone: Sequence[Change] = ()
    same: Sequence[Change] = ()
    repeated: int = 0
    problems: Sequence[str] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, by name."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "gone": len(self.gone),
            "same": len(self.same),
            "wrong": len(self.problems),
        }

    @property
    def mark(self) -> str:
        """The same for the same deeds alone: what is saved is what somebody has looked at."""
        told = [
            [(one.line, getattr(one.there, "pk", None), one.values, one.before) for one in group]
            for group in (self.new, self.changed, self.gone, self.same)
        ]
        text = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def compare(keeper: Keeper, asked: Asked) -> Comparison:
    """What a file asks for beside what stands; the later of two lines about the same counts."""
    wishes = {wish.key: wish for wish in asked.wishes}
    groups: dict[str, list[Change]] = {"new": [], "changed": [], "gone": [], "same": []}
    for wish in wishes.values():
        name, change = _change(keeper, wish)
        groups[name].append(change)
    return Comparison(
        **groups, repeated=len(asked.wishes) - len(wishes), problems=tuple(asked.problems)
    )


def _change(keeper: Keeper, wish: Wish) -> tuple[str, Change]:
    if wish.values is None:
        return "gone", Change(wish.line, wish.name, {}, wish.there)
    if wish.there is None:
        return "new", Change(wish.line, wish.name, wish.values)
    there: models.Model = wish.there
    before = {
        name: getattr(there, name)
        for name, value in wish.values.items()
        if getattr(there, name) != value
    }
    values = {name: wish.values[name] for name in before}
    is_same = keeper.quiet.issuperset(before)
    return "same" if is_same else "changed", Change(wish.line, wish.name, values, there, before)
