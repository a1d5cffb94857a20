"""What an occupation may ask besides qualifications, as keys that the pages word."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = (
    ("background_check", r"background check|security check|vetting|credit check"),
    ("driving_licence", r"driving licence|\blgv\b|\bpcv\b|licence plate|motoring conviction"),
    ("age", r"over (?:16|18|21)\b|\d\d years of age"),
    ("medical", r"medical|drugs and alcohol|colour vision|eyesight|hearing"),
    ("fitness", r"fitness|be able to swim|physically fit"),
    ("heights", r"at height"),
    ("nationality", r"citizen|nationality|lived in the uk|residen"),
    ("licence", r"licence|certificate|registered|on the .* register|insurance|safety training"),
    ("language", r"second (?:\w+ )?language|foreign language|fluent in"),
    ("test", r"\btests?\b|audition"),
)


_REGISTRATION = "registration"
# "You can register" is a choice; these words leave none.
_MUST_REGISTER = re.compile(r"need (?:to|a|an|one)\b|must|have to")


def read_restrictions(lines: Iterable[str], registrations: Iterable[str] = ()) -> tuple[str, ...]:
    """The keys of a profile's restrictions, each once, in the order above; "other" for what no
    sign fits. registrations: what a profile says of registers and cards.
    """
    found = {_key(line.lower()) for line in lines}
    if any(_MUST_REGISTER.search(line.lower()) for line in registrations):
        found.add(_REGISTRATION)
    order = [_REGISTRATION, *(key for key, _ in _SIGNS), "other"]
    return tuple(key for key in order if key in found)


def _key(line: str) -> str:
    return next((key for key, sign in _SIGNS if re.search(sign, line)), "other")


_PLACES = (
    ("office", r"office|contact centre|reception|control room"),
    ("outdoors", r"outdoors|farm|countryside|woodland|parks|garden|quarr|at sea|streets|rural"),
    ("home", r"from home"),
    ("health", r"hospital|health centre|surgery|practice|clinic|hospice|care home"),
    ("school", r"school|college|university|nursery"),
    ("workshop", r"workshop|factory|manufacturing|garage|warehouse|foundry|brewery|sawmill"),
    ("laboratory", r"laborator|research"),
    ("building_site", r"construction site|demolition|at height"),
    ("shop", r"store|salon|shop|restaurant|hotel|pub or bar|market stall"),
    ("studio", r"studio|theatre|film set|museum|gallery"),
    ("travelling", r"vehicle|travel often|aircraft|ship|on the road|nights away|overseas"),
)


def read_settings(lines: Iterable[str]) -> tuple[str, ...]:
    """Where one works, as keys, from a profile's places and surroundings."""
    words = " ".join(lines).lower()
    return tuple(key for key, sign in _PLACES if re.search(sign, words))
