"""Loading all rule data into one frozen rule book.

The product's own files lie in `rules/data`; an installation may add a folder of its own. A file may
hold tables of any kind, so files can be split by subject. Everything is checked on loading,
and every mistake is reported in one RuleError.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from fingerpost.rules import entries, tables
from fingerpost.rules.next_step_table import rising
from fingerpost.rules.reading import Row, RuleError

_HEADING = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]")
AnyEntry = TypeVar("AnyEntry", bound=entries.Entry)


# Compared by identity: a book is remembered, and hashing all of it for each lookup is slow.
@dataclass(frozen=True, eq=False)
class RuleBook:
    """Everything that was loaded, in the order of the files, and a hash of what it was."""

    kinds: tuple[entries.Kind, ...]
    routes: tuple[entries.Route, ...]
    route_groups: tuple[entries.RouteGroup, ...]
    sectors: tuple[entries.Sector, ...]
    decision_points: tuple[entries.DecisionPoint, ...]
    frameworks: tuple[entries.Framework, ...]
    next_steps: tuple[entries.NextStepRule, ...]
    need_scales: tuple[entries.NeedScale, ...]
    disclosures: tuple[entries.Disclosure, ...]
    shown_by: tuple[entries.ShownBy, ...]
    waiting_times: tuple[entries.WaitingTime, ...]
    checklists: tuple[entries.Checklist, ...]
    thresholds: tuple[entries.Threshold, ...]
    word_lists: tuple[entries.WordList, ...]
    route_words: tuple[entries.RouteWords, ...]
    marks: tuple[entries.PlanMark, ...]
    question_sets: tuple[entries.QuestionSet, ...]
    findings: tuple[entries.Finding, ...]
    version: str


def in_force(found: tuple[AnyEntry, ...], on: date) -> tuple[AnyEntry, ...]:
    """Return the entries in force on a day, in their order."""
    return tuple(entry for entry in found if entry.in_force(on))


@lru_cache(maxsize=64)
def next_steps_in_force(book: RuleBook, on: date) -> tuple[entries.NextStepRule, ...]:
    """Return the next-step rules in force on a day: one tuple, so that hashes can be kept."""
    return in_force(book.next_steps, on)


def load(extra: Path | None = None) -> RuleBook:
    """Load the product's rule data and, where given, a folder of further TOML files.

    Without a folder it is the installation's own, where `own_rules` named one. The same folder
    is read once and remembered; `forget()` makes the next call read again.
    Raises RuleError with a sentence for every mistake; FileNotFoundError when the folder
    does not exist.
    """
    return _load(Path(extra).resolve() if extra else _find_own())


def own_rules(find: Callable[[], Path | None]) -> None:
    """Say where the installation's own rules are; None from `find` means there are none."""
    global _find_own
    _find_own = find


def _find_own() -> Path | None:
    return None


def forget() -> None:
    """Forget what was loaded, where the files have changed."""
    _load.cache_clear()


