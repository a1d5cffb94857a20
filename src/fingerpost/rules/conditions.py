"""One condition on one fact, as written in rule data, and the parser for it.

Two packages translate conditions: the needs engine into numpy masks and the measures into
database expressions. What both must agree on is written here: a fact whose value is not
known fails every comparison, `is_not` included; only `missing` looks at that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, cast, get_args

from fingerpost.rules.facts import CHOICES, FACTS, FactKind

Scalar: TypeAlias = int | float | bool | str | date
Value: TypeAlias = Scalar | tuple[Scalar, ...]
Op = Literal["is", "is_not", "in", "under", "at_most", "over", "at_least", "between", "missing"]

OPS: tuple[str, ...] = get_args(Op)
_ORDERED: frozenset[str] = frozenset({"under", "at_most", "over", "at_least", "between"})
_ACCEPTS: Mapping[FactKind, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "str": (str,),
    "date": (date,),
}


class ConditionError(ValueError):
    """A condition that cannot be read. The message is a sentence without a full stop."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on one fact.

    `value` is a scalar of the fact's kind; for "in" a tuple of them; for "between" the pair
    (lowest, highest), both included; for "missing" True (the value must be unknown) or False
    (it must be known).
    """

    fact: str
    op: Op
    value: Value


def parse(raw: object, facts: Mapping[str, FactKind] = FACTS) -> Condition:
    """Read one condition table such as `{fact = "interviews_ever", under = 1}`.

    Raises ConditionError when the fact is unknown, when there is not exactly one comparison,
    or when the value does not suit the fact.
    """
    if not isinstance(raw, Mapping):
        raise ConditionError("a condition must be a table with a fact and one comparison")
    fact = raw.get("fact")
    if not isinstance(fact, str):
        raise ConditionError("a condition does not name its fact")
    if fact not in facts:
        raise ConditionError(f'there is no fact called "{fact}"')
    ops = [key for key in raw if key != "fact"]
    unknown = [key for key in ops if key not in OPS]
    if unknown:
        raise ConditionError(f'"{unknown[0]}" is not a comparison (use {", ".join(OPS)})')
    if len(ops) != 1:
        raise ConditionError(f'the condition on "{fact}" must have exactly one comparison')
    op = cast(Op, ops[0])
    return Condition(fact, op, _value(fact, op, raw[op], facts[fact]))


def _value(fact: str, op: Op, raw: object, kind: FactKind) -> Value:
    if op == "missing":
        if not isinstance(raw, bool):
            raise ConditionError(f'"missing" on "{fact}" must be true or false')
        return raw
    if op in _ORDERED and kind in ("bool", "str"):
        raise ConditionError(f'"{fact}" has no order, so "{op}" cannot be asked of it')
    if op in ("in", "between"):
        return _several(fact, op, raw, kind)
    return _scalar(fact, raw, kind)


def _several(fact: str, op: Op, raw: object, kind: FactKind) -> tuple[Scalar, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        raise ConditionError(f'"{op}" on "{fact}" must be a list of values')
    values = tuple(_scalar(fact, item, kind) for item in raw)
    if op == "between" and (len(values) != 2 or values[0] > values[1]):  # type: ignore[operator]
        raise ConditionError(f'"between" on "{fact}" must be the lowest and the highest value')
    return values


def _scalar(fact: str, raw: object, kind: FactKind) -> Scalar:
    # bool is a kind of int in Python, but "under true" is a slip and never meant.
    if not isinstance(raw, _ACCEPTS[kind]) or (isinstance(raw, bool) and kind != "bool"):
        raise ConditionError(f'"{fact}" is of kind {kind} and cannot be compared with {raw!r}')
    choices = CHOICES.get(fact)
    if choices is not None and raw not in choices:
        raise ConditionError(f'"{raw}" is not a value of "{fact}" ({", ".join(sorted(choices))})')
    return cast(Scalar, raw)
