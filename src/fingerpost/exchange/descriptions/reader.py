"""Reading job profiles one at a time, so that what is wrong is told with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "job_profiles.json"
LARGEST = 50 * 1024 * 1024
_LONGEST = 4000
_BETWEEN = re.compile(r"[\s,]*")
_SLUG = re.compile(r"[^\s/?#]{1,80}")
# The name of each text of ours in the published profiles, one paragraph or a list of phrases.
_PARAGRAPHS = {"summary": "description", "later": "career_path", "tips": "career_tips"}
_PHRASES = {"tasks": "tasks", "surroundings": "environment", "places": "location"}


class Wrong(ValueError):
    """The file is refused as a whole; each of `problems` begins with the line it is about."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Description:
    """What one occupation is like, as published. slug: its name in addresses.

    summary: what one does, never empty. tasks, surroundings, places: phrases. later: what one can
    become afterwards. tips: what helps to come in.
    """

    slug: str
    summary: str
    tasks: tuple[str, ...] = ()
    surroundings: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    later: str = ""
    tips: str = ""


def find_file(folder: Path) -> Path:
    """The file of job profiles in a folder, or in `careers` within it. Raises Wrong."""
    for path in (folder / FILE, folder / "careers" / FILE):
        if path.is_file():
            return path
    raise Wrong([f"There is no {FILE} in {folder}, nor in a folder “careers” there."])


def read(path: Path) -> list[Description]:
    """Every description of a file. Raises Wrong with all that is wrong: then none is to be kept."""
    if path.stat().st_size > LARGEST:
        raise Wrong([f"{path.name} is larger than {LARGEST // 1024 // 1024} MB."])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Wrong([f"Line {line}: this is not UTF-8 text."]) from error
    found: dict[str, Description] = {}
    problems: list[str] = []
    for number, (line, entry) in enumerate(_entries(text), start=1):
        try:
            one = _description(entry)
            if one.slug in found:
                raise ValueError(f"“{one.slug}” is there a second time.")
            found[one.slug] = one
        except ValueError as problem:
            problems.append(f"Line {line}, profile {number}: {problem}")
    if problems:
        raise Wrong(problems)
    if not found:
        raise Wrong(["Line 1: the list is empty."])
    return list(found.values())


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """What a JSON list holds, each with the line it begins on."""
    decoder = json.JSONDecoder()
    begin = _next(text, 0)
    if text[begin : begin + 1] != "[":
        raise Wrong(["Line 1: this is no list of job profiles. It has to begin with “[”."])
    line, counted, at = 1, 0, _next(text, begin + 1)
    while text[at : at + 1] not in ("]", ""):
        line, counted = line + text.count("\n", counted, at), at
        try:
            entry, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise Wrong([f"Line {error.lineno}: {error.msg}."]) from error
        yield line, entry
        at = _next(text, end)
    if at >= len(text):
        raise Wrong([f"Line {text.count(chr(10)) + 1}: the file ends in the middle of the list."])


def _next(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _description(entry: Any) -> Description:
    if not isinstance(entry, Mapping):
        raise ValueError("a profile has to stand in braces.")
    slug = entry.get("slug")
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise ValueError("“slug” has to be a name without spaces.")
    texts = {ours: _paragraph(entry, theirs) for ours, theirs in _PARAGRAPHS.items()}
    if not texts["summary"]:
        raise ValueError(f"“description” of {slug} is empty.")
    lists = {ours: _phrases(entry, theirs) for ours, theirs in _PHRASES.items()}
    return Description(slug=slug, **texts, **lists)  # type: ignore[arg-type]


def _paragraph(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"“{name}” of {entry['slug']} has to be text.")
    if len(value) > _LONGEST:
        raise ValueError(f"“{name}” of {entry['slug']} is longer than {_LONGEST} letters.")
    return value.strip()


def _phrases(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = entry.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"“{name}” of {entry['slug']} has to be a list of texts.")
    if sum(map(len, value)) > _LONGEST:
        raise ValueError(f"“{name}” of {entry['slug']} is longer than {_LONGEST} letters.")
    return tuple(one.strip() for one in value if one.strip())
