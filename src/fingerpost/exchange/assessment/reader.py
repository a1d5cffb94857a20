"""Reading the National Careers Service's assessment: all of it, or nothing with every reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from fingerpost.exchange.cells import CellProblem, shown
from fingerpost.exchange.lines import Column, Columns, Given, Read, read_lines
from fingerpost.exchange.roll import UnreadableFile

STATEMENTS = "dysac_short_questions.csv"
TRAITS = "dysac_traits.csv"
_TRAIT_COLUMNS = {
    "trait": Column("What the trait is called.", needed=True),
    "description": Column("What it means.", needed=True),
    "job_categories": Column("Families of work, with | between.", needed=True),
}
_STATEMENT_COLUMNS = {
    "statement": Column("What one agrees with or not.", needed=True),
    "impact": Column("Positive or Negative.", needed=True),
    "trait": Column("The trait that it speaks for or against.", needed=True),
}
_IMPACTS = {"positive": False, "negative": True}
_BETWEEN = "|"
_LONGEST = 300


class Wrong(ValueError):
    """The files are refused; each of `problems` begins with the file and the line it is about."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement to agree with or not, and the trait that it speaks for (or against)."""

    text: str
    trait: str
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait, what it means, and the families of work that it leads to."""

    name: str
    meaning: str
    families: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """Statements in their order, and traits. edition: changes with every word of them."""

    statements: tuple[Statement, ...]
    traits: tuple[Trait, ...]

    @property
    def edition(self) -> str:
        """A name that other words do not have."""
        return sha256(repr((self.statements, self.traits)).encode()).hexdigest()[:12]


def read(folder: Path) -> Assessment:
    """Read both files of a folder, or of `careers` within it. Raises Wrong."""
    problems: list[str] = []
    traits = _file(folder, TRAITS, _TRAIT_COLUMNS, lambda given, _: _trait(given), problems)
    names = {one.name for one in traits}
    statements = _file(
        folder,
        STATEMENTS,
        _STATEMENT_COLUMNS,
        lambda given, _: _statement(given, names),
        problems,
    )
    if not problems:
        problems += _missing(traits, statements)
    if problems:
        raise Wrong(problems)
    return Assessment(tuple(statements), tuple(traits))


def _file(folder: Path, name: str, columns: Columns, row: Any, problems: list[str]) -> list[Any]:
    path = next((p for p in (folder / name, folder / "careers" / name) if p.is_file()), None)
    if path is None:
        problems.append(f"There is no {name} in {folder}, nor in a folder “careers” there.")
        return []
    try:
        found: Read[Any] = read_lines(path.read_bytes(), columns, row)
    except UnreadableFile as refusal:
        problems.append(f"{name}: {refusal.sentence}")
        return []
    problems += [f"{name}, {problem}" for problem in found.problems]
    return found.rows


def _trait(given: Given) -> Trait:
    families = tuple(
        part.strip() for part in given["job_categories"].split(_BETWEEN) if part.strip()
    )
    return Trait(_short(given, "trait"), _short(given, "description"), families)


def _statement(given: Given, traits: set[str]) -> Statement:
    impact = given["impact"].casefold()
    if impact not in _IMPACTS:
        raise CellProblem(f"{shown(given['impact'])} in “impact” is neither Positive nor Negative.")
    if traits and given["trait"] not in traits:
        raise CellProblem(f"{shown(given['trait'])} in “trait” is none of the traits.")
    return Statement(_short(given, "statement"), given["trait"], _IMPACTS[impact])


def _short(given: Given, column: str) -> str:
    if len(given[column]) > _LONGEST:
        raise CellProblem(f"“{column}” has more than {_LONGEST} signs.")
    return given[column]


def _missing(traits: list[Trait], statements: list[Statement]) -> Iterator[str]:
    asked = {one.trait for one in statements}
    for one in traits:
        if one.name not in asked:
            yield f"{STATEMENTS}: no statement is about {one.name}."
    for text, many in Counter(one.text for one in statements).items():
        if many > 1:
            yield f"{STATEMENTS}: “{text}” is there a second time."
