"""Facts as columns: one numpy array per fact, and which of its values are known.

Accepts a mapping of numpy arrays (plain, masked, float with NaN, object with None, or
datetime64 with NaT) or an Arrow table. Rows are put in the order of student_id, so that no
result depends on the order in which students arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fingerpost.rules import FACTS

if TYPE_CHECKING:
    import pyarrow

Facts: TypeAlias = "Mapping[str, NDArray[Any]] | pyarrow.Table"
Mask: TypeAlias = NDArray[np.bool_]


class MissingFacts(ValueError):
    """Facts that the rules ask about and that were not given."""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact for every student.

    values: numbers, booleans, days (datetime64[D]) or, where `words` is given, codes into
    `words` with -1 for unknown. known: None when every value is known.
    """

    values: NDArray[Any]
    known: Mask | None
    words: tuple[str, ...] | None = None

    def take(self, order: NDArray[np.intp]) -> Column:
        """Return the column with its rows in another order."""
        known = None if self.known is None else self.known[order]
        return Column(self.values[order], known, self.words)

    def value(self, row: int) -> int | float | bool | str | date | None:
        """Return one value as a plain Python value, None where it is not known."""
        if self.known is not None and not self.known[row]:
            return None
        if self.words is not None:
            return self.words[int(self.values[row])]
        found: int | float | bool | date = self.values[row].item()
        return found


class Columns:
    """The facts of an assessment: students in order of id, columns converted when needed."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._order: NDArray[np.intp] | None = None
        self._columns: dict[str, Column] = {}
        ids = self.column("student_id")
        if ids.known is not None and not ids.known.all():
            raise ValueError("Every row of the facts needs a student_id.")
        numbers = ids.values.astype(np.int64)
        if numbers.size and (np.diff(numbers) <= 0).any():
            self._order = np.argsort(numbers, kind="stable")
            numbers = numbers[self._order]
            if (np.diff(numbers) == 0).any():
                raise ValueError("A student_id appears in more than one row of the facts.")
        self.ids: NDArray[np.int64] = numbers
        self._columns = {"student_id": Column(numbers, None)}

    def require(self, names: Iterable[str]) -> None:
        """Raise MissingFacts unless every named fact was given."""
        given = set(getattr(self._facts, "column_names", None) or self._facts)
        missing = sorted(set(names) - given)
        if missing:
            raise MissingFacts(f"The facts do not include {', '.join(missing)}.")

    def column(self, name: str) -> Column:
        """Return a fact's column, rows in order of student_id."""
        if name not in self._columns:
            column = _convert(name, self._facts[name])
            self._columns[name] = column if self._order is None else column.take(self._order)
        return self._columns[name]

    def row_of(self, student_id: int) -> int | None:
        """Return the row of a student, or None for one who is not there."""
        row = int(np.searchsorted(self.ids, student_id))
        return row if row < self.ids.size and int(self.ids[row]) == student_id else None

    def digest(self, names: Iterable[str]) -> str:
        """Return a hash of the named facts: the same for the same students in any order."""
        hashed = sha256(self.ids.tobytes())
        for name in sorted(set(names)):
            hashed.update(name.encode() + b"\0")
            _hash_column(hashed, name, self.column(name))
        return hashed.hexdigest()[:16]


def _convert(name: str, raw: Any) -> Column:
    if not isinstance(raw, np.ndarray):
        return _from_arrow(name, raw)
    known: Mask | None = None
    if isinstance(raw, np.ma.MaskedArray):
        known, raw = ~np.ma.getmaskarray(raw), raw.data
    if raw.dtype.kind == "O":
        column = _from_objects(name, raw)
    elif raw.dtype.kind in "US":
        words, codes = np.unique(raw.astype(str), return_inverse=True)
        column = Column(codes.astype(np.int32), None, tuple(words.tolist()))
    elif raw.dtype.kind == "f":
        column = Column(raw, _unless_all(~np.isnan(raw)))
    elif raw.dtype.kind == "M":
        column = Column(raw.astype("datetime64[D]"), _unless_all(~np.isnat(raw)))
    else:
        column = Column(raw, None)
    return column if known is None else _hide(column, known)


def _hide(column: Column, known: Mask) -> Column:
    both = known if column.known is None else known & column.known
    values = column.values
    if column.words is not None:
        values = np.where(both, values, -1)
    return Column(values, _unless_all(both), column.words)


def _arrow_type(name: str) -> Any:
    """Return the Arrow type for a fact whose values alone do not show it."""
    import pyarrow

    kinds = {
        "int": pyarrow.int64(),
        "float": pyarrow.float64(),
        "bool": pyarrow.bool_(),
        "str": pyarrow.string(),
        "date": pyarrow.date32(),
    }
    return kinds[FACTS.get(name, "str")]


def _from_objects(name: str, raw: NDArray[Any]) -> Column:
    import pyarrow

    # from_pandas: NaN in an object column means unknown, as None does.
    return _from_arrow(name, pyarrow.array(raw, _arrow_type(name), from_pandas=True))


def _from_arrow(name: str, raw: Any) -> Column:
    """Convert an Arrow array; text is encoded so that each word is compared only once."""
    import pyarrow

    if isinstance(raw, pyarrow.ChunkedArray):
        raw = raw.combine_chunks()
    if pyarrow.types.is_null(raw.type):
        raw = raw.cast(_arrow_type(name))
    elif pyarrow.types.is_dictionary(raw.type):
        raw = raw.cast(raw.type.value_type)
    known = raw.is_valid().to_numpy(zero_copy_only=False) if raw.null_count else None
    if pyarrow.types.is_string(raw.type) or pyarrow.types.is_large_string(raw.type):
        encoded = raw.dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        return Column(codes, known, tuple(encoded.dictionary.to_pylist()))
    if pyarrow.types.is_temporal(raw.type):
        days = raw.cast(pyarrow.date32()).cast(pyarrow.int32()).fill_null(0)
        return Column(days.to_numpy(zero_copy_only=False).astype("datetime64[D]"), known)
    if known is not None:
        raw = raw.fill_null(False if pyarrow.types.is_boolean(raw.type) else 0)
    values = raw.to_numpy(zero_copy_only=False)
    if values.dtype.kind == "f":
        return _hide(Column(values, _unless_all(~np.isnan(values))), _all_or(known, len(values)))
    return Column(values, known)


def _all_or(known: Mask | None, size: int) -> Mask:
    return np.ones(size, np.bool_) if known is None else known


def _unless_all(known: Mask) -> Mask | None:
    return None if known.all() else known


_STORED = {"int": np.int64, "float": np.float64, "bool": np.bool_, "date": np.int64}


def _hash_column(hashed: Any, name: str, column: Column) -> None:
    """Hash what the values mean and not how they happened to be stored."""
    if column.words is not None:
        _hash_words(hashed, column.values, column.words)
        return
    values = column.values
    if column.known is not None:
        hashed.update(column.known.tobytes())
        values = np.where(column.known, values, np.zeros(1, values.dtype))
    stored = _STORED.get(FACTS.get(name, ""))
    hashed.update((values if stored is None else values.astype(stored)).tobytes())


def _hash_words(hashed: Any, codes: NDArray[Any], words: tuple[str, ...]) -> None:
    used = sorted({words[code] for code in np.unique(codes).tolist() if code >= 0})
    place = {word: n for n, word in enumerate(used)}
    table = np.array([place.get(word, -1) for word in words] + [-1], np.int32)
    hashed.update("\0".join(used).encode() + b"\0")
    hashed.update(table[codes].tobytes())
