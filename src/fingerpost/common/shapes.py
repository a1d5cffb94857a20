"""Shapes of JSON: what a field may hold, read with every reason that it cannot, and its schema.

A shape reads a value at a path and notes each fault with that path, so that one reading tells
all of them. The same shape writes its JSON Schema, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Protocol


class Fault(NamedTuple):
    """One thing wrong with a problem or a result."""

    path: str  # as in interviews[3].deadline
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


class Refused(ValueError):
    """A file or an object that cannot be used; `faults` are the reasons with their paths."""

    shown = 20  # so many reasons are told

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> list[str]:
        """One line for each of the first reasons, and how many more there are."""
        more = len(self.faults) - self.shown
        lines = [str(fault) for fault in self.faults[: self.shown]]
        return [*lines, f"And {more} more."] if more > 0 else lines


Faults = list[Fault]
Path = str | None  # None: nobody asks where, which saves writing it down a million times


def _fault(path: Path, sentence: str) -> Fault:
    return Fault(path or "", sentence)


class Shape(Protocol):
    """What a value must be."""

    def read(self, value: Any, path: Path, faults: Faults) -> Any:
        """Return the value as Python has it; what is wrong goes to `faults`."""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""


@dataclass(frozen=True)
class Text:
    """A text that is not empty."""

    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> str:
        if isinstance(value, str) and value:
            return value
        faults.append(_fault(path, "should be a text that is not empty."))
        return ""

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "string", "minLength": 1})


@dataclass(frozen=True)
class OneOf:
    """One of a few texts."""

    values: tuple[str, ...]
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> str:
        if value not in self.values:
            faults.append(_fault(path, f"should be one of {', '.join(self.values)}."))
        return str(value)

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"enum": list(self.values)})


@dataclass(frozen=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 1_000_000
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if whole and not isinstance(value, bool) and self.least <= value <= self.most:
            return int(value)
        faults.append(_fault(path, f"should be a whole number from {self.least} to {self.most}."))
        return self.least

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "integer", "minimum": self.least, "maximum": self.most})


@dataclass(frozen=True)
class Number:
    """Any number that is not negative."""

    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and 0 <= value < float("inf"):
            return float(value)
        faults.append(_fault(path, "should be a number that is not negative."))
        return 0.0

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "number", "minimum": 0})


@dataclass(frozen=True)
class Flag:
    """True or false."""

    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> bool:
        if not isinstance(value, bool):
            faults.append(_fault(path, "should be true or false."))
        return value is True

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "boolean"})


@dataclass(frozen=True)
class Day:
    """A day, written as in 2026-09-01."""

    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> date:
        day = _day(value) if isinstance(value, str) else None
        if day is None:
            faults.append(_fault(path, "should be a day written as in 2026-09-01."))
            return date.min
        return day

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "string", "format": "date", "pattern": DAY_PATTERN})


@lru_cache(maxsize=2000)
def _day(text: str) -> date | None:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.isoformat() == text:
            return day
    return None


DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True)
class Clock:
    """A time of day, written as in 09:30; read as minutes since midnight. 24:00 ends a day."""

    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> int:
        minutes = _CLOCKS.get(value) if isinstance(value, str) else None
        if minutes is None:
            faults.append(_fault(path, "should be a time of day written as in 09:30."))
            return 0
        return minutes

    def schema(self) -> dict[str, Any]:
        pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
        return told(self.about, {"type": "string", "pattern": pattern})


_CLOCKS = {f"{at // 60:02}:{at % 60:02}": at for at in range(24 * 60 + 1)}


@dataclass(frozen=True)
class Many:
    """A list."""

    of: Shape
    about: str = ""
    least: int = 0

    def read(self, value: Any, path: Path, faults: Faults) -> list[Any]:
        if not isinstance(value, list):
            faults.append(_fault(path, "should be a list."))
            return []
        if len(value) < self.least:
            faults.append(_fault(path, "should not be empty."))
        read = self.of.read
        if path is None:
            return [read(one, None, faults) for one in value]
        return [read(one, f"{path}[{place}]", faults) for place, one in enumerate(value)]

    def schema(self) -> dict[str, Any]:
        counted = {"minItems": self.least} if self.least else {}
        return told(self.about, {"type": "array", "items": self.of.schema(), **counted})


@dataclass(frozen=True)
class OrNull:
    """A value, or null for none."""

    of: Shape

    def read(self, value: Any, path: Path, faults: Faults) -> Any:
        return None if value is None else self.of.read(value, path, faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.of.schema(), {"type": "null"}]}


@dataclass(frozen=True)
class Fields:
    """An object with these fields and no others, read into what `into` makes of them.

    An optional field that is not given is not handed to `into`, which knows its default.
    `names`: field to the argument of `into`, where they differ.
    """

    into: Callable[..., Any]
    needed: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    one_of: Sequence[str] = ()  # exactly one of these optional fields is needed
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> Any:
        if not isinstance(value, dict):
            faults.append(_fault(path, "should be an object with fields."))
            return None
        before = len(faults)
        readers = self._readers
        fields: dict[str, Any] = {}
        for name, one in value.items():
            found = readers.get(name)
            if found is None:
                there = f"There are: {', '.join(readers)}."
                faults.append(_fault(_under(path, name), f"is not a field here. {there}"))
            else:
                argument, read = found
                where = None if path is None else _under(path, name)
                fields[argument] = read(one, where, faults)
        if not value.keys() >= self._needed or not self._has_one_of(value):
            self._look_for_missing(value, path, faults)
        return self.into(**fields) if len(faults) == before else None

    @cached_property
    def _readers(self) -> dict[str, tuple[str, Callable[[Any, Path, Faults], Any]]]:
        """Field to the argument that it becomes and what reads it."""
        return {
            name: (self.names.get(name, name), shape.read)
            for name, shape in {**self.needed, **self.optional}.items()
        }

    @cached_property
    def _needed(self) -> frozenset[str]:
        return frozenset(self.needed)

    def _has_one_of(self, value: dict[str, Any]) -> bool:
        return not self.one_of or sum(map(value.__contains__, self.one_of)) == 1

    def _look_for_missing(self, value: dict[str, Any], path: Path, faults: Faults) -> None:
        for name in self.needed:
            if name not in value:
                faults.append(_fault(_under(path, name), "is missing."))
        if not self._has_one_of(value):
            faults.append(_fault(path, f"needs one of {' and '.join(self.one_of)}, not both."))

    def schema(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "type": "object",
            "properties": {
                name: shape.schema() for name, shape in {**self.needed, **self.optional}.items()
            },
            "additionalProperties": False,
        }
        if self.needed:
            made["required"] = list(self.needed)
        if self.one_of:
            made["oneOf"] = [{"required": [name]} for name in self.one_of]
        return told(self.about, made)


def _under(path: Path, name: str) -> str:
    return f"{path}.{name}" if path else name


def told(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its description, where there is one."""
    return {"description": about, **schema} if about else schema
