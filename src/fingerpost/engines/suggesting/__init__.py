"""Things to explore that fit what somebody likes, is good at and finds important: wide by design.

suggested = suggest(catalogue, profiles, number=12)
suggested.reasons(0)
"""

from .by_family import Led, families_of, some_of_each, strongest
from .catalogue import Catalogue, Grouping
from .choosing import Suggested, suggest
from .profiles import Profiles, Scale, profiles_of, reliability

__all__ = [
    "Catalogue",
    "Grouping",
    "Led",
    "Profiles",
    "Scale",
    "Suggested",
    "families_of",
    "profiles_of",
    "reliability",
    "some_of_each",
    "strongest",
    "suggest",
]
