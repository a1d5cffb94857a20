"""An index in memory, by tantivy: exact words first, then other names, endings and misspellings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy

from .asking import FIELDS, Asking, light, said_by_stems, wholeness
from .spelling import Spelling
from .words import stems

# Hits looked at before they are put together: names that point to the same thing are many.
_LOOKED_AT = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    key: what a hit gives back. title: its name. also: other names. about: words that describe it.
    points_to: keys of others that this is merely a name for; it is then never a hit itself.
    weight: what such a name counts for, 1 for one that is surely theirs.
    """

    key: str
    title: str
    also: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    points_to: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        return (self.title, *self.also)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. by: the name by which it was found where that is not its own."""

    key: str
    score: float
    by: str = ""


def build(entries: Iterable[Entry], said: Mapping[str, Sequence[str]] | None = None) -> Index:
    """An index of these; said: what everyday words stand for, as words of the trade."""
    listed = list(entries)
    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("at", stored=True, fast=True)
    for name in FIELDS:
        schema.add_text_field(name, tokenizer_name="whitespace")
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    known: set[str] = set()
    for at, entry in enumerate(listed):
        title, also = light(entry.title), light(" ".join(entry.also))
        known.update(title, also)
        writer.add_document(
            tantivy.Document(
                at=at,
                title=" ".join(title),
                also=" ".join(also),
                stem=" ".join(stems(" ".join(entry.names))),
                about=" ".join(stems(" ".join(entry.about))),
            )
        )
    writer.commit()
    index.reload()
    known.update(word for one in said or () for word in light(one))
    asking = Asking(index.schema, Spelling(frozenset(known)), said_by_stems(said or {}))
    return Index(listed, index, asking)


@dataclass(frozen=True, eq=False)
class Index:
    """Entries that can be found."""

    entries: Sequence[Entry]
    _index: tantivy.Index
    _asking: Asking

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """The best hits for what somebody typed, the best first; empty where nothing fits."""
        asked = self._asking.asked(text)
        if asked is None:
            return []
        searcher = self._index.searcher()
        found = searcher.search(asked.query, _LOOKED_AT + limit).hits
        scored = [(searcher.doc(address)["at"][0], score) for score, address in found]
        return self._joined(asked.words, scored)[:limit]

    def _joined(self, words: Sequence[str], scored: Iterable[tuple[int, float]]) -> list[Hit]:
        """Hits by key, each by the best of its names."""
        typed = set(words)
        best: dict[str, Hit] = {}
        for at, score in scored:
            entry = self.entries[at]
            score *= entry.weight * wholeness(typed, entry.names)
            for key in entry.points_to or (entry.key,):
                if key not in best or score > best[key].score:
                    best[key] = Hit(key, score, entry.title if entry.points_to else "")
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.key))
