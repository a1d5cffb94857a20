"""Uploaded roll files, kept only while an import is being decided."""

import hashlib
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from fingerpost.exchange.containers import MAX_FILE
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.jobs import uploads

LARGEST = MAX_FILE
TOO_LARGE = (
    f"The file is larger than {LARGEST // (1024 * 1024)} MB, the most we read. A roll of 2,000 "
    "students is about 1 MB, so this may be the wrong file."
)
# Between its upload and the job or the preview that has it, a file is nobody's for a moment.
_SECONDS_UNCLAIMED = 24 * 60 * 60


def keep(chunks: Iterable[bytes], name: str) -> str:
    """Store a roll file and name it for `uploads.path_of`. Raises UnreadableFile if too large."""
    try:
        return uploads.keep(chunks, name, largest=LARGEST, otherwise="roll")
    except uploads.TooLarge as refusal:
        raise UnreadableFile(TOO_LARGE) from refusal


def remove_others(in_use: Iterable[str]) -> int:
    """Delete the files that lie here for a day and that nobody waits for; how many."""
    kept = {Path(stored_as).parts[0] for stored_as in in_use if stored_as}
    before = time.time() - _SECONDS_UNCLAIMED
    left = [
        place
        for place in (uploads.folder().iterdir() if uploads.folder().is_dir() else ())
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
