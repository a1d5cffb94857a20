"""Moving an installation: everything it holds in one file, checked when read back.

The file is a zip: `manifest.json` with the digest of every other member and the number of rows of
every table, `data/<table>.jsonl` with one row a line in Django's own JSON Lines format, so that a
backup of one database system goes back into another, and under `home/` the files and the key.
"""

import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import fingerpost

FORMAT = 1
BATCH = 500
# Made anew by `migrate`, or worth nothing elsewhere.
LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "auth.group", "sessions.session"}
KEPT_FILES = ("secret_key", "files", "rules")


class BackupError(Exception):
    """The backup cannot be made or put back; the message says why."""


class ExactEncoder(DjangoJSONEncoder):
    """Django's own, but times keep their microseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


def _tables() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _rows(model: type[models.Model]) -> Iterator[str]:
    """A table's rows, one JSON line each, in the order of their keys."""
    rows = model._base_manager.order_by("pk").iterator(chunk_size=2000)
    buffer = io.StringIO()
    for row in rows:
        serializers.serialize("jsonl", [row], stream=buffer, cls=ExactEncoder)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _home_files() -> Iterator[Path]:
    for name in KEPT_FILES:
        place = settings.HOME / name
        if place.is_file():
            yield place
        else:
            yield from sorted(path for path in place.rglob("*") if path.is_file())


def write_backup(target: Path) -> dict[str, int]:
    """Write everything of this installation to `target`; returns the rows of each table.

    The database is read in one transaction. The file is read back and checked before it gets
    its name. Raises BackupError when the file exists or does not read back as written.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Choose another name.")
    unfinished = target.with_name(target.name + ".unfinished")
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with _for_owner_only(unfinished) as file, _new_zip(file) as archive:
        with transaction.atomic():
            for model in _tables():
                name = f"data/{model._meta.label_lower}.jsonl"
                digests[name], counts[model._meta.label_lower] = _write(archive, name, _rows(model))
        for path in _home_files():
            name = f"home/{path.relative_to(settings.HOME).as_posix()}"
            archive.write(path, name)
            digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest = {
            "format": FORMAT,
            "fingerpost": fingerpost.__version__,
            "made_at": timezone.now().isoformat(),
            "migrations": _migrations(),
            "digests": digests,
            "rows": counts,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    with zipfile.ZipFile(unfinished) as archive:
        _check(archive)
    unfinished.rename(target)
    return counts


def _for_owner_only(path: Path) -> IO[bytes]:
    """A new file that nobody else on the machine can read: it holds every record and the key."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _new_zip(file: IO[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)


def _write(archive: zipfile.ZipFile, name: str, lines: Iterable[str]) -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for line in lines:
            data = line.encode()
            digest.update(data)
            member.write(data)
            count += 1
    return digest.hexdigest(), count


def _check(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every member matches its digest and nothing is missing or added."""
    try:
        manifest = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError) as problem:
        raise BackupError("This file is not a Fingerpost backup.") from problem
    if manifest.get("format") != FORMAT:
        raise BackupError("This backup was written by another version of Fingerpost.")
    if set(archive.namelist()) != {"manifest.json", *manifest["digests"]}:
        raise BackupError("The backup does not hold the files its manifest names.")
    for name, expected in manifest["digests"].items():
        digest = hashlib.sha256()
        with archive.open(name) as member:
            while block := member.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != expected:
            raise BackupError(f"The backup is damaged: {name} is not as it was written.")
    return manifest


def read_backup(source: Path) -> dict[str, int]:
    """Put a backup into this installation, which must be empty; returns the rows of each table.

    Nothing is written unless the whole file checks out. Raises BackupError otherwise.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as problem:
        raise BackupError(
            f"{source} cannot be read as a backup: it is damaged or not one."
        ) from problem
    with archive:
        try:
            manifest = _check(archive)
        except zipfile.BadZipFile as problem:
            raise BackupError("The backup is damaged and cannot be read.") from problem
        _refuse_unless_empty(manifest)
        with transaction.atomic():
            for model in _tables():
                _load(archive, model)
            _compare(manifest["rows"])
            _reset_sequences()
        _put_files_back(archive, manifest)
    return manifest["rows"]


def _refuse_unless_empty(manifest: dict[str, Any]) -> None:
    if missing := set(manifest["migrations"]) - set(_migrations()):
        raise BackupError(
            f"The backup is of a newer Fingerpost ({manifest['fingerpost']}): "
            f"this one lacks {sorted(missing)[0]}. Upgrade first."
        )
    if any(model._base_manager.exists() for model in _tables()):
        raise BackupError(
            "This installation holds data already. Restore into an empty one: "
            "set FINGERPOST_HOME to a new folder and run “fingerpost migrate” first."
        )


def _load(archive: zipfile.ZipFile, model: type[models.Model]) -> None:
    name = f"data/{model._meta.label_lower}.jsonl"
    if name not in archive.namelist():
        return  # a table newer than the backup
    with archive.open(name) as member:
        batch: list[models.Model] = []
        for read in serializers.deserialize("jsonl", io.TextIOWrapper(member, "utf-8")):
            batch.append(read.object)
            if len(batch) == BATCH:
                _insert(model, batch)
                batch = []
        _insert(model, batch)


def _insert(model: type[models.Model], batch: list[models.Model]) -> None:
    """Insert rows just as they were: times that Django would set by itself included."""
    if batch:
        fields = model._meta.local_concrete_fields
        for start in range(0, len(batch), _rows_at_once(len(fields))):
            part = batch[start : start + _rows_at_once(len(fields))]
            model._base_manager._insert(part, fields=fields, raw=True, using=DEFAULT_DB_ALIAS)  # type: ignore[attr-defined]


def _rows_at_once(fields: int) -> int:
    limit = connection.features.max_query_params
    return BATCH if limit is None else max(1, min(BATCH, limit // fields))


def _compare(expected: dict[str, int]) -> None:
    for model in _tables():
        label = model._meta.label_lower
        if model._base_manager.count() != expected.get(label, 0):
            raise BackupError(f"Not every row of {label} came back. Nothing was restored.")


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), _tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _put_files_back(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for name in manifest["digests"]:
        if not name.startswith("home/"):
            continue
        place = (settings.HOME / name.removeprefix("home/")).resolve()
        if not place.is_relative_to(settings.HOME):
            raise BackupError("The backup names a file outside the installation's folder.")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(archive.read(name))
        place.chmod(0o600)
