"""What a calendar's words say of an entry: exams or a holiday, and for which year groups.

A guess, for a person to put right. Its words are those of English schools.
"""

from __future__ import annotations

import re

EXAM, HOLIDAY, INSET, TRIP, OTHER = "exam", "holiday", "inset", "trip", "other"
FIRST_YEAR, LAST_YEAR = 7, 13

# The first that fits: a half term named in the title of an INSET day is still an INSET day.
_KINDS = (
    (INSET, r"\binset\b|\bstaff (training|development)\b|\bnon[- ]pupil\b|\btraining day\b"),
    (EXAM, r"\b(exam|exams|examination|examinations|mock|mocks|gcses?|ppes?)\b|\bassessment week"),
    (EXAM, r"\ba[- ]levels? (exam|start|begin)"),
    (HOLIDAY, r"\b(holidays?|half[- ]term|vacation|closed|closure)\b"),
    (HOLIDAY, r"\b(christmas|easter|summer|winter) break\b"),
    (TRIP, r"\b(trip|visit to|residential|expedition|fieldwork|dofe)\b"),
)
_COMPILED = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)
_STAGES = (
    (re.compile(r"\b(ks ?3|key stage 3)\b", re.IGNORECASE), (7, 8, 9)),
    (re.compile(r"\b(ks ?4|key stage 4)\b", re.IGNORECASE), (10, 11)),
    (re.compile(r"\b(ks ?5|key stage 5|sixth[- ]form|a[- ]levels?)\b", re.IGNORECASE), (12, 13)),
)
_NUMBER = r"(?:1[0-3]|[7-9])"
_NAMED = re.compile(
    rf"\b(?:years?|yrs?|y)\.?\s*({_NUMBER})\b((?:\s*(?:,|/|&|\+|-|–|to|and)\s*(?:years?|yrs?|y)?\.?"
    rf"\s*{_NUMBER}\b)*)",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    rf"(,|/|&|\+|-|–|to|and)\s*(?:years?|yrs?|y)?\.?\s*({_NUMBER})", re.IGNORECASE
)
_THROUGH = {"-", "–", "to"}


def kind_in(title: str) -> str:
    """What kind of event a title speaks of."""
    return next((kind for kind, words in _COMPILED if words.search(title)), OTHER)


def year_groups_in(title: str) -> tuple[int, ...]:
    """The year groups a title names: “Year 11”, “Y7-9”, “Years 12 and 13”, “KS4”."""
    found: set[int] = set()
    for match in _NAMED.finditer(title):
        before = int(match[1])
        found.add(before)
        for how, number in _FURTHER.findall(match[2]):
            year = int(number)
            found.update(range(before, year + 1) if how.lower() in _THROUGH else {year})
            before = year
    for words, years in _STAGES:
        if words.search(title):
            found.update(years)
    if not found and re.search(r"\bgcses?\b", title, re.IGNORECASE):
        found.add(11)
    return tuple(sorted(found))
