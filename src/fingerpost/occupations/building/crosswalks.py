"""From the occupation codes of 2010 to those of 2020, as the national coding index has them."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Index:
    """The coding index: titles by SOC 2020 unit group, and where titles of SOC 2010 went."""

    titles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    codes: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    moves: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def soc2020(self, soc2010: str, names: Iterable[str]) -> tuple[str, str]:
        """The newer code of an occupation, and how it was found: "title" where one of its names
        stands in the index under the same older code, "most_titles" where most titles of that
        code went there, "" with no code where the older one is not in the index.
        """
        for name in names:
            found = self.codes.get(plain(name), Counter())
            newer = Counter({new: many for (old, new), many in found.items() if old == soc2010})
            if newer:
                return _most(newer), "title"
        moves = self.moves.get(soc2010)
        return (_most(moves), "most_titles") if moves else ("", "")


def _most(counted: Counter[str]) -> str:
    """The most frequent; of several the lowest code."""
    return min(counted, key=lambda code: (-counted[code], code))


def plain(title: str) -> str:
    """A title without case, punctuation and what stands in brackets."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", "", title.lower())))


def read_index(path: Path) -> Index:
    """The index read from the file of its publisher."""
    index = Index()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            title = row["INDEXOCC-natural_word_order"].strip()
            old, new = row["SOC_2010"].strip(), row["SOC_2020"].strip()
            if not re.fullmatch(r"\d{4}", new):
                continue
            index.titles[new].add(title)
            if re.fullmatch(r"\d{4}", old):
                index.codes[plain(title)][old, new] += 1
                index.moves[old][new] += 1
    return index
