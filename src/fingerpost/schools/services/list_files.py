"""An uploaded national list, kept in the installation's own folder only until it is loaded."""

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils.text import get_valid_filename

# So many letters of a name are kept: whatever letters they are, no more than 255 bytes.
_LONGEST_NAME = 60


def _folder() -> Path:
    return Path(settings.HOME) / "uploads"


def keep(chunks: Iterable[bytes], name: str) -> str:
    """Store an upload and name it for `path_of`."""
    place = _folder() / secrets.token_hex(16)
    place.mkdir(parents=True, mode=0o700)
    path = place / _name(name)
    try:
        with path.open("wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return str(path.relative_to(_folder()))


def _name(name: str) -> str:
    """The upload's own name, which the sentences about it use, as far as a disk takes it."""
    try:
        return get_valid_filename(name)[-_LONGEST_NAME:]
    except SuspiciousFileOperation:
        return "schools.csv"


def path_of(stored_as: str) -> Path:
    """Where a waiting list lies."""
    return _folder() / stored_as


def remove(stored_as: str) -> None:
    """Delete a list; nothing happens if it is gone already."""
    shutil.rmtree(path_of(stored_as).parent, ignore_errors=True)
