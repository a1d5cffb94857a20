"""Opening what someone sent us: one file, a folder or a zip, without trusting any of it.

Every limit is checked before the bytes are read, and again while they are read, because a zip can
lie about the sizes of what it holds.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, TypeVar

from fingerpost.exchange.roll import UnreadableFile

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
"""The most bytes that any one file may have once it is unpacked."""
MAX_TOTAL = 200 * MEGABYTE
"""The most bytes that everything in one zip or folder may have once unpacked."""
MAX_MEMBERS = 500
MAX_RATIO = 250
"""How many times smaller than its contents a zipped file may be; real exports reach about 40."""
RATIO_MATTERS_ABOVE = MEGABYTE

_Entry = TypeVar("_Entry")
_SHOWN = 60
_ENCRYPTED = 0x1
_CHUNK = 256 * 1024

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    ValueError,
    OverflowError,
    MemoryError,
)
"""What the standard library may raise on a zip that is damaged or made to do harm."""


class Container(Protocol):
    """A set of files known by their plain names in small letters."""

    def names(self) -> list[str]:
        """The plain names, in order, without folders."""

    def read(self, name: str) -> bytes:
        """All bytes of one of them. Raises UnreadableFile."""


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """All bytes of a file of at most `limit` bytes. Raises UnreadableFile before reading more."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise _too_large(path.name, size, limit)
        with path.open("rb") as stream:
            return _read_at_most(stream, limit, path.name)
    except OSError as error:
        raise UnreadableFile(f"The file {_shown(path.name)} could not be opened.") from error


def _read_at_most(stream: IO[bytes], limit: int, name: str) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(name, len(data), limit)
    return data


def _too_large(name: str, size: int, limit: int) -> UnreadableFile:
    return UnreadableFile(
        f"{_shown(name)} is too large: {size / MEGABYTE:,.0f} MB, and the most we read is "
        f"{limit // MEGABYTE} MB. A roll of 2,000 students is about 1 MB, so this may be the "
        "wrong file."
    )


def _shown(name: str) -> str:
    printable = "".join(letter if letter.isprintable() else "?" for letter in name)
    return printable if len(printable) <= _SHOWN else f"{printable[: _SHOWN - 1]}…"


class Folder:
    """The files directly inside a folder."""

    def __init__(self, path: Path) -> None:
        try:
            inside = sorted(entry for entry in path.iterdir() if entry.is_file())
        except OSError as error:
            raise UnreadableFile(f"The folder {_shown(path.name)} could not be opened.") from error
        if len(inside) > MAX_MEMBERS:
            raise UnreadableFile(f"The folder holds {len(inside):,} files, too many for a roll.")
        self._paths = _by_plain_name((entry.name, entry) for entry in inside)
        total = sum(entry.stat().st_size for entry in self._paths.values())
        if total > MAX_TOTAL:
            raise _too_large("The folder", total, MAX_TOTAL)

    def names(self) -> list[str]:
        """The plain names of the files, hidden ones left out."""
        return list(self._paths)

    def read(self, name: str) -> bytes:
        """All bytes of one file. Raises UnreadableFile."""
        return read_file(self._paths[name])


class Zip:
    """The files inside a zip, checked as a whole before any is unpacked."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._name = _shown(name)
        try:
            self._zip = zipfile.ZipFile(stream)
            members = self._zip.infolist()
        except ZIP_ERRORS as error:
            raise UnreadableFile(
                f"{self._name} is a damaged or unfinished zip. Export it again and send the whole "
                "file."
            ) from error
        if len(members) > MAX_MEMBERS:
            raise UnreadableFile(f"{self._name} holds {len(members):,} files, too many for a roll.")
        for member in members:
            self._check(member)
        total = sum(member.file_size for member in members)
        if total > MAX_TOTAL:
            raise _too_large(f"{self._name}, unpacked,", total, MAX_TOTAL)
        self._by_path = {member.filename: member for member in members if not member.is_dir()}
        if len({path.lower() for path in self._by_path}) < len(members) - sum(
            member.is_dir() for member in members
        ):
            raise UnreadableFile(f"{self._name} holds two files of the same name. Zip it again.")

    @cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        return _by_plain_name(self._by_path.items())

    def _check(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        path = PurePosixPath(name)
        outside = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
        if outside or "\0" in name or stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableFile(
                f"{self._name} holds a file ({_shown(name)}) that points outside the zip, so "
                "nothing in it was read."
            )
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableFile(
                f"{self._name} is locked with a password. Unlock it and send it again."
            )
        if member.file_size > MAX_FILE:
            raise _too_large(name, member.file_size, MAX_FILE)
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_MATTERS_ABOVE and member.file_size / packed > MAX_RATIO:
            raise UnreadableFile(
                f"{_shown(name)} in {self._name} unpacks to more than {MAX_RATIO} times its size. "
                "No real roll does, so it was not unpacked."
            )

    def refuse_nested(self) -> None:
        """Raise UnreadableFile if any file inside is itself a zip."""
        for name in self._members:
            if name.endswith((".zip", ".7z", ".rar", ".gz", ".xlsx", ".ods")):
                raise UnreadableFile(
                    f"{self._name} holds another packed file ({_shown(name)}). Unpack it and send "
                    "the files themselves."
                )

    def paths(self) -> list[str]:
        """The names of the files with their folders, as the zip has them."""
        return list(self._by_path)

    def names(self) -> list[str]:
        """The plain names of the files, without folders; hidden ones left out."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """All bytes of the file with this plain name. Raises UnreadableFile."""
        return self._unpack(self._members[name])

    def read_path(self, path: str) -> bytes:
        """All bytes of the file with this name and folders. Raises UnreadableFile."""
        return self._unpack(self._by_path[path])

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        try:
            with self._zip.open(member) as stream:
                chunks, got = [], 0
                while chunk := stream.read(_CHUNK):
                    got += len(chunk)
                    if got > MAX_FILE:
                        raise _too_large(member.filename, got, MAX_FILE)
                    chunks.append(chunk)
                return b"".join(chunks)
        except ZIP_ERRORS as error:
            raise UnreadableFile(
                f"{_shown(member.filename)} in {self._name} is damaged. Export it again and send "
                "the whole file."
            ) from error


def _by_plain_name(entries: Iterable[tuple[str, _Entry]]) -> dict[str, _Entry]:
    """Files by name alone; some systems put the whole export in one folder of the zip."""
    named: dict[str, _Entry] = {}
    for full_name, entry in entries:
        path = PurePosixPath(full_name)
        if path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        plain = path.name.lower()
        if plain in named:
            raise UnreadableFile(
                f"There are two files called {_shown(path.name)}, so we cannot tell which to read."
            )
        named[plain] = entry
    return named
