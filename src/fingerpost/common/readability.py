"""How hard a text is to read, as a school grade, so that pages for students can be tested.

The grade is the Flesch-Kincaid grade: 0.39 x words per sentence + 11.8 x syllables per word
- 15.59. A grade of 6 or less reads at about age 11.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AGE_11_GRADE = 6.0
"""The highest grade a text for students may have."""

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n\s*\n|\n\s*[-*•]\s*")
_VOWEL_RUN = re.compile(r"[aeiouy]+")
# Two vowels of one run that are said apart, as in idea, being, trial, usual, player.
_SAID_APART = re.compile(
    r"(?<![ctg])ia(?!ge)|io(?!n|us)|[rvdnb]iou|iu|(?<!p)eo(?!p)|(?<![qg])ua(?!r(?!y)|ge)|[^q]ui(?:ty|n)|"
    r"[aou]ye(?!d)|yi|oing|eing|ience|ient(?!ly)|iet|ier$|iest$|creat"
)
_ENDING = re.compile(r"(?<=[a-z]{3})(ships?|ments?|fully|ful|less|ness|ly)$")
_NOT = re.compile(r"[ds]n['’]t$")

# Words in common use here that the pattern gets wrong.
_KNOWN = {
    "area": 3,
    "areas": 3,
    "business": 2,
    "businesses": 3,
    "career": 2,
    "careers": 2,
    "choices": 2,
    "colleague": 2,
    "courses": 2,
    "every": 2,
    "everyone": 3,
    "evening": 2,
    "family": 3,
    "fluid": 2,
    "giant": 2,
    "idea": 3,
    "ideas": 3,
    "interest": 3,
    "interests": 3,
    "lion": 2,
    "maybe": 2,
    "museum": 3,
    "people": 2,
    "places": 2,
    "poem": 2,
    "quiet": 2,
    "quiz": 1,
    "react": 2,
    "science": 2,
    "sometimes": 2,
    "someone": 2,
    "something": 2,
    "somewhere": 2,
    "theatre": 2,
    "trial": 2,
    "useful": 2,
    "usually": 4,
    "video": 3,
    "whole": 1,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted in a text, and its grade (years of schooling in American grades)."""

    words: int
    sentences: int
    syllables: int
    grade: float


def syllables(word: str) -> int:
    """Count the syllables of one English word; a number counts as one."""
    lower = word.lower()
    if _NOT.search(lower):
        return 2
    bare = re.sub(r"[^a-z]", "", re.sub(r"['’](?:s|d|ll|re|ve|m|t)$", "", lower))
    if not bare:
        return 1
    if bare in _KNOWN:
        return _KNOWN[bare]
    ending = _ENDING.search(bare)
    if ending:
        return syllables(bare[: ending.start()]) + max(1, _by_pattern(ending.group()))
    return max(1, _by_pattern(bare))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in order."""
    return _WORD.findall(text)


def reading(text: str) -> Reading:
    """Measure a text. A heading without a full stop counts as one sentence."""
    found = words(text)
    ends = [part for part in _SENTENCE_END.split(text) if part and _WORD.search(part)]
    sentences = max(1, len(ends))
    count = sum(syllables(word) for word in found)
    if not found:
        return Reading(0, 0, 0, 0.0)
    years = 0.39 * len(found) / sentences + 11.8 * count / len(found) - 15.59
    return Reading(len(found), sentences, count, round(years, 2))


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text; 0.0 for an empty one."""
    return reading(text).grade


def _by_pattern(word: str) -> int:
    count = len(_VOWEL_RUN.findall(word)) + len(_SAID_APART.findall(word))
    if _silent_ending(word):
        count -= 1
    return count


def _silent_ending(word: str) -> bool:
    """Say whether the last vowel run is an e that is not said (made, jobs' "-ed" in asked)."""
    if word.endswith("le") and len(word) > 2 and word[-3] not in "aeiouy":
        return False
    if word.endswith("les") and len(word) > 3 and word[-4] not in "aeiouy":
        return False
    if word.endswith("es"):
        return word[-3] not in "aeiouysxzcg" and not word.endswith(("ches", "shes"))
    if word.endswith("ed"):
        return word[-3] not in "aeiouytd"
    return word.endswith("e") and word[-2:-1] not in tuple("aeiouy") and len(word) > 2