@lru_cache(maxsize=16)
def _load(extra: Path | None) -> RuleBook:
    sources = list(_walk(files("fingerpost.rules") / "data", ""))
    if extra is not None:
        if not extra.is_dir():
            raise FileNotFoundError(f"There is no folder of rule files at {extra}.")
        sources += list(_walk(extra, f"{extra.name}/"))
    return _Reading().book(sources)


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every TOML file, in a fixed order."""
    for item in sorted(folder.iterdir(), key=lambda found: found.name):
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith(".toml"):
            yield prefix + item.name, item.read_bytes()


class _Reading:
    """The state of one load: entries found so far by table name, and problems."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.found: dict[str, list[Any]] = {name: [] for name in (*tables.READERS, "framework")}
        self.where: dict[int, str] = {}
        self.lines: dict[str, list[int]] = {}

    def book(self, sources: list[tuple[str, bytes]]) -> RuleBook:
        digest = sha256()
        for name, content in sources:
            digest.update(name.encode() + b"\0" + content + b"\0")
            self._file(name, content)
        for table, found in self.found.items():
            self._duplicates(table, found)
        for rule, fact in rising(self.found["rule"]):
            self.problems.append(
                f'{self.where[id(rule)]}: "{fact}" meets the need "{rule.need}", so a rise in it '
                "must not raise this rule's score."
            )
        self._unknown_points()
        self._duplicates("criterion", [c for f in self.found["framework"] for c in f.criteria])
        if self.problems:
            raise RuleError(self.problems)
        return self._bind(digest.hexdigest()[:16])

    def _bind(self, version: str) -> RuleBook:
        def of(table: str) -> tuple[Any, ...]:
            return tuple(self.found[table])

        return RuleBook(
            kinds=of("kind"),
            routes=tuple(sorted(of("route"), key=lambda entry: entry.order)),
            route_groups=tuple(sorted(of("route_group"), key=lambda entry: entry.order)),
            sectors=tuple(sorted(of("sector"), key=lambda entry: entry.order)),
            decision_points=tuple(sorted(of("decision_point"), key=lambda entry: entry.order)),
            frameworks=of("framework"),
            next_steps=of("rule"),
            need_scales=of("need_scale"),
            disclosures=of("disclosure"),
            shown_by=of("shown_by"),
            waiting_times=of("waiting_time"),
            checklists=of("checklist"),
            thresholds=of("threshold"),
            word_lists=of("word_list"),
            route_words=of("route_words"),
            marks=of("mark"),
            question_sets=of("question_set"),
            findings=of("finding"),
            version=version,
        )

    def _file(self, name: str, content: bytes) -> None:
        try:
            document = tomllib.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.problems.append(f"{name}: the file is not saved as UTF-8 text.")
            return
        except tomllib.TOMLDecodeError as error:
            self.problems.append(f"{name}: the file cannot be read as TOML ({error}).")
            return
        self.lines = _lines(content.decode("utf-8-sig"))
        for table, raw in document.items():
            if table in ("framework", "criterion"):
                continue
            self._tables(name, table, raw)
        if "framework" in document or "criterion" in document:
            self._framework(name, document)

    def _row(self, name: str, table: str, number: int, item: object) -> Row:
        """One table of a file, with words that tell where it is."""
        lines = self.lines.get(table, [])
        line = f", line {lines[number - 1]}" if number <= len(lines) else ""
        label = item.get("id", item.get("name")) if isinstance(item, dict) else None
        called = f'"{label}"' if label else f"number {number}"
        return Row(item, f"{name}{line}, {table} {called}", self.problems)

    def _tables(self, name: str, table: str, raw: object) -> None:
        reader = tables.READERS.get(table)
        if reader is None:
            known = ", ".join(sorted(self.found))
            self.problems.append(f'{name}: "{table}" is not a kind of rule table (use {known}).')
            return
        if not isinstance(raw, list):
            self.problems.append(f"{name}: write [[{table}]] with two brackets for each entry.")
            return
        for number, item in enumerate(raw, 1):
            row = self._row(name, table, number, item)
            self._keep(table, reader(row), row)

    def _framework(self, name: str, document: dict[str, Any]) -> None:
        criteria = document.get("criterion", [])
        if "framework" not in document or not isinstance(criteria, list):
            self.problems.append(
                f"{name}: a file with criteria needs one [framework] and a [[criterion]] each."
            )
            return
        row = self._row(name, "framework", 1, document["framework"])
        rows = [
            self._row(name, "criterion", number, item) for number, item in enumerate(criteria, 1)
        ]
        read = tables.framework(row, rows)
        for criterion, item in zip(read.criteria, rows, strict=True):
            item.done()
            self.where[id(criterion)] = item.where
        self._keep("framework", read, row)

    def _keep(self, table: str, entry: entries.Entry, row: Row) -> None:
        row.done()
        self.where[id(entry)] = row.where
        self.found[table].append(entry)

    def _unknown_points(self) -> None:
        points = {point.name for point in self.found["decision_point"]}
        for route in self.found["route"]:
            for name in sorted(set(route.offered_at) - points):
                self.problems.append(
                    f'{self.where[id(route)]}: "offered_at" names "{name}", and there is no '
                    "decision point of that name."
                )

    def _duplicates(self, table: str, found: list[entries.Entry]) -> None:
        """Two entries may share a name only if no day has both in force."""
        by_name: dict[str, list[entries.Entry]] = {}
        for entry in found:
            by_name.setdefault(entry.name, []).append(entry)
        for name, same in by_name.items():
            for first, second in combinations(same, 2):
                if name and _overlap(first, second):
                    self.problems.append(
                        f'{self.where[id(second)]}: "{name}" is already the name of another '
                        f"{table.replace('_', ' ')} in force on the same days."
                    )


def _lines(text: str) -> dict[str, list[int]]:
    """Table name to the lines on which such a table begins, counted from 1."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.match(line)
        if heading:
            found.setdefault(heading[1], []).append(number)
    return found


def _overlap(first: entries.Entry, second: entries.Entry) -> bool:
    starts = max(first.valid_from, second.valid_from)
    ends = [entry.valid_to for entry in (first, second) if entry.valid_to is not None]
    return not ends or starts <= min(ends)


@lru_cache(maxsize=64)
def frameworks_in_force(book: RuleBook, on: date) -> tuple[entries.Framework, ...]:
    """Return the frameworks in force on a day, each with only its criteria in force then."""
    return tuple(
        replace(framework, criteria=in_force(framework.criteria, on))
        for framework in in_force(book.frameworks, on)
    )
