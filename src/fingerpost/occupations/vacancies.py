"""Which occupations an apprenticeship vacancy is for, by its standard or by its title.

Only what is sure: a standard that occupations name, or a title that is one of an occupation, of a
standard or of the national coding index, once what every vacancy says ("apprentice", "Level 3")
is taken off. Anything else is for no occupation that anybody could name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

from .base import Base, load

# What titles of vacancies say besides the work: how it is learned, and at which level.
_SAID = re.compile(
    r"\b(?:(?:(?:advanced|higher|intermediate|degree)(?:[\s-]level)?\s+)?apprentice(?:ship)?s?"
    r"|level\s*[2-8]|l[2-8]|degree|\(\s*\))(?=\W|$)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s+[-–—|:]\s+|[(),/].*")
# What stands for more occupations than these tells of none of them; in the coding index, where all
# occupations of a unit group come in question, than those.
_FEW, _FEW_OF_A_GROUP = 5, 3
# A word with which so many titles end, such as "engineer", names no occupation by itself.
_ENDS_MANY = 5


def bare_title(title: str) -> str:
    """A title of a vacancy without what every vacancy says, in small letters."""
    rest = " ".join(_SAID.sub(" ", title).split())
    parts = [part for part in _BESIDE.split(rest) if part.strip(" -–—")]
    return " ".join((parts[0] if parts else "").strip(" -–—").casefold().split())


def occupations_of(title: str, standard: str = "") -> tuple[str, ...]:
    """Slugs of the occupations that a vacancy is for; none where nothing tells.

    standard: of the apprenticeship, its reference (ST0234) or its title, where the list says it.
    """
    known = _known()
    for said in (standard.strip().casefold(), bare_title(standard), bare_title(title)):
        if said in known:
            return known[said]
    return ()


@lru_cache(maxsize=1)
def _known() -> Mapping[str, tuple[str, ...]]:
    """What names occupations: titles of their own first, then of standards, then of the index."""
    base = load()
    found: dict[str, tuple[str, ...]] = {}
    for names in (_own_titles(base), _standards(base), _index(base)):
        for name, slugs in names.items():
            found.setdefault(name, tuple(slugs))
    ends = Counter(one.title.casefold().split()[-1] for one in base.occupations)
    return {
        name: slugs
        for name, slugs in found.items()
        if len(slugs) <= _FEW and ends[name] < _ENDS_MANY
    }


def _own_titles(base: Base) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in base.occupations:
        for title in dict.fromkeys((one.title.casefold(), *map(str.casefold, one.other_titles))):
            found[title].append(one.slug)
    return found


def _standards(base: Base) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in base.occupations:
        for reference in one.standards:
            found[reference.casefold()].append(one.slug)
            if reference in base.standards:
                found[bare_title(base.standards[reference].title)].append(one.slug)
    return {name: list(dict.fromkeys(slugs)) for name, slugs in found.items()}


def _index(base: Base) -> dict[str, list[str]]:
    """Titles of the coding index whose unit group has few enough occupations."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in base.occupations:
        groups[one.soc2020].append(one.slug)
    return {
        title.casefold(): groups[code]
        for code, titles in base.titles.items()
        for title in titles
        if 0 < len(groups[code]) <= _FEW_OF_A_GROUP
    }
