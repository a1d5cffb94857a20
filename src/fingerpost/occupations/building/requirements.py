"""Reading what a way in needs from how it is published: numbers and names of subjects only."""

from __future__ import annotations

import re

from ..occupation import Requirement

# GCSE and A level subjects by the words they go by in entry requirements.
SUBJECTS = {
    "art": "art",
    "art and design": "art",
    "biology": "biology",
    "business": "business",
    "chemistry": "chemistry",
    "computing": "computing",
    "computer science": "computing",
    "dance": "dance",
    "design and technology": "design and technology",
    "drama": "drama",
    "economics": "economics",
    "electronics": "electronics",
    "engineering": "engineering",
    "english": "English",
    "food technology": "food technology",
    "further maths": "further maths",
    "geography": "geography",
    "geology": "geology",
    "history": "history",
    "it": "computing",
    "law": "law",
    "maths": "maths",
    "media studies": "media studies",
    "modern foreign language": "a language",
    "foreign language": "a language",
    "language": "a language",
    "languages": "a language",
    "music": "music",
    "physical education": "physical education",
    "pe": "physical education",
    "physics": "physics",
    "psychology": "psychology",
    "religious studies": "religious studies",
    "science": "science",
    "sciences": "science",
    "sociology": "sociology",
    "technology": "design and technology",
}
_SUBJECT = re.compile(r"\b(" + "|".join(sorted(SUBJECTS, key=len, reverse=True)) + r")\b")
# Words with which the course that is opened is told; the first that fits counts.
_OPENS = (
    (r"level 1\b", 1),
    (r"intermediate apprenticeship|level 2\b", 2),
    (r"advanced apprenticeship|t.levels?\b|level 3 course|access to higher education course", 3),
    (r"level 4\b|higher national certificate|higher apprenticeship", 4),
    (r"foundation degree|higher national diploma|level 5\b", 5),
    (r"postgraduate|master", 7),
    (r"degree apprenticeship|teaching apprenticeship|degree course|for a degree|or degree", 6),
)
_WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "some": 1}
_NUMBER = r"(\d+|some)"
_GCSES = re.compile(
    rf"(?:(?:at least|minimum of) )?(?:{_NUMBER}(?: (?:or|to|and) (\d+|more|fewer))? )?gcses?\b"
)
_GRADE = re.compile(r"grades? (\d)(?:(?: to |/)(\d))?")
_A_LEVELS = re.compile(r"(?:(\d+)(?: (?:or|to|and) (\d+|more))? )?a.levels?\b")


def read_requirement(text: str) -> Requirement:
    """What is needed, from a line such as "2 or 3 A levels, including maths, for a degree"."""
    words = " ".join(text.lower().replace("\xa0", " ").split())
    needs, opens = _halves(words)
    gcses = _counted(_GCSES.search(needs), 5)
    a_levels = _counted(_A_LEVELS.search(needs), 3)
    degree = _degree(needs)
    return Requirement(
        level=_level(opens),
        gcses=gcses,
        grade=_grade(needs) if gcses else None,
        a_levels=a_levels,
        subjects=_subjects(needs) if gcses or a_levels else (),
        degree=degree,
        is_read=bool(gcses or a_levels or degree),
    )


def _halves(words: str) -> tuple[str, str]:
    """What is needed, and what for."""
    found = re.search(r",? (?:for|on to) (?=an?\b|postgraduate|level|most|some|many)", words)
    return (words[: found.start()], words[found.start() :]) if found else (words, "")


def _level(opens: str) -> int | None:
    return next((level for pattern, level in _OPENS if re.search(pattern, opens)), None)


def _counted(found: re.Match[str] | None, most: int) -> tuple[int, int] | None:
    """From and to how many; where no number is said, one, or two and more for a plural."""
    if found is None:
        return None
    first, second = found.group(1), found.group(2)
    if first is None:
        return (2, most) if found.group(0).endswith("s") else (1, 1)
    low = _WORDS.get(first) or int(first)
    if second is None:
        return (low, low if first.isdigit() else most)
    if second == "more":
        return (low, max(low, most))
    if second == "fewer":
        return (0, low)
    return (low, int(second))


def _grade(words: str) -> int | None:
    """The lowest GCSE grade that will do."""
    found = _GRADE.search(words)
    return min(int(one) for one in found.groups() if one) if found else None


def _subjects(words: str) -> tuple[str, ...]:
    """School subjects that must be among what is needed, each once; none where one of several or
    only a wish is named.
    """
    before, said, named = words.rpartition("including")
    if "preferably" in before:
        return ()
    named = re.sub(r"or equivalent.*|\ba.levels?\b.*", "", named) if said else named
    if said and " or " in named:
        return ()
    return tuple(sorted({SUBJECTS[one] for one in _SUBJECT.findall(named)}))


def _degree(needs: str) -> str:
    if not re.search(r"\b(?:a|your|an undergraduate|honours) degree\b|\bdegree in\b", needs):
        return ""
    return "any" if "any subject" in needs else "relevant"
