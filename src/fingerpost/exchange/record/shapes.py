"""Shapes that a record file needs beside the common ones: what a stranger's text may hold."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fingerpost.common.shapes import Fault, Faults, Path, told

# What no database or page can show: control signs (but line ends and tabs), and halves of signs.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UTC = "%Y-%m-%dT%H:%M:%SZ"


def showable(text: str) -> str:
    """A text without the signs that a file must not hold, and without space around it."""
    return _UNSHOWABLE.sub("", text).strip()


def _put(faults: Faults, path: Path, sentence: str) -> str:
    faults.append(Fault(path or "", sentence))
    return ""


@dataclass(frozen=True)
class Words:
    """A text of at least one sign and at most `most`, without signs that cannot be shown.

    Space around it is none of it.
    """

    most: int
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> str:
        if not isinstance(value, str) or not value.strip():
            return _put(faults, path, "should be a text that is not empty.")
        if len(value) > self.most:
            return _put(faults, path, f"should have at most {self.most} signs, has {len(value)}.")
        if _UNSHOWABLE.search(value):
            return _put(faults, path, "holds a sign that cannot be shown.")
        return value.strip()

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "string", "minLength": 1, "maxLength": self.most})


@dataclass(frozen=True)
class Name:
    """A name of the rules, or a key: small letters, digits, hyphens and underscores."""

    most: int = 40
    about: str = ""

    @property
    def pattern(self) -> str:
        return f"^[a-z0-9][a-z0-9_.-]{{0,{self.most - 1}}}$"

    def read(self, value: Any, path: Path, faults: Faults) -> str:
        if isinstance(value, str) and re.fullmatch(self.pattern[1:-1], value):
            return value
        return _put(
            faults, path, f"should be a name of at most {self.most} small letters, digits, - and _."
        )

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "string", "pattern": self.pattern})


@dataclass(frozen=True)
class Link:
    """An address of a web page."""

    most: int = 500
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> str:
        if isinstance(value, str) and len(value) <= self.most and is_web_page(value):
            return value
        return _put(faults, path, "should be an address that begins with http:// or https://.")

    def schema(self) -> dict[str, Any]:
        kept = {"type": "string", "format": "uri", "pattern": "^https?://", "maxLength": self.most}
        return told(self.about, kept)


def is_web_page(value: str) -> bool:
    """Whether a text is an address of a web page."""
    if _UNSHOWABLE.search(value) or re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@dataclass(frozen=True)
class Uuid:
    """An identifier of its own, written as in urn:uuid:..."""

    about: str = ""

    pattern = "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

    def read(self, value: Any, path: Path, faults: Faults) -> str:
        if isinstance(value, str) and re.fullmatch(self.pattern[1:-1], value):
            return value
        return _put(faults, path, "should be an identifier that begins with urn:uuid:.")

    def schema(self) -> dict[str, Any]:
        return told(self.about, {"type": "string", "pattern": self.pattern})


@dataclass(frozen=True)
class Moment:
    """A moment in universal time, written as in 2026-09-01T09:30:00Z."""

    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> dt.datetime:
        try:
            found = dt.datetime.strptime(value, _UTC).replace(tzinfo=dt.UTC)
        except (TypeError, ValueError):
            _put(faults, path, "should be a moment written as in 2026-09-01T09:30:00Z.")
            return dt.datetime.min.replace(tzinfo=dt.UTC)
        return found

    def schema(self) -> dict[str, Any]:
        pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
        return told(self.about, {"type": "string", "format": "date-time", "pattern": pattern})


def moment(value: dt.datetime) -> str:
    """A moment as files have it."""
    return value.astimezone(dt.UTC).strftime(_UTC)


@dataclass(frozen=True)
class Holding:
    """A list that holds these texts, each once, in this order where `ordered`."""

    values: tuple[str, ...]
    ordered: bool = False
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> tuple[str, ...]:
        if isinstance(value, list) and self._holds(value):
            return self.values
        how = "begin with" if self.ordered else "hold"
        _put(faults, path, f"should be a list and {how} {', '.join(self.values)}.")
        return self.values

    def _holds(self, value: list[Any]) -> bool:
        if self.ordered:
            return value[: len(self.values)] == list(self.values)
        return all(value.count(one) == 1 for one in self.values)

    def schema(self) -> dict[str, Any]:
        if self.ordered:
            items = [{"const": one} for one in self.values]
            kept: dict[str, Any] = {"prefixItems": items, "minItems": len(items)}
        else:
            kept = {"allOf": [{"contains": {"const": one}} for one in self.values]}
        return told(self.about, {"type": "array", **kept})


@dataclass(frozen=True)
class Answers:
    """Answers by key: whole numbers from 1 to 5, or, with `most`, texts."""

    most: int = 0
    about: str = ""

    def read(self, value: Any, path: Path, faults: Faults) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > 500:
            _put(faults, path, "should be an object with answers, at most 500.")
            return {}
        key, answer = Name(60), Words(self.most) if self.most else _OneToFive()
        read = {}
        for name, said in value.items():
            key.read(name, path, faults)
            read[name] = answer.read(said, f"{path}.{name}", faults)
        return read

    def schema(self) -> dict[str, Any]:
        one = Words(self.most).schema() if self.most else _OneToFive().schema()
        names = {"pattern": Name(60).pattern}
        kept = {"type": "object", "propertyNames": names, "additionalProperties": one}
        return told(self.about, {**kept, "maxProperties": 500})


@dataclass(frozen=True)
class _OneToFive:
    """A whole number from 1 to 5."""

    def read(self, value: Any, path: Path, faults: Faults) -> int:
        if type(value) is int and 1 <= value <= 5:
            return value
        _put(faults, path, "should be a whole number from 1 to 5.")
        return 1

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 5}
