"""The words, numbers and marks of a day's rule data, made ready for fast matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fingerpost import rules

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+\.(?:ac\.uk|co\.uk|gov\.uk|org\.uk|com|org|net|uk)(?:/\S*)?",
    re.IGNORECASE,
)
_AROUND = "()[]<>{}\"'“”‘’,;:!?."
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_LONGEST_ADDRESS = 2000
_DOUBLING = re.compile(r"[^aeiou][aeiou][bdgklmnprt]$")


@dataclass(frozen=True)
class Vocabulary:
    """Everything the review looks up. Words are in lower case, with their usual endings."""

    thresholds: Mapping[str, int]
    marks: Mapping[str, rules.PlanMark]
    website: re.Pattern[str]
    beyond_looking: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    contentless: frozenset[str]
    nobody: frozenset[str]
    route_phrase: re.Pattern[str]
    route_of: Mapping[str, str]
    route_labels: Mapping[str, str]
    leads_to: Mapping[str, tuple[str, ...]]

    def routes_in(self, text: str) -> set[str]:
        """Return the routes a text speaks of; the longest phrase counts where two overlap."""
        found = self.route_phrase.findall(text.lower())
        return {self.route_of[" ".join(phrase.split())] for phrase in found}


@lru_cache(maxsize=16)
def vocabulary(on: date) -> Vocabulary:
    """Return what is in force on a day."""
    lists = rules.word_lists(on)
    route_of = {word: route for route, words in rules.route_words(on).items() for word in words}
    routes = rules.routes(on)
    strong = _forms(lists["strong_doing_words"])
    weak = _forms(lists["weak_doing_words"]) - strong
    return Vocabulary(
        thresholds=rules.thresholds(on),
        marks=rules.plan_marks(on),
        website=_phrases(lists["website_words"]),
        beyond_looking=_forms(lists["beyond_looking_words"]),
        strong=strong,
        weak=weak,
        contentless=strong | weak | {*lists["empty_words"], *lists["joining_words"]},
        nobody=frozenset(lists["nobody"]),
        route_phrase=_phrases(route_of),
        route_of=route_of,
        route_labels={route.name: route.label for route in routes},
        leads_to={route.name: route.leads_to for route in routes},
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case; web addresses are left out, mail kept as one."""
    if "." in text:
        text = " ".join(_plain(part) for part in text.split())
    return _WORD.findall(text.lower())


def has_address(text: str) -> bool:
    """Say whether a text holds the address of a web page (a mail address is none)."""
    return any(_is(_ADDRESS, part) and not _is(_EMAIL, part) for part in _dotted(text))


def has_email(text: str) -> bool:
    """Say whether a text holds a mail address."""
    return any(_is(_EMAIL, part) for part in _dotted(text))


def _plain(part: str) -> str:
    if "." not in part:
        return part
    if _is(_EMAIL, part):
        return "emailaddress"
    return "" if _is(_ADDRESS, part) else part


def _dotted(text: str) -> list[str]:
    return [part for part in text.split() if "." in part]


def _is(pattern: re.Pattern[str], part: str) -> bool:
    # Matched whole and only up to a length, so that no pasted text can take long.
    return len(part) <= _LONGEST_ADDRESS and pattern.fullmatch(part.strip(_AROUND)) is not None


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])")


def _forms(words: Iterable[str]) -> frozenset[str]:
    """Return each doing word with its regular endings: apply, applies, applied, applying."""
    return frozenset(form for word in words for form in _endings(word))


def _endings(word: str) -> set[str]:
    found = {word, f"{word}s", f"{word}ing", f"{word}ed"}
    if word.endswith("e"):
        found |= {f"{word[:-1]}ing", f"{word}d"}
    elif word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        found |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    elif word.endswith(("s", "x", "ch", "sh")):
        found.add(f"{word}es")
    elif _DOUBLING.search(word):
        found |= {f"{word}{word[-1]}ing", f"{word}{word[-1]}ed"}
    return found
