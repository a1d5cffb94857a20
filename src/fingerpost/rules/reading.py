"""Reading one table of a rule file, collecting every problem as a sentence.

A school administrator may write these files, so nothing stops at the first mistake: each
problem names the file and the entry, and all of them are shown together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fingerpost.rules.conditions import Condition, ConditionError, parse
from fingerpost.rules.facts import FACTS

_ABSENT = object()


class RuleError(ValueError):
    """Rule data that cannot be used. `problems` holds one sentence per mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Row:
    """One table being read: typed access by key, with problems collected in a shared list."""

    def __init__(self, raw: object, where: str, problems: list[str]) -> None:
        self.problems = problems
        self.where = where
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self._seen: set[str] = set()
        if not isinstance(raw, Mapping):
            self.problem("must be a table of keys and values")

    def problem(self, text: str) -> None:
        """Add a sentence that names the file and the entry."""
        self.problems.append(f"{self.where}: {text}.")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; an empty or missing one is a problem unless a default is given."""
        value = self._take(key, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        return self._wrong(key, value, "some text", "")

    def choice(self, key: str, choices: tuple[str, ...]) -> Any:
        """Return a string that is one of the choices."""
        value = self._take(key, None)
        if value in choices:
            return value
        return self._wrong(key, value, "one of " + ", ".join(choices), choices[0])

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings as a tuple."""
        value = self._take(key, default)
        if isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value):
            return tuple(value)
        return self._wrong(key, value, "a list of texts", ())

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from low to high."""
        value = self._take(key, default)
        if _in(value, low, high):
            return int(value)
        return self._wrong(key, value, f"a whole number from {low} to {high}", low)

    def whole_or_none(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number from low to high, or None where the key is not there."""
        if key in self.raw:
            return self.whole(key, low, high)
        return None

    def years(self, key: str) -> tuple[int, ...]:
        """Return year groups, each from 7 to 13, in order."""
        return tuple(sorted(set(self.wholes(key, 7, 13))))

    def wholes(
        self, key: str, low: int, high: int, default: tuple[int, ...] | None = None
    ) -> tuple[int, ...]:
        """Return a list of whole numbers from low to high, which may be empty only by default."""
        value = self._take(key, default)
        if value == default and default is not None:
            return default
        if isinstance(value, list) and value and all(_in(v, low, high) for v in value):
            return tuple(value)
        return self._wrong(key, value, f"a list of whole numbers from {low} to {high}", ())

    def yes_or_no(self, key: str, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self._take(key, default)
        if isinstance(value, bool):
            return value
        return self._wrong(key, value, "true or false", False)

    def day(self, key: str, default: date | None = None) -> date:
        """Return a date."""
        value = self._take(key, default)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self._wrong(key, value, "a date such as 2025-09-01", date.min)

    def day_or_none(self, key: str, default: date | None = None) -> date | None:
        """Return a date, or the default where the key is not there."""
        return self.day(key) if key in self.raw else default

    def conditions(self, key: str, *, required: bool = False) -> tuple[Condition, ...]:
        """Return the conditions of a list; each that cannot be read is one problem."""
        value = self._take(key, None if required else ())
        if not isinstance(value, list | tuple) or (required and not value):
            return self._wrong(key, value, "a list of conditions", ())
        found = []
        for raw in value:
            try:
                found.append(parse(raw))
            except ConditionError as error:
                self.problem(f'in "{key}", {error}')
        return tuple(found)

    def facts(self, key: str) -> tuple[str, ...]:
        """Return names of known facts."""
        names = self.texts(key)
        for name in names:
            if name not in FACTS:
                self.problem(f'in "{key}", there is no fact called "{name}"')
        return names

    def rows(self, key: str, *, required: bool = False) -> list[Row]:
        """Return the tables of a list inside this one."""
        value = self._take(key, None if required else [])
        if not isinstance(value, list) or (required and not value):
            return self._wrong(key, value, "a list of tables", [])
        return [
            Row(raw, f"{self.where}, {key} {n}", self.problems) for n, raw in enumerate(value, 1)
        ]

    def row(self, key: str) -> Row | None:
        """Return the table under a key, or None where the key is not there."""
        if key not in self.raw:
            return None
        return Row(self._take(key, None), f"{self.where}, {key}", self.problems)

    def done(self) -> None:
        """Report keys that nothing asked for: a misspelt key must not pass unnoticed."""
        for key in self.raw:
            if key not in self._seen:
                self.problem(f'"{key}" is not a key that belongs here')

    def _take(self, key: str, default: Any) -> Any:
        self._seen.add(key)
        value = self.raw.get(key, _ABSENT)
        return default if value is _ABSENT else value

    def _wrong(self, key: str, value: Any, wanted: str, instead: Any) -> Any:
        if value is None:
            self.problem(f'"{key}" is missing; it must be {wanted}')
        else:
            self.problem(f'"{key}" must be {wanted}, not {value!r}')
        return instead


def _in(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
