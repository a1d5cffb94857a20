"""The facts of some students on one day, and the marks of the measures asked for so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fingerpost.measures.catalogue import catalogue
from fingerpost.measures.extract import Extract
from fingerpost.measures.marks import Marks, marks_of
from fingerpost.measures.vocabulary import vocabulary
from fingerpost.measures.working_out import facts_of


class Engine:
    """Works out marks once and keeps them.

    facts: a row per student on the roll, in order of student_id, as of the day.
    """

    def __init__(self, facts: pa.Table, as_of: date) -> None:
        self.facts, self.as_of = facts, as_of
        self.students: npt.NDArray[np.int64] = facts["student_id"].to_numpy()
        self._marks: dict[str, Marks] = {}
        self._groups: dict[str, tuple[list[Any], npt.NDArray[np.int64]]] = {}

    @classmethod
    def over(cls, extract: Extract, as_of: date) -> Engine:
        """Make the engine of an extract, working its facts out."""
        return cls(facts_of(extract, as_of, vocabulary(as_of)), as_of)

    def marks(self, name: str) -> Marks:
        """Return the marks of a measure. Raises KeyError for a name that is not in force."""
        self.prepare([name])
        return self._marks[name]

    def prepare(self, names: Sequence[str]) -> None:
        """Work out the marks of several measures together, which is quicker than one by one."""
        new = [name for name in dict.fromkeys(names) if name not in self._marks]
        if new:
            known = catalogue(self.as_of)
            words = vocabulary(self.as_of)
            found = marks_of(self.facts, [known[name] for name in new], words)
            self._marks.update(zip(new, found, strict=True))

    def groups(self, by: str) -> tuple[list[Any], npt.NDArray[np.int64]]:
        """Return the groups of a split in order (unknown last), and the place of each student's.

        Raises KeyError for a column that is not a fact.
        """
        if by not in self._groups:
            values = self.facts[by].to_pylist()
            order = sorted({one for one in values if one is not None}, key=_natural)
            order += [None] if None in values else []
            place = {value: at for at, value in enumerate(order)}
            self._groups[by] = order, np.array([place[value] for value in values], dtype=np.int64)
        return self._groups[by]


def _natural(value: Any) -> tuple[int, Any, Any]:
    """9B before 10C, numbers by size, words by letter."""
    if isinstance(value, bool):
        return (0, not value, "")
    if isinstance(value, int):
        return (0, value, "")
    digits = "".join(value[: len(value) - len(value.lstrip("0123456789"))])
    return (1, int(digits) if digits else 0, value)
