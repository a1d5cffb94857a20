"""Uploaded files, kept in the installation's own folder until they are done with."""

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.text import get_valid_filename

# So many letters of a name are kept: whatever letters they are, no more than 255 bytes.
_LONGEST_NAME = 60


class TooLarge(ValueError):
    """More bytes came than are kept."""


def folder() -> Path:
    """Where waiting files lie, each in a folder of its own."""
    return Path(settings.HOME) / "uploads"


def keep(chunks: Iterable[bytes], name: str, *, largest: int, otherwise: str) -> str:
    """Store an upload and name it for `path_of`; nobody else on the machine may read it.

    otherwise: its name where it has none that a disk takes. Raises TooLarge.
    """
    place = folder() / secrets.token_hex(16)
    place.mkdir(parents=True, mode=0o700)
    path = place / _safe(name, otherwise)
    written = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                written += len(chunk)
                if written > largest:
                    raise TooLarge
                file.write(chunk)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return str(path.relative_to(folder()))


def _safe(name: str, otherwise: str) -> str:
    """The upload's own name, which the sentences about it use."""
    plain = Path(name.replace("\\", "/")).name[-_LONGEST_NAME:].lstrip(".")
    return get_valid_filename(plain) if any(letter.isalnum() for letter in plain) else otherwise


def path_of(stored_as: str) -> Path:
    """Where a waiting file lies."""
    return folder() / stored_as


def remove(stored_as: str) -> None:
    """Delete a waiting file; nothing happens if it is gone already."""
    if stored_as:
        shutil.rmtree(path_of(stored_as).parent, ignore_errors=True)
