"""How far a job is, and that it is alive: one small file each, in the installation's folder.

Not in the database: on SQLite nobody else can write while the work itself does, and on PostgreSQL
nobody would see what an open transaction has written.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

BEAT_SECONDS = 2.0
SILENT_SECONDS = 12.0


@dataclass(frozen=True)
class Progress:
    """So many of so many, in words; `total` is 0 while nobody knows."""

    words: str = ""
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int | None:
        """How much is done, or None while nobody knows: an empty bar would look dead."""
        return min(100, self.done * 100 // self.total) if self.done and self.total else None


def _folder() -> Path:
    return Path(settings.HOME) / "progress"


def _path(job: UUID) -> Path:
    return _folder() / f"{job}.json"


def tell(job: UUID, progress: Progress) -> None:
    """Say how far a job is. Readers see the old or the new, never half of it."""
    path = _path(job)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(asdict(progress)), encoding="utf-8")
    fresh.replace(path)


def told(job: UUID) -> Progress:
    """What was told last."""
    try:
        return Progress(**json.loads(_path(job).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Progress()


def is_silent(job: UUID) -> bool:
    """Whether nobody works on a job any more: its heart has stopped."""
    try:
        return time.time() - _path(job).stat().st_mtime > SILENT_SECONDS
    except FileNotFoundError:
        return True


def forget(job: UUID) -> None:
    """Delete a job's file; nothing happens if it is gone already."""
    _path(job).unlink(missing_ok=True)


def forget_others(going_on: set[UUID]) -> None:
    """Delete silent files but those of jobs that go on: their workers died."""
    before = time.time() - SILENT_SECONDS
    names = {str(job) for job in going_on}
    for path in _folder().glob("*.*"):
        if path.name.partition(".")[0] not in names and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


@contextmanager
def beating(job: UUID) -> Iterator[None]:
    """Show that a job is alive for as long as this lasts."""
    tell(job, Progress())
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT_SECONDS):
            os.utime(_path(job))

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
