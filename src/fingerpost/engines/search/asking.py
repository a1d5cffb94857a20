"""From what somebody typed to a query: words as they may have been meant, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tantivy

from .spelling import Spelling
from .words import MOST_LETTERS, MOST_WORDS, meanings, plain_words, says_nothing, singular, stems

# What a word counts for where it is found.
FIELDS = {"title": 3.0, "also": 2.5, "stem": 1.7, "about": 0.9}
_BEGUN = 0.8  # a name that begins with the last word, half typed
_MEANT = 1.3  # times that a word of the trade that an everyday word stands for
WHOLE_NAME = 2.2  # times as much where all words are those of a name
_LEAST_BEGUN = 3


def light(text: str) -> list[str]:
    """Words as they stand in names, without the endings of plurals."""
    return [singular(word) for word in plain_words(text)]


def said_by_stems(said: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """What everyday words stand for, by the stems of those words."""
    return {
        " ".join(stem for word in plain_words(one) for stem in stems(word)): tuple(words)
        for one, words in said.items()
    }


def wholeness(typed: set[str], names: Sequence[str]) -> float:
    """More where the words typed are all of a name, and less the more of the name is left."""
    best = 0.0
    for name in names:
        words = set(light(name))
        best = max(best, len(words & typed) / max(1, len(words | typed)))
    return 1.0 + (WHOLE_NAME - 1.0) * best


@dataclass(frozen=True)
class Asked:
    """What was asked: the words as they were meant, and the query for them."""

    words: tuple[str, ...]
    query: tantivy.Query


@dataclass(frozen=True, eq=False)
class Asking:
    """Makes queries for an index with the fields of `FIELDS`."""

    schema: tantivy.Schema
    spelling: Spelling
    said: Mapping[str, tuple[str, ...]]

    def asked(self, text: str) -> Asked | None:
        """What somebody typed as a query; None where it is no words at all."""
        typed = [singular(word[:MOST_LETTERS]) for word in plain_words(text)[:MOST_WORDS]]
        if not typed:
            return None
        meant = [self.spelling.meant(word) or ((word, 1.0),) for word in typed]
        telling = [ways for word, ways in zip(typed, meant, strict=True) if not says_nothing(word)]
        telling = telling or meant
        queries = [self._word(ways) for ways in telling]
        if len(typed[-1]) >= _LEAST_BEGUN:
            queries.append(self._begun(typed[-1]))
        groups = meanings([ways[0][0] for ways in meant], self.said)
        queries += [self._meant(group) for group in groups]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])
        return Asked(tuple(ways[0][0] for ways in telling), query)

    def _word(self, meant: Sequence[tuple[str, float]]) -> tantivy.Query:
        """One word as it may have been meant, wherever it stands."""
        return tantivy.Query.disjunction_max_query(
            [one for word, like in meant for one in self._anywhere(word, like**2)], 0.1
        )

    def _meant(self, group: Sequence[str]) -> tantivy.Query:
        """Words of the trade that an everyday word stands for: the more of them the better."""
        words = [one for word in group for one in self._anywhere(singular(word), _MEANT)]
        return tantivy.Query.disjunction_max_query(words, 0.3)

    def _anywhere(self, word: str, weight: float) -> list[tantivy.Query]:
        stem = " ".join(stems(word))
        return [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(
                    self.schema, name, stem if name in ("stem", "about") else word
                ),
                counts * weight,
            )
            for name, counts in FIELDS.items()
        ]

    def _begun(self, word: str) -> tantivy.Query:
        begun = tantivy.Query.regex_query(self.schema, "title", f"{_safe(word)}.*")
        return tantivy.Query.boost_query(begun, _BEGUN)


def _safe(word: str) -> str:
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in word)
