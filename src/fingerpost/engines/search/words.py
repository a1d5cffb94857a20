"""From what somebody typed to the words that are looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import tantivy

# Words that say nothing of what is looked for.
_SAYS_NOTHING = """
a an and any are as at be being become by can career careers could do does doing for from get
getting go good have how i if in into is it job jobs like liking love me my of on or people person
role someone that the them things to want wanting what where which who with without work worker
working works would you your
"""
_EMPTY = frozenset(_SAYS_NOTHING.split())
# Whatever goes beyond this is not read: nobody looks for so much.
MOST_WORDS, MOST_LETTERS = 12, 30


@lru_cache(maxsize=1)
def _stemmer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("English"))
        .build()
    )


def stems(text: str) -> list[str]:
    """Words without their endings: bakers and baking are both bake."""
    return [str(one) for one in _stemmer().analyze(text)]


def singular(word: str) -> str:
    """A word without the ending of a plural: animals is animal, but not what animator is."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def plain_words(text: str) -> list[str]:
    """Words in lower case, without apostrophes and accents cut off by them."""
    return re.findall(r"[a-z0-9+#]+", text.lower().replace("'", "").replace("’", ""))


def says_nothing(word: str) -> bool:
    """Whether a word tells nothing of what is looked for."""
    return word in _EMPTY


def meanings(words: Sequence[str], said: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What everyday words among these stand for: the words of the trade, a group for each.

    said: from the stems of everyday words, one or several, to words of the trade. The longest
    phrase counts: what stands in it does not count again by itself.
    """
    stemmed = [" ".join(stems(word)) for word in words]
    found, used = [], [False] * len(words)
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            here = slice(start, start + length)
            group = said.get(" ".join(stemmed[here]))
            if group and not any(used[here]) and not (length == 1 and words[start] in _EMPTY):
                found.append(group)
                used[here] = [True] * length
    return found
