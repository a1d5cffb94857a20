"""Uploaded files, kept in the installation's own folder only while an import is being decided."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.text import get_valid_filename

from fingerpost.exchange.containers import MAX_FILE
from fingerpost.exchange.roll import UnreadableFile

LARGEST = MAX_FILE
TOO_LARGE = (
    f"The file is larger than {LARGEST // (1024 * 1024)} MB, the most we read. A roll of 2,000 "
    "students is about 1 MB, so this may be the wrong file."
)
_LONGEST_NAME = 100
# Between its upload and the job or the preview that has it, a file is nobody's for a moment.
_SECONDS_UNCLAIMED = 24 * 60 * 60


def folder() -> Path:
    """Where waiting files lie."""
    return Path(settings.HOME) / "uploads"


def keep(chunks: Iterable[bytes], name: str) -> str:
    """Store an upload and name it for `path_of`. Raises UnreadableFile if it is too large."""
    place = folder() / secrets.token_hex(16)
    place.mkdir(parents=True, mode=0o700)
    path = place / _safe(name)
    written = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                written += len(chunk)
                if written > LARGEST:
                    raise UnreadableFile(TOO_LARGE)
                file.write(chunk)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return str(path.relative_to(folder()))


def _safe(name: str) -> str:
    plain = Path(name.replace("\\", "/")).name[-_LONGEST_NAME:].lstrip(".")
    return get_valid_filename(plain) if any(letter.isalnum() for letter in plain) else "roll"


def path_of(stored_as: str) -> Path:
    """Where a waiting file lies."""
    return folder() / stored_as


def remove(stored_as: str) -> None:
    """Delete a waiting file; nothing happens if it is gone already."""
    if stored_as:
        shutil.rmtree(path_of(stored_as).parent, ignore_errors=True)


def remove_others(in_use: Iterable[str]) -> int:
    """Delete the files that lie here for a day and that nobody waits for; how many."""
    kept = {Path(stored_as).parts[0] for stored_as in in_use if stored_as}
    before = time.time() - _SECONDS_UNCLAIMED
    left = [
        place
        for place in (folder().iterdir() if folder().is_dir() else ())
        if place.name not in kept and place.stat().st_mtime < before
    ]
    for place in left:
        shutil.rmtree(place, ignore_errors=True)
    return len(left)


def digest(path: Path) -> str:
    """What tells whether a file, or a folder of files, is the same as another."""
    found = hashlib.sha256()
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            with file.open("rb") as stream:
                found.update(hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()
