"""The CSV files of one OneRoster export: which are there, in which mode, and their lines."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fingerpost.exchange.containers import Container
from fingerpost.exchange.oneroster.format import (
    ABSENT,
    BULK,
    DELTA,
    MANIFEST,
    REQUIRED,
    ROLES,
    ROLL_FILES,
    USERS,
    V1_1,
    V1_2,
)
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.exchange.tables import decode, rows


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one file. Columns are found by name in small letters, in any order.

    `headings` are the same names as the sender wrote them.
    """

    name: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    lines: Sequence[tuple[int, list[str]]]
    overlong: frozenset[int] = frozenset()
    """Rows with more cells than there are columns, so that no cell of theirs can be trusted."""

    def getter(self, *names: str) -> Callable[[list[str]], tuple[str, ...]]:
        """A quick way to take some columns of a line, trimmed; a missing column is empty."""
        width = len(self.columns)
        places = [self.columns.index(name) if name in self.columns else width for name in names]
        if len(places) == 1:
            place = places[0]
            return lambda line: (line[place].strip(),)
        pick = operator.itemgetter(*places)
        return lambda line: tuple(cell.strip() for cell in pick(line))


class Export:
    """One export as a whole: its version, and its files by their modes."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._there = set(container.names())
        self.notes: list[str] = []
        self._properties = self._manifest()
        self.version = self._version()
        self._modes = {name: self._mode(name) for name in ROLL_FILES}
        if USERS not in self._there or self._modes[USERS] == ABSENT:
            raise UnreadableFile("The export has no users.csv, so it holds no students.")

    def mode(self, name: str) -> str:
        """ "bulk", "delta" or "absent"."""
        return self._modes[name]

    def lines(self, name: str) -> Lines | None:
        """The lines of a file, or None where there is none to read. Raises UnreadableFile."""
        if self._modes[name] == ABSENT or name not in self._there:
            return None
        return self._read(name)

    def _read(self, name: str) -> Lines:
        text = decode(self._container.read(name), name)
        if text.encoding == "cp1252":
            self.notes.append(
                f"{name} is not UTF-8, so it was read as Windows text. Check letters with accents."
            )
        numbered = enumerate(rows(text.text, name), start=1)
        _, headings = next(numbered, (0, []))
        headings = [heading.strip() for heading in headings]
        columns = tuple(heading.lower() for heading in headings)
        named = [column for column in columns if column]
        if len(set(named)) < len(named):
            raise UnreadableFile(f"{name} has two columns of the same name. Export it again.")
        missing = [column for column in REQUIRED.get(name, ()) if column not in columns]
        if missing:
            raise UnreadableFile(
                f"{name} has no column {' or '.join(missing)}. It does not look like OneRoster."
            )
        width = len(columns)
        # Each line gets an empty cell at its end, which stands for columns that are not there.
        lines = []
        overlong = set()
        for row, line in numbered:
            if not line:
                continue
            if len(line) > width:
                overlong.add(row)
            padding = width + 1 - len(line)
            lines.append((row, line + [""] * padding if padding > 0 else [*line[:width], ""]))
        return Lines(name, columns, tuple(headings), lines, frozenset(overlong))

    def _manifest(self) -> dict[str, str]:
        if MANIFEST not in self._there:
            self.notes.append("There is no manifest.csv, so every file was read as a full list.")
            return {}
        text = decode(self._container.read(MANIFEST), MANIFEST).text
        return {
            line[0].strip().lower(): line[1].strip().lower()
            for line in rows(text, MANIFEST)
            if len(line) >= 2
        }

    def _version(self) -> str:
        said = self._properties.get("oneroster.version", "")
        if said.startswith(V1_2):
            return V1_2
        if said.startswith((V1_1, "1.0")):
            return V1_1
        if said:
            raise UnreadableFile(
                f"This is OneRoster version {said[:10]}. Export version 1.1 or 1.2."
            )
        return V1_2 if ROLES in self._there else V1_1

    def _mode(self, name: str) -> str:
        if not self._properties:
            return BULK if name in self._there else ABSENT
        # A 1.1 manifest need not name files that only 1.2 has, and the other way round.
        mode = self._properties.get(f"file.{name.removesuffix('.csv')}", "")
        if mode not in (ABSENT, BULK, DELTA):
            mode = BULK if name in self._there and not mode else ABSENT
        if mode == ABSENT and name in self._there:
            self.notes.append(f"{name} was not read, because the manifest says it is absent.")
        if mode != ABSENT and name not in self._there:
            self.notes.append(f"The manifest names {name}, but it is missing.")
            return ABSENT
        return mode
