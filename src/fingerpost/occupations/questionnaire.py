"""The questions about oneself, and what they are keyed to."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .occupation import INTERESTS, VALUES
from .tables import FOLDER


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement to answer from 1 to 5. about: the trait that it is keyed to."""

    key: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """The statements about one kind of thing. answers: the five of them in words, least first."""

    key: str
    title: str
    asks: str
    answers: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def traits(self) -> tuple[str, ...]:
        """What the statements are about, each once; interests and values in their usual order."""
        usual = {"interests": INTERESTS, "values": VALUES}.get(self.key)
        return usual or tuple(dict.fromkeys(one.about for one in self.statements))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All parts, in order. words: each trait in words for a reason."""

    edition: str
    valid_from: dt.date
    source: str
    parts: tuple[Part, ...]
    words: Mapping[str, str]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for part in self.parts for one in part.statements)


@lru_cache(maxsize=1)
def questionnaire() -> Questionnaire:
    """The edition that ships."""
    read = tomllib.loads((FOLDER / "questionnaire.toml").read_text(encoding="utf-8"))
    parts = tuple(
        Part(
            one["key"],
            one["title"],
            one["asks"],
            tuple(one["answers"]),
            tuple(Statement(**statement) for statement in one["statement"]),
        )
        for one in read["part"]
    )
    return Questionnaire(read["edition"], read["valid_from"], read["source"], parts, read["words"])
