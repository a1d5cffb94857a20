"""Words that may have been meant by one that is not known, by how near they look and sound."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Below this likeness another word was meant; 1 is the same word.
_LEAST = 0.68
_MOST = 4
# How letters sound, in this order: as a 12 year old writes them down.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^p(?=[sn])", ""),
        (r"ph", "f"),
        (r"(?:ti|ci|si|sh)(?=[aeo])", "x"),
        (r"sh|ch(?=[aeiouy])", "x"),
        (r"ck|c(?=[aourlkt]|$)|q|ch", "k"),
        (r"c(?=[eiy])", "s"),
        (r"z", "s"),
        (r"gh", ""),
        (r"[eioua]r$|re$", "a"),
        (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
    )
)
_SOUND_COUNTS = 0.93  # a likeness of sounds against the same likeness of letters


def sound(word: str) -> str:
    """How a word sounds, roughly: electrishan and electrician are the same."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


@dataclass(frozen=True)
class Spelling:
    """The words that are known."""

    known: Collection[str]

    @cached_property
    def _listed(self) -> Sequence[str]:
        return sorted(word for word in self.known if len(word) > 2)

    @cached_property
    def _heard(self) -> Sequence[str]:
        return [sound(word) for word in self._listed]

    def meant(self, word: str) -> tuple[tuple[str, float], ...]:
        """Known words that may have been meant with how like they are (1 the same), best first;
        the word itself where it is known.
        """
        if word in self.known:
            return ((word, 1.0),)
        if len(word) < 4 or not word.isalpha():
            return ()
        likeness = self._near(word, self._listed, self._listed)
        for near, like in self._near(sound(word), self._heard, self._listed).items():
            likeness[near] = max(likeness.get(near, 0.0), like * _SOUND_COUNTS)
        best = sorted(likeness.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        return tuple((near, like) for near, like in best if like >= best[0][1] - 0.12)

    @staticmethod
    def _near(word: str, among: Sequence[str], names: Sequence[str]) -> dict[str, float]:
        """How like a word is to the nearest among these, by their names at the same places."""
        found = process.extract(
            word, among, scorer=OSA.normalized_similarity, limit=2 * _MOST, score_cutoff=_LEAST
        )
        return {names[at]: like for _, like, at in found}
