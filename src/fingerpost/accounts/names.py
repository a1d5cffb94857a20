"""Sign-in names of students who have no e-mail address.

Everybody signs in with an address. Those without one get a name instead, kept as an address in a
domain that can have no mail (RFC 2606), so that nothing is ever sent to it.
"""

import unicodedata
from collections.abc import Collection

DOMAIN = "names.invalid"


def is_name(address: str) -> bool:
    """Whether an address is a sign-in name."""
    return address.endswith(f"@{DOMAIN}")


def shown(address: str) -> str:
    """An address, or a sign-in name, as its owner types it."""
    return address.removesuffix(f"@{DOMAIN}")


def typed(text: str) -> str:
    """What somebody typed to sign in, as it is kept."""
    text = text.strip()
    return text if "@" in text or not text else f"{text.lower()}@{DOMAIN}"


def free_name(given: str, family: str, taken: Collection[str]) -> str:
    """An address in the domain that nobody has: asha.rahman, then asha.rahman2."""
    stem = ".".join(part for part in (_plain(given), _plain(family)) if part) or "student"
    number = 1
    while (name := f"{stem}{number if number > 1 else ''}@{DOMAIN}") in taken:
        number += 1
    return name


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())[:30]
